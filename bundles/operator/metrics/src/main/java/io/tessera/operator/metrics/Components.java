package io.tessera.operator.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * The components of all bundles, as the component runtime sees them. It is asked again when it says
 * that something has changed, which it does some seconds later: to describe a hundred components
 * takes more than all else in a scrape.
 */
final class Components {
  private static final String OURS = "io.tessera.";
  private static final Set<String> ROLES =
      Set.of("core", "transport", "discovery", "protocol", "sync", "store", "operator");

  private final ServiceComponentRuntime runtime;
  private final Supplier<Object> changes;
  private Object known;
  private List<Info> latest = List.of();

  /** How a component is. */
  enum State {
    /** It works, or would as soon as somebody wanted it. */
    SATISFIED,
    /** It waits for a service. */
    UNSATISFIED,
    /** It is not configured, and so switched off. */
    OFF,
    /** It threw when it was started. */
    FAILED
  }

  /**
   * A component.
   *
   * @param bundle symbolic name of its bundle
   * @param role the bundle's role, or {@code other}: one of few
   * @param failure first line of what was thrown; empty unless it has failed
   */
  record Info(String bundle, String role, String name, State state, String failure) {}

  /**
   * Nothing is asked yet.
   *
   * @param changes a value that is another one when something has changed
   */
  Components(ServiceComponentRuntime runtime, Supplier<Object> changes) {
    this.runtime = runtime;
    this.changes = changes;
  }

  /** All of them. */
  synchronized List<Info> all() {
    Object now = changes.get();
    if (known == null || !known.equals(now)) {
      latest = List.copyOf(ask());
      known = now;
    }
    return latest;
  }

  private List<Info> ask() {
    List<Info> all = new ArrayList<>();
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
      String bundle = component.bundle.symbolicName;
      Collection<ComponentConfigurationDTO> configurations =
          runtime.getComponentConfigurationDTOs(component);
      if (configurations.isEmpty()) {
        all.add(new Info(bundle, role(bundle), component.name, State.OFF, ""));
      }
      for (ComponentConfigurationDTO configuration : configurations) {
        State state = state(configuration.state);
        String failure = state == State.FAILED ? firstLine(configuration.failure) : "";
        all.add(new Info(bundle, role(bundle), component.name, state, failure));
      }
    }
    return all;
  }

  private static State state(int state) {
    return switch (state) {
      case ComponentConfigurationDTO.ACTIVE, ComponentConfigurationDTO.SATISFIED -> State.SATISFIED;
      case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> State.OFF;
      case ComponentConfigurationDTO.FAILED_ACTIVATION -> State.FAILED;
      default -> State.UNSATISFIED;
    };
  }

  private static String firstLine(String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }

  /** The role of a bundle by its name; {@code other} for what is none of ours. */
  static String role(String bundle) {
    if (!bundle.startsWith(OURS)) {
      return "other";
    }
    int end = bundle.indexOf('.', OURS.length());
    String role = end < 0 ? "" : bundle.substring(OURS.length(), end);
    return ROLES.contains(role) ? role : "other";
  }
}
