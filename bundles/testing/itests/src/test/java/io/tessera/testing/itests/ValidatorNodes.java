package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import io.tessera.testing.testkit.VirtualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * All validators of a tiny development chain, each a node in this JVM with its own key: in a time
 * that begins with slot 0 and passes when the test says so, or in the system's from the beginning
 * of an epoch on.
 */
final class ValidatorNodes implements AutoCloseable {
  static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private static final long PAUSE_MILLIS = 20;

  private final Optional<VirtualClock> clock;
  private final List<NodeUnderTest> nodes = new ArrayList<>();
  private final List<HeadWatch> heads = new ArrayList<>();
  private long slot;

  /**
   * Starts them and waits until each is connected to all others.
   *
   * @param real whether time is the system's
   */
  ValidatorNodes(Path folder, boolean real) throws Exception {
    clock = real ? Optional.empty() : Optional.of(new VirtualClock(SlotClock.COMMON_ERA));
    Path genesis = folder.resolve("genesis.bin");
    Files.write(genesis, TraceGenesis.codec(TINY).encode(DevGenesis.of(TINY, DevService.SMALL)));
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < TINY.validators(); i++) {
      Setup setup = setup(folder, i, genesis, addresses);
      nodes.add(
          clock.isPresent() ? NodeUnderTest.start(setup, clock.get()) : NodeUnderTest.start(setup));
      addresses.add(nodes.getLast().address());
      heads.add(new HeadWatch(nodes.getLast()));
    }
    for (NodeUnderTest node : nodes) {
      try (PeersWatch peers = new PeersWatch(node)) {
        peers.await("all validators", Wait.DEADLINE, them -> them.size() == nodes.size() - 1);
      }
    }
    if (real) {
      long present = SlotClock.slotAt(Instant.now(), TINY.slotSeconds());
      slot = (TINY.epochOf(present) + 1) * TINY.epochLength() - 1;
      Instant begin = SlotClock.COMMON_ERA.plusSeconds((slot + 1) * TINY.slotSeconds());
      long wait = Duration.between(Instant.now(), begin).toMillis();
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS))
          .get();
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

  /** Waits until so many at least are in a pool of each, as {@code tessera:pools} calls it. */
  void awaitAll(String pool, int count) throws Exception {
    await(nodes, pool, count);
  }

  /** The same of all but the first. */
  void awaitOthers(String pool, int count) throws Exception {
    await(nodes.subList(1, nodes.size()), pool, count);
  }

  private void await(List<NodeUnderTest> those, String pool, int count) throws Exception {
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    for (NodeUnderTest node : those) {
      Map<String, Object> pools = node.json("tessera:pools");
      while (((Number) pools.get(pool)).intValue() < count) {
        if (System.nanoTime() > end) {
          throw new AssertionError(
              "slot "
                  + slot
                  + ": "
                  + count
                  + " "
                  + pool
                  + " wanted: "
                  + held()
                  + Wait.tail(Paths.log()));
        }
        // A pool tells nobody what comes into it; what came meanwhile may be due at once.
        Thread.sleep(PAUSE_MILLIS);
        clock.ifPresent(time -> time.advance(Duration.ZERO));
        pools = node.json("tessera:pools");
      }
    }
  }

  private List<String> held() throws InterruptedException {
    List<String> held = new ArrayList<>();
    for (NodeUnderTest node : nodes) {
      held.add(node.gogo("tessera:pools --json"));
    }
    return held;
  }

  /** The block of a slot on the first node's chain. */
  Block block(long at) throws InterruptedException {
    Object chain = nodes.getFirst().service("io.tessera.chain.Chain");
    List<?> refs = (List<?>) Reflect.call(chain, "atSlot", at);
    assertEquals(1, refs.size(), "blocks of slot " + at);
    try {
      Object hash = refs.getFirst().getClass().getMethod("hash").invoke(refs.getFirst());
      Object raw = ((List<?>) Reflect.call(chain, "raw", List.of(hash))).getFirst();
      byte[] bytes = (byte[]) raw.getClass().getMethod("toByteArray").invoke(raw);
      return Block.codec(TINY).decode(bytes);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Streams of each kind, of both directions, that ended well: by name, of all nodes. */
  Map<String, Long> streams() throws Exception {
    Map<String, Long> streams = new TreeMap<>();
    for (NodeUnderTest node : nodes) {
      for (Object info :
          (List<?>) Reflect.call(node.service("io.tessera.net.Streams"), "protocols")) {
        Class<?> type = info.getClass();
        String name = type.getMethod("name").invoke(info).toString();
        streams.merge(name, (Long) type.getMethod("served").invoke(info), Long::sum);
      }
    }
    return streams;
  }

  /** Sends messages on a stream of a kind from one to another, and waits for its end. */
  void send(int from, int to, int kind, byte[]... messages) throws Exception {
    NodeUnderTest node = nodes.get(from);
    Class<?> bytes = node.bundle("io.tessera.lib.codec").loadClass("io.tessera.lib.codec.Bytes");
    Class<?> ids = node.bundle("io.tessera.lib.codec").loadClass("io.tessera.lib.codec.PeerId");
    List<Object> contents = new ArrayList<>();
    for (byte[] message : messages) {
      contents.add(bytes.getMethod("wrap", byte[].class).invoke(null, (Object) message));
    }
    String name = nodes.get(to).json("tessera:status").get("peer_id").toString();
    Object peer = ids.getMethod("parse", String.class).invoke(null, name);
    Object network = node.service("io.tessera.net.NetworkService");
    Wait.until(
        "the stream's end",
        (CompletionStage<?>) Reflect.call(network, "send", peer, kind, contents));
  }

  /** Lets time pass until so long before the next slot begins, when all have assured. */
  void awaitAssurances(Duration before) throws Exception {
    if (clock.isPresent()) {
      clock.get().advance(Duration.ofSeconds(TINY.slotSeconds()).minus(before));
      awaitAll("assurances", TINY.validators());
    }
  }

  /**
   * Lets the next slot begin, and waits until all have its block.
   *
   * @param left how long it is until then
   */
  void nextSlot(Duration left) throws InterruptedException {
    clock.ifPresent(time -> time.advance(left));
    slot++;
    String head = heads.getFirst().await(slot);
    for (HeadWatch each : heads) {
      String its = each.await(slot);
      if (!its.equals(head)) {
        throw new AssertionError("two heads in slot " + slot + ": " + head + ", " + its);
      }
    }
    // Who still asks for more neither assures nor authors.
    for (NodeUnderTest node : nodes) {
      Wait.until("the sync", node.synced());
    }
  }

  /** The slot whose block all have. */
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
