package io.tessera.operator.shell;

import io.tessera.net.Problem;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * Finds out why a service is not there: by what the component runtime says about the component that
 * should provide it, and about what that one misses in turn.
 */
@Component(service = Diagnosis.class)
public final class Diagnosis {
  /** A longer chain of causes is a loop or helps nobody. */
  private static final int DEPTH = 6;

  private final BundleContext context;
  private final ServiceComponentRuntime components;
  private final Map<Problem, String> problems = new ConcurrentHashMap<>();

  /** Called by the component runtime. */
  @Activate
  public Diagnosis(BundleContext context, @Reference ServiceComponentRuntime components) {
    this.context = context;
    this.components = components;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindProblem(Problem problem) {
    problems.put(problem, problem.line());
  }

  void unbindProblem(Problem problem) {
    problems.remove(problem);
  }

  /** What parts of the node say is wrong with them, one line each. */
  public List<String> problems() {
    return problems.values().stream().sorted().toList();
  }

  /** The service, or the reason why it is not there. */
  public <T> T require(T service, Class<T> type) throws CommandException {
    if (service == null) {
      throw new CommandException(missing(type));
    }
    return service;
  }

  /** One line: which service is missing, and why. */
  public String missing(Class<?> type) {
    return "no " + type.getSimpleName() + " service: " + because(type.getName(), 0);
  }

  private String because(String service, int depth) {
    for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
      if (Arrays.asList(component.serviceInterfaces).contains(service)) {
        return component.name + " " + state(component, depth);
      }
    }
    Optional<String> stopped = stoppedProvider(service);
    if (stopped.isPresent()) {
      return stopped.get();
    }
    return problems().stream()
        .findFirst()
        .orElse("no bundle provides it now; see lb and protocols");
  }

  private String state(ComponentDescriptionDTO component, int depth) {
    if (!components.isComponentEnabled(component)) {
      return "is disabled";
    }
    Collection<ComponentConfigurationDTO> configurations =
        components.getComponentConfigurationDTOs(component);
    for (ComponentConfigurationDTO configuration : configurations) {
      if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
        return "failed: " + configuration.failure.lines().findFirst().orElse("");
      } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
        return "waits for " + missingReference(component, configuration, depth);
      }
    }
    if (configurations.isEmpty()
        || configurations.iterator().next().state
            == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
      return "has no configuration " + String.join(" or ", component.configurationPid);
    }
    return "is there; try again";
  }

  private String missingReference(
      ComponentDescriptionDTO component, ComponentConfigurationDTO configuration, int depth) {
    for (UnsatisfiedReferenceDTO missing : configuration.unsatisfiedReferences) {
      for (var reference : component.references) {
        if (reference.name.equals(missing.name)) {
          String name = reference.interfaceName;
          String simple = name.substring(name.lastIndexOf('.') + 1);
          return depth == DEPTH ? simple : simple + ": " + because(name, depth + 1);
        }
      }
    }
    return "a service";
  }

  /** A bundle that would provide the service if it were started, by its manifest. */
  private Optional<String> stoppedProvider(String service) {
    for (Bundle bundle : context.getBundles()) {
      BundleRevision revision = bundle.adapt(BundleRevision.class);
      if (revision != null
          && bundle.getState() != Bundle.ACTIVE
          && bundle.getState() != Bundle.STARTING
          && provides(revision, service)) {
        return Optional.of(
            "bundle "
                + bundle.getSymbolicName()
                + " is stopped; felix:start "
                + bundle.getBundleId());
      }
    }
    return Optional.empty();
  }

  private static boolean provides(BundleRevision revision, String service) {
    return revision.getDeclaredCapabilities("osgi.service").stream()
        .map(capability -> capability.getAttributes().get("objectClass"))
        .anyMatch(names -> names instanceof Collection<?> types && types.contains(service));
  }
}
