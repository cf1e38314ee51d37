package io.tessera.operator.shell;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The components of some bundles. */
final class Components {
  private final Causes causes;

  /** One life of a component. */
  record Activation(String component, long id) {}

  Components(Causes causes) {
    this.causes = causes;
  }

  private Stream<ComponentDescriptionDTO> of(Collection<Bundle> bundles, boolean theirs) {
    Set<Long> ids = bundles.stream().map(Bundle::getBundleId).collect(Collectors.toSet());
    return causes.components().stream()
        .filter(each -> each.bundle != null && ids.contains(each.bundle.id) == theirs);
  }

  /** Names of those that are satisfied. */
  Set<String> satisfied(Collection<Bundle> bundles) {
    return of(bundles, true)
        .filter(each -> causes.component(each).isEmpty())
        .map(each -> each.name)
        .collect(Collectors.toSet());
  }

  /** Why others are not, one line each. */
  List<String> unsatisfied(Collection<Bundle> bundles) {
    return of(bundles, true)
        .flatMap(each -> causes.component(each).stream())
        .map(Cause::line)
        .toList();
  }

  /** The first whose activation failed, and with what. */
  Optional<String> failed(Collection<Bundle> bundles) {
    return of(bundles, true)
        .filter(each -> failed(each))
        .flatMap(each -> causes.component(each).stream())
        .map(Cause::line)
        .findFirst();
  }

  private boolean failed(ComponentDescriptionDTO component) {
    return causes.configurations(component).stream()
        .anyMatch(each -> each.state == ComponentConfigurationDTO.FAILED_ACTIVATION);
  }

  /** The lives of the components of all other bundles. */
  Set<Activation> activations(Collection<Bundle> except) {
    return of(except, false)
        .flatMap(
            each -> causes.configurations(each).stream().map(c -> new Activation(each.name, c.id)))
        .collect(Collectors.toSet());
  }
}
