package io.tessera.testing.itests;

import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import io.tessera.testing.testkit.VirtualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * All validators of a tiny development chain, each a node in this JVM with its own key, in a time
 * that begins with slot 0 and passes when the test says so.
 */
final class ValidatorNodes implements AutoCloseable {
  static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private final VirtualClock clock = new VirtualClock(SlotClock.COMMON_ERA);
  private final List<NodeUnderTest> nodes = new ArrayList<>();
  private final List<HeadWatch> heads = new ArrayList<>();
  private long slot;

  /** Starts them and waits until each is connected to all others. */
  ValidatorNodes(Path folder) throws Exception {
    Path genesis = folder.resolve("genesis.bin");
    Files.write(genesis, TraceGenesis.codec(TINY).encode(DevGenesis.of(TINY, DevService.SMALL)));
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < TINY.validators(); i++) {
      nodes.add(NodeUnderTest.start(setup(folder, i, genesis, addresses), clock));
      addresses.add(nodes.getLast().address());
      heads.add(new HeadWatch(nodes.getLast()));
    }
    for (NodeUnderTest node : nodes) {
      try (PeersWatch peers = new PeersWatch(node)) {
        peers.await("all validators", Wait.DEADLINE, them -> them.size() == nodes.size() - 1);
      }
    }
  }

  private static Setup setup(Path folder, int index, Path genesis, List<String> bootstrap)
      throws Exception {
    String name = "validator" + index;
    Map<String, Object> author =
        Map.of("io.tessera.core.author", Map.of("dev_validators", "" + index));
    Setup setup =
        DiscoverySetup.of(
            folder, name, genesis, List.copyOf(bootstrap), "full", List.of("bootstrap"), author);
    Path key = folder.resolve(name + "/node.key");
    byte[] seed = DevGenesis.secrets(index).ed25519().seed();
    Files.writeString(key, HexFormat.of().formatHex(seed) + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return setup;
  }

  NodeUnderTest node(int index) {
    return nodes.get(index);
  }

  List<NodeUnderTest> nodes() {
    return nodes;
  }

  /** Lets time pass up to so long before the next slot begins. */
  void advanceTo(Duration beforeNextSlot) {
    clock.advance(Duration.ofSeconds(TINY.slotSeconds()).minus(beforeNextSlot));
  }

  /** Lets the next slot begin, and waits until all have its block. The block's hash. */
  String nextSlot(Duration left) throws InterruptedException {
    clock.advance(left);
    slot++;
    String head = heads.getFirst().await(slot);
    for (HeadWatch each : heads) {
      String its = each.await(slot);
      if (!its.equals(head)) {
        throw new AssertionError("two heads in slot " + slot + ": " + head + ", " + its);
      }
    }
    return head;
  }

  long slot() {
    return slot;
  }

  /** All at once. */
  @Override
  public void close() {
    heads.forEach(HeadWatch::close);
    nodes.parallelStream().forEach(NodeUnderTest::close);
  }
}
