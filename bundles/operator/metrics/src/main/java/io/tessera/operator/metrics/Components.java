package io.tessera.operator.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The components of all bundles, as the component runtime sees them. */
final class Components {
  private static final String OURS = "io.tessera.";
  private static final Set<String> ROLES =
      Set.of("core", "transport", "discovery", "protocol", "sync", "store", "operator");

  private final ServiceComponentRuntime runtime;

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

  Components(ServiceComponentRuntime runtime) {
    this.runtime = runtime;
  }

  List<Info> all() {
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
