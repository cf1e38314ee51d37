package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockStore;
import io.tessera.chain.Chain;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

class DiagnosisTest {

  private boolean read;

  /** The service that reads the configuration. */
  private ServiceReference<?> configuration() {
    return read ? Stub.of(ServiceReference.class, Map.of()) : null;
  }

  private static ComponentDescriptionDTO component(String name, Class<?> service, Class<?> needs) {
    ComponentDescriptionDTO component = new ComponentDescriptionDTO();
    component.name = name;
    component.serviceInterfaces = new String[] {service.getName()};
    component.configurationPid = new String[] {name};
    ReferenceDTO reference = new ReferenceDTO();
    reference.name = "store";
    reference.interfaceName = needs.getName();
    component.references = new ReferenceDTO[] {reference};
    return component;
  }

  private static ComponentConfigurationDTO configuration(int state) {
    ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
    configuration.state = state;
    UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
    missing.name = "store";
    configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing};
    configuration.failure = "IllegalStateException: disk full\n at X";
    return configuration;
  }

  private Diagnosis diagnosis(
      Map<String, Integer> states, List<ComponentDescriptionDTO> all, Bundle... bundles) {
    return new Diagnosis(
        Stub.of(
            BundleContext.class,
            Map.of("getBundles", none -> bundles, "getServiceReference", type -> configuration())),
        Stub.of(
            ServiceComponentRuntime.class,
            Map.of(
                "getComponentDescriptionDTOs", none -> all,
                "isComponentEnabled", one -> true,
                "getComponentConfigurationDTOs",
                    one -> {
                      Integer state = states.get(((ComponentDescriptionDTO) one[0]).name);
                      return state == null ? List.of() : List.of(configuration(state));
                    })));
  }

  @Test
  void theChainOfCausesIsFollowed() {
    List<ComponentDescriptionDTO> all =
        List.of(
            component("chain", Chain.class, BlockStore.class),
            component("rocks", BlockStore.class, Runnable.class));
    Diagnosis waiting =
        diagnosis(Map.of("chain", ComponentConfigurationDTO.UNSATISFIED_REFERENCE), all);
    assertEquals(
        "no Chain service: chain waits for BlockStore: rocks has no configuration rocks: no bundle"
            + " provides it now; see lb and protocols",
        waiting.missing(Chain.class));
    read = true;
    assertEquals(
        "no Chain service: chain waits for BlockStore: rocks is off; \"enabled\": true under rocks in"
            + " the configuration turns it on",
        waiting.missing(Chain.class));
    Diagnosis failed =
        diagnosis(
            Map.of(
                "chain", ComponentConfigurationDTO.UNSATISFIED_REFERENCE,
                "rocks", ComponentConfigurationDTO.FAILED_ACTIVATION),
            all);
    assertEquals(
        "no Chain service: chain waits for BlockStore: rocks failed:"
            + " IllegalStateException: disk full",
        failed.missing(Chain.class));
  }

  @Test
  void aStoppedBundleIsNamedWithTheCommandThatStartsIt() {
    BundleCapability capability =
        Stub.of(
            BundleCapability.class,
            Map.of(
                "getAttributes",
                none -> Map.of("objectClass", List.of(BlockStore.class.getName()))));
    BundleRevision revision =
        Stub.of(
            BundleRevision.class, Map.of("getDeclaredCapabilities", name -> List.of(capability)));
    Bundle bundle =
        Stub.of(
            Bundle.class,
            Map.of(
                "adapt", type -> revision,
                "getState", none -> Bundle.RESOLVED,
                "getSymbolicName", none -> "io.tessera.store.rocksdb",
                "getBundleId", none -> 17L));
    assertEquals(
        "no BlockStore service: bundle io.tessera.store.rocksdb is stopped; felix:start 17",
        diagnosis(Map.of(), List.of(), bundle).missing(BlockStore.class));
  }

  @Test
  void aLoopOfCausesEnds() {
    List<ComponentDescriptionDTO> loop = List.of(component("self", Chain.class, Chain.class));
    String line =
        diagnosis(Map.of("self", ComponentConfigurationDTO.UNSATISFIED_REFERENCE), loop)
            .missing(Chain.class);
    assertEquals(
        "no Chain service: " + "self waits for Chain: ".repeat(6) + "self waits for Chain", line);
  }
}
