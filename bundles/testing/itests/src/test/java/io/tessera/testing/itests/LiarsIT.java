package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three honest peers, far away over a bad line, and two liars, near: every mode ends on the right
 * chain. The liars are nodes whose answers are changed on their way out.
 */
class LiarsIT {
  private static final int HONEST = 3;
  private static final int BLOCKS = 1_500;
  private static final int KEYS = 5_000;

  /** Each way, so that an answer takes twice as long. */
  private static final Duration DELAY = Duration.ofMillis(100);

  private static final double LOSS = 0.05;

  /** The nearer peers are connected first, and so are asked first. */
  private static final Duration NEAR = Duration.ofMillis(1);

  private static final List<String> BOOTSTRAP = List.of("bootstrap");

  @TempDir private static Path folder;
  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static final List<String> ADDRESSES = new ArrayList<>();
  private static final AtomicInteger LIES = new AtomicInteger();
  private static Chains chain;

  @BeforeAll
  static void startPeers() throws Exception {
    Soak.unless(false, "six nodes on a bad line");
    chain = Chains.withState(folder, 9, BLOCKS, KEYS);
    for (int i = 0; i < HONEST; i++) {
      join(peer("honest" + i), DELAY);
    }
    NodeUnderTest changes = peer("changes");
    NodeUnderTest repeats = peer("repeats");
    for (int kind : List.of(128, 129)) {
      OPEN.add(new Intercept(changes, kind, LiarsIT::changed));
      OPEN.add(new Intercept(repeats, kind, before()));
    }
    join(changes, NEAR);
    join(repeats, NEAR);
  }

  @AfterAll
  static void stopPeers() throws Exception {
    for (AutoCloseable each : OPEN.reversed()) {
      each.close();
    }
  }

  private static NodeUnderTest peer(String name) throws Exception {
    NodeUnderTest node =
        NodeUnderTest.start(
            DiscoverySetup.of(folder, name, chain.genesis(), List.of(), BOOTSTRAP.get(0)));
    OPEN.add(node);
    node.importBlocks(chain.blocks());
    return node;
  }

  /** Puts a relay before a node; it is known by the relay's address. */
  private static void join(NodeUnderTest node, Duration delay) throws Exception {
    String address = node.address();
    int port = Integer.parseInt(address.split("/", -1)[4]);
    SlowRelay relay = new SlowRelay(port, delay, LOSS);
    OPEN.add(relay);
    ADDRESSES.add(address.replace("/udp/" + port + "/", "/udp/" + relay.port() + "/"));
  }

  // ---- the lies

  /** The last byte is another one: of a block's body, of a proof's node or of a value. */
  private static byte[] changed(AutoCloseable stream, byte[] part) {
    LIES.incrementAndGet();
    byte[] lie = part.clone();
    lie[lie.length - 1] ^= 1;
    return lie;
  }

  /** Each part is one that it has sent before: true, but not what was asked for. */
  private static Intercept.Rule before() {
    AtomicReference<byte[]> last = new AtomicReference<>();
    return (stream, part) -> {
      byte[] before = last.getAndSet(part);
      if (before == null || before.length != part.length) {
        return part; // the answer's size has been sent
      }
      LIES.incrementAndGet();
      return before;
    };
  }

  // ---- the truth

  @ParameterizedTest
  @ValueSource(strings = {"full", "fast", "light"})
  void everyModeEndsOnTheRightChain(String mode) throws Exception {
    int lies = LIES.get();
    long start = System.nanoTime();
    try (NodeUnderTest node = NodeUnderTest.start(setup(mode))) {
      Wait.until("the sync", node.synced());
      Map<String, Object> status = node.json("tessera:status");
      assertEquals(chain.head(), status.get("head"), status.toString());
      if (!mode.equals("light")) {
        assertEquals(chain.stateRoot(), status.get("state_root"), status.toString());
      }
    }
    assertTrue(LIES.get() > lies, "nobody has lied");
    System.out.printf(
        "%s: synced in %.1f s, %d wrong parts were sent%n",
        mode, (System.nanoTime() - start) / 1e9, LIES.get() - lies);
  }

  /** So many must agree on a block whose state is taken that one of them is honest. */
  private static NodeUnderTest.Setup setup(String mode) throws IOException {
    return DiscoverySetup.of(
        folder,
        mode,
        chain.genesis(),
        ADDRESSES,
        mode,
        BOOTSTRAP,
        Map.of("io.tessera.sync.fast", Map.of("quorum", 3, "request_bytes", 65_536)));
  }
}
