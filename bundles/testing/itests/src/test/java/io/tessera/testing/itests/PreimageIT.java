package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data that a service asked for goes from a node to a validator, and from that to its neighbour.
 */
class PreimageIT {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  @Test
  void aPreimageTravelsByTwoHops(@TempDir Path folder) throws Exception {
    Path genesis = folder.resolve("genesis.bin");
    Files.write(genesis, TraceGenesis.codec(TINY).encode(DevGenesis.of(TINY, DevService.SMALL)));
    Preimage wanted = DevService.SMALL.preimage(0);
    Path file = Files.write(folder.resolve("preimage.bin"), wanted.blob().toByteArray());
    try (NodeUnderTest second = validator(folder, 1, genesis, List.of());
        NodeUnderTest first = validator(folder, 0, genesis, List.of(second.address()));
        NodeUnderTest outside =
            NodeUnderTest.start(
                DiscoverySetup.of(
                    folder, "outside", genesis, List.of(first.address()), "bootstrap"))) {
      awaitPeers(first, 2);
      String offered = outside.gogo("tessera:preimage offer " + wanted.requester() + " " + file);
      assertTrue(offered.startsWith("held"), offered);
      assertEquals(outside.gogo("tessera:preimage --json"), awaitHeld(first));
      assertEquals(outside.gogo("tessera:preimage --json"), awaitHeld(second));
      // Streams of either direction: one to the first, one from it to the second, none back.
      awaitServed(first, 2);
      awaitServed(second, 1);
      assertTrue(
          outside
              .gogo("tessera:preimage offer " + wanted.requester() + " " + genesis)
              .contains("does not ask for"));
    }
  }

  /** A node with a validator's key; in a tiny network all are neighbours of some. */
  private static NodeUnderTest validator(
      Path folder, int index, Path genesis, List<String> bootstrap) throws Exception {
    String name = "validator" + index;
    Setup setup = DiscoverySetup.of(folder, name, genesis, bootstrap, "bootstrap");
    byte[] seed = DevGenesis.secrets(index).ed25519().seed();
    Path key = folder.resolve(name + "/node.key");
    Files.writeString(key, HexFormat.of().formatHex(seed) + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return NodeUnderTest.start(setup);
  }

  private static void awaitPeers(NodeUnderTest node, int count) throws Exception {
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    while (((Number) node.json("tessera:status").get("peers")).intValue() < count) {
      assertTrue(System.nanoTime() < end, node.gogo("tessera:peers"));
    }
  }

  private static String awaitHeld(NodeUnderTest node) throws Exception {
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    String held = node.gogo("tessera:preimage --json");
    while (held.contains("[]")) {
      assertTrue(System.nanoTime() < end, held + Wait.tail(Paths.log()));
      held = node.gogo("tessera:preimage --json");
    }
    return held;
  }

  /** A stream ends a little after what it is about is held. */
  private static void awaitServed(NodeUnderTest node, long streams) throws Exception {
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    while (served(node, "CE 142") < streams) {
      assertTrue(System.nanoTime() < end, node.gogo("tessera:protocols"));
    }
    assertEquals(streams, served(node, "CE 142"));
  }

  private static long served(NodeUnderTest node, String protocol) throws Exception {
    Object streams = node.service("io.tessera.net.Streams");
    Map<Object, Long> served = new HashMap<>();
    for (Object info : (List<?>) Reflect.call(streams, "protocols")) {
      Class<?> type = info.getClass();
      served.put(type.getMethod("name").invoke(info), (Long) type.getMethod("served").invoke(info));
    }
    return served.entrySet().stream()
        .filter(entry -> entry.getKey().toString().startsWith(protocol))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
