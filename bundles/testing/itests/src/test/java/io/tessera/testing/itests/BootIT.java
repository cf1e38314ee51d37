package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** A node alone. */
class BootIT {
  private static final Path CHAIN = Paths.trace("safrole").resolve("genesis.bin");

  @Test
  void everyBundleStarts(@TempDir Path data) throws Exception {
    try (NodeUnderTest node = NodeUnderTest.start(NodeUnderTest.Setup.of(data, CHAIN))) {
      for (Bundle bundle : node.context().getBundles()) {
        // The prompt is started where somebody types; its classes are there in any node.
        boolean prompt = bundle.getSymbolicName().equals("org.apache.felix.gogo.jline");
        int state = prompt ? Bundle.RESOLVED : Bundle.ACTIVE;
        assertEquals(state, bundle.getState(), bundle + Wait.tail(Paths.log()));
      }
      String help = node.gogo("tessera:help");
      for (String command : List.of("status", "peers", "chain", "sync")) {
        assertTrue(help.contains(command), help);
      }
      assertTrue(node.gogo("nonsense").contains("nonsense"));
    }
  }
}
