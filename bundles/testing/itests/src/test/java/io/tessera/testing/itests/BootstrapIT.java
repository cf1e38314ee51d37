package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boot nodes that are of no use do not keep a node from those that are. */
class BootstrapIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration DELAY = Duration.ofMillis(300);
  private static final int BLOCKS = 20;

  private Path folder;
  private Chains chain;

  private NodeUnderTest node(String name, String... known) throws Exception {
    return NodeUnderTest.start(
        DiscoverySetup.of(folder, name, chain.genesis(), List.of(known), "bootstrap", "exchange"));
  }

  private static String id(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }

  private static int port(String address) {
    return Integer.parseInt(address.split("/", -1)[4]);
  }

  private static String withPort(String address, int port) {
    return address.replaceFirst("/udp/\\d+/", "/udp/" + port + "/");
  }

  /** Nobody listens there. */
  private static String down() throws Exception {
    try (DatagramSocket closed = new DatagramSocket()) {
      return "/ip4/127.0.0.1/udp/%d/quic-v1/p2p/e%s"
          .formatted(closed.getLocalPort(), "a".repeat(52));
    }
  }

  @Test
  void oneIsDownOneIsSlowAndOneSaysNothing(@TempDir Path temporary) throws Exception {
    folder = temporary;
    chain = Chains.make(folder, 1, BLOCKS);
    try (NodeUnderTest good = node("good");
        NodeUnderTest slow = node("slow");
        NodeUnderTest mute = node("mute");
        Silence silence = new Silence(mute);
        SlowRelay relay = new SlowRelay(port(slow.address()), DELAY)) {
      String answer = good.importBlocks(chain.blocks());
      assertTrue(answer.contains("imported " + BLOCKS + " blocks"), answer);
      String viaRelay = withPort(slow.address(), relay.port());
      long start = System.nanoTime();
      try (NodeUnderTest node = node("node", down(), mute.address(), viaRelay, good.address());
          PeersWatch peers = new PeersWatch(node)) {
        var synced = node.synced();
        List<String> all = List.of(id(good.address()), id(slow.address()), id(mute.address()));
        peers.await(
            "all boot nodes that are up",
            LIMIT.minusNanos(System.nanoTime() - start),
            connected -> connected.containsAll(all));
        Wait.until("sync", synced);
        Map<String, Object> status = node.json("tessera:status");
        assertEquals(chain.head(), status.get("head"), status.toString());
        assertEquals(1, relay.users(), "the slow one was reached through the relay");
        assertTrue(silence.streams() > 0, "the silent one was spoken to");
        assertEquals(Set.copyOf(all), peers.connected(), "and nobody is at the one that is down");
      }
    }
  }

  @Test
  void thoseOfTheChainsSpecificationAreDialed(@TempDir Path temporary) throws Exception {
    folder = temporary;
    chain = Chains.make(folder, 1, 1);
    try (NodeUnderTest boot = node("boot")) {
      String address = boot.address();
      String jip4 = id(address) + "@127.0.0.1:" + port(address);
      Path data = Files.createDirectory(folder.resolve("node"));
      Path spec = Files.writeString(folder.resolve("chain.json"), spec(boot, jip4));
      try (NodeUnderTest node = NodeUnderTest.start(Setup.of(data, spec));
          PeersWatch peers = new PeersWatch(node)) {
        peers.await("the boot node", LIMIT, connected -> connected.contains(id(address)));
        assertTrue(
            node.gogo("tessera:discovery --json").contains("offers 0 configured, 1 of the chain"),
            "a boot node of the chain");
      }
    }
  }

  /** The chain's specification as a node keeps it, with a boot node. */
  private static String spec(NodeUnderTest node, String bootnode) throws Exception {
    node.service("io.tessera.chain.Chain");
    Path copy = Path.of(node.context().getProperty("tessera.data")).resolve("chain.json");
    Map<String, Object> fields = new LinkedHashMap<>(JSON.std.mapFrom(Files.readString(copy)));
    fields.put("bootnodes", List.of(bootnode));
    return JSON.std.asString(fields);
  }
}
