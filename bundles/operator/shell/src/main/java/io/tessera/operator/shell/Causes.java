package io.tessera.operator.shell;

import io.tessera.net.NodeSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Follows what components wait for, by what the component runtime and the framework say. */
final class Causes {
  /** A longer chain of causes is a loop or helps nobody. */
  private static final int DEPTH = 6;

  private final BundleContext context;
  private final ServiceComponentRuntime components;
  private final Supplier<List<String>> problems;
  private final Providers providers;

  /**
   * Looks nowhere yet.
   *
   * @param problems what parts of the node say is wrong with them
   * @param providers who provided what
   */
  Causes(
      BundleContext context,
      ServiceComponentRuntime components,
      Supplier<List<String>> problems,
      Providers providers) {
    this.context = context;
    this.components = components;
    this.problems = problems;
    this.providers = providers;
  }

  /** All components of running bundles. */
  Collection<ComponentDescriptionDTO> components() {
    return components.getComponentDescriptionDTOs();
  }

  /** What there is of a component: one for each configuration. */
  Collection<ComponentConfigurationDTO> configurations(ComponentDescriptionDTO component) {
    return components.getComponentConfigurationDTOs(component);
  }

  /** Why a component is not satisfied; empty when it is. */
  Optional<Cause> component(ComponentDescriptionDTO component) {
    return component(component, 0);
  }

  /** Why a bundle is not active; empty when it is. */
  static Optional<Cause> bundle(Bundle bundle, Stream<Bundle> all) {
    String name = "bundle " + bundle.getSymbolicName();
    return switch (bundle.getState()) {
      case Bundle.ACTIVE, Bundle.STARTING -> Optional.empty();
      case Bundle.INSTALLED ->
          Optional.of(Cause.root(name, "is not resolved: " + Wiring.missing(bundle, all.toList())));
      default -> Optional.of(Cause.root(name, "is stopped; felix:start " + bundle.getBundleId()));
    };
  }

  /**
   * Why there is no service of a type: one cause for each that would provide it, at least one.
   *
   * @param target filter that it must match; null for any
   */
  List<Cause> service(String type, String target) {
    return service(type, target, 0);
  }

  /** Why a bundle that would provide a service does not. */
  Cause provider(Bundle bundle, String type) {
    return provider(bundle, type, 0).stream()
        .findFirst()
        .or(() -> itsComponents(bundle).flatMap(each -> component(each).stream()).findFirst())
        .orElseGet(() -> nobody(0, null));
  }

  private Stream<ComponentDescriptionDTO> itsComponents(Bundle bundle) {
    return components().stream()
        .filter(each -> each.bundle != null && each.bundle.id == bundle.getBundleId());
  }

  private List<Cause> service(String type, String target, int depth) {
    List<Cause> causes = new ArrayList<>();
    int satisfied = 0;
    for (ComponentDescriptionDTO component : components()) {
      if (Arrays.asList(component.serviceInterfaces).contains(type)) {
        Optional<Cause> cause = component(component, depth);
        cause.ifPresent(causes::add);
        satisfied += cause.isPresent() ? 0 : 1;
      }
    }
    String before = providers.of(type).orElse("");
    for (Bundle bundle : context.getBundles()) {
      if (Wiring.declares(bundle, type) || before.equals(bundle.getSymbolicName())) {
        causes.addAll(provider(bundle, type, depth));
      }
    }
    return causes.isEmpty()
        ? List.of(nobody(satisfied, target))
        : causes.stream().distinct().toList();
  }

  /** A bundle that says in its manifest that it provides the service. */
  private List<Cause> provider(Bundle bundle, String type, int depth) {
    Optional<Cause> stopped = bundle(bundle, Arrays.stream(context.getBundles()));
    if (stopped.isPresent()) {
      return List.of(stopped.get());
    }
    // A component may register the service by hand: then the component's troubles are the reason.
    List<ComponentDescriptionDTO> its = itsComponents(bundle).toList();
    boolean told =
        its.stream().anyMatch(each -> Arrays.asList(each.serviceInterfaces).contains(type));
    return told || depth == DEPTH
        ? List.of()
        : its.stream().flatMap(each -> component(each, depth + 1).stream()).toList();
  }

  private Cause nobody(int satisfied, String target) {
    List<String> known = problems.get();
    if (!known.isEmpty()) {
      return Cause.root("", known.getFirst());
    } else if (satisfied > 0) {
      return Cause.root("", target == null ? "is there; try again" : "none matches " + target);
    }
    return Cause.root("", "no bundle provides it now; see lb and protocols");
  }

  private Optional<Cause> component(ComponentDescriptionDTO component, int depth) {
    if (!components.isComponentEnabled(component)) {
      return Optional.of(Cause.root(component.name, "is disabled; scr:enable " + component.name));
    }
    Collection<ComponentConfigurationDTO> all = components.getComponentConfigurationDTOs(component);
    for (ComponentConfigurationDTO each : all) {
      switch (each.state) {
        case ComponentConfigurationDTO.FAILED_ACTIVATION -> {
          return Optional.of(Cause.root(component.name, "failed: " + firstLine(each.failure)));
        }
        case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
          return Optional.of(waiting(component, each, depth));
        }
        case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> {
          return Optional.of(unconfigured(component, depth));
        }
        default -> {
          // Satisfied: the next one may not be.
        }
      }
    }
    return all.isEmpty() ? Optional.of(unconfigured(component, depth)) : Optional.empty();
  }

  private static String firstLine(String failure) {
    return failure == null ? "" : failure.lines().findFirst().orElse("");
  }

  /** Where the configuration is read, what has none is meant to have none. */
  private Cause unconfigured(ComponentDescriptionDTO component, int depth) {
    String pids = String.join(" or ", component.configurationPid);
    boolean read = context.getServiceReference(NodeSettings.class) != null;
    if (read) {
      String what = "is off; \"enabled\": true under " + pids + " in the configuration turns it on";
      return new Cause(component.name, what, true, List.of());
    }
    String what = "has no configuration " + pids;
    return depth == DEPTH
        ? Cause.root(component.name, what)
        : new Cause(component.name, what, service(NodeSettings.class.getName(), null, depth + 1));
  }

  private Cause waiting(
      ComponentDescriptionDTO component, ComponentConfigurationDTO configuration, int depth) {
    List<String> types = new ArrayList<>();
    List<Cause> because = new ArrayList<>();
    for (UnsatisfiedReferenceDTO missing : configuration.unsatisfiedReferences) {
      for (var reference : component.references) {
        if (reference.name.equals(missing.name)) {
          String type = reference.interfaceName;
          types.add(type.substring(type.lastIndexOf('.') + 1));
          if (depth < DEPTH) {
            because.addAll(service(type, reference.target, depth + 1));
          }
        }
      }
    }
    String what = types.isEmpty() ? "a service" : String.join(" and ", types);
    return new Cause(component.name, "waits for " + what, because);
  }
}
