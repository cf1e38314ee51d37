package io.tessera.operator.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.operator.metrics.Components.Info;
import io.tessera.operator.metrics.Components.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What the component runtime says, and how often it is asked. */
class ComponentsTest {

  @Test
  void isAskedAgainWhenSomethingHasChanged() {
    List<ComponentConfigurationDTO> configurations = new ArrayList<>();
    ServiceComponentRuntime runtime =
        Stub.of(
            ServiceComponentRuntime.class,
            Map.of(
                "getComponentDescriptionDTOs", bundles -> List.of(description()),
                "getComponentConfigurationDTOs", of -> configurations));
    AtomicReference<Object> changes = new AtomicReference<>(1L);
    Components components = new Components(runtime, changes::get);
    assertEquals(List.of(info(State.OFF, "")), components.all());

    ComponentConfigurationDTO failed = new ComponentConfigurationDTO();
    failed.state = ComponentConfigurationDTO.FAILED_ACTIVATION;
    failed.failure = "no such port\n\tat somewhere";
    configurations.add(failed);
    assertEquals(List.of(info(State.OFF, "")), components.all(), "nothing was said to change");
    changes.set(2L);
    assertEquals(List.of(info(State.FAILED, "no such port")), components.all());
  }

  private static ComponentDescriptionDTO description() {
    ComponentDescriptionDTO dto = new ComponentDescriptionDTO();
    dto.bundle = new BundleDTO();
    dto.bundle.symbolicName = "io.tessera.sync.fast";
    dto.name = "fast";
    return dto;
  }

  private static Info info(State state, String failure) {
    return new Info("io.tessera.sync.fast", "sync", "fast", state, failure);
  }

  @Test
  void aRoleIsOneOfFew() {
    assertEquals("protocol", Components.role("io.tessera.protocol.ce128-block-request"));
    assertEquals("other", Components.role("io.tessera.custom.thing"));
    assertEquals("other", Components.role("io.tessera.core"));
    assertEquals("other", Components.role("org.example.protocol"));
  }
}
