package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.testing.testkit.TelemetryDecoder.Event;
import io.tessera.testing.testkit.TelemetryReceiver;
import io.tessera.testing.testkit.TelemetryReceiver.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes tell a receiver what they do: it decodes every message, and checks ids and what refers
 * to what.
 */
class TelemetryIT {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final String TELEMETRY = "io.tessera.operator.telemetry";
  private static final int BLOCKS = 30;

  /** The one that makes all blocks, and is then asked for them. */
  private static final Set<Integer> AUTHOR =
      Set.of(10, 11, 12, 13, 21, 23, 40, 42, 47, 60, 64, 67, 68);

  /** The one that gets them. */
  private static final Set<Integer> FOLLOWER =
      Set.of(10, 11, 12, 13, 24, 26, 43, 45, 47, 60, 63, 66, 68);

  /** The author may make some blocks before anybody listens. */
  private static final int HEAD_START = 10;

  @TempDir private Path folder;

  @Test
  void everyMessageIsWhatJip3Says() throws Exception {
    Path genesis = folder.resolve("genesis.bin");
    Files.write(genesis, TraceGenesis.codec(TINY).encode(DevGenesis.of(TINY, DevService.SMALL)));
    try (TelemetryReceiver receiver = new TelemetryReceiver();
        NodeUnderTest author = author(genesis, receiver.port());
        NodeUnderTest follower = node("follower", genesis, Map.of())) {
      Connection ofAuthor = receiver.connection(0);
      ofAuthor.await(event -> event.type() == 11 && event.fields().getFirst().equals(30L));
      count(ofAuthor, 42, BLOCKS - HEAD_START);
      count(ofAuthor, 47, BLOCKS - HEAD_START);
      assertEquals("Tessera", ofAuthor.node().name());
      assertEquals("a note", ofAuthor.node().note());

      offUnlessConfigured(receiver, follower);
      Connection ofFollower = receiver.connection(1);
      String address = author.address();
      follower.gogo("tessera:connect " + address);
      ofFollower.await(event -> event.type() == 11 && event.fields().getFirst().equals(30L));
      ofFollower.await(event -> event.type() == 13 && event.fields().getFirst().equals(1L));
      count(ofFollower, 43, BLOCKS);
      count(ofFollower, 45, BLOCKS);
      count(ofFollower, 47, BLOCKS);
      count(ofFollower, 68, BLOCKS);
      for (int type : AUTHOR) {
        ofAuthor.await(type);
      }
      for (int type : FOLLOWER) {
        ofFollower.await(type);
      }
      Event status =
          ofFollower.await(event -> event.type() == 10 && event.fields().get(0).equals(1L));
      assertEquals(List.of(1L, 1L), List.of(status.fields().get(0), status.fields().get(2)));

      swapped(receiver, author);
      follower.gogo("tessera:disconnect " + address.substring(address.lastIndexOf('/') + 1));
      Event end = ofFollower.await(27);
      assertEquals(ofAuthor.node().peer(), end.fields().getFirst());
      assertEquals(List.of(0L), end.fields().get(1), "this side has ended it");
      receiver.check();
    }
  }

  private NodeUnderTest author(Path genesis, int port) throws Exception {
    return node(
        "author",
        genesis,
        Map.of(
            "io.tessera.core.author",
            Map.of("dev_validators", "all", "fast", true, "blocks", BLOCKS, "tickets", false),
            TELEMETRY,
            Map.of("endpoint", "127.0.0.1:" + port, "note", "a note")));
  }

  private NodeUnderTest node(String name, Path genesis, Map<String, Object> plugins)
      throws Exception {
    return NodeUnderTest.start(
        DiscoverySetup.of(folder, name, genesis, List.of(), "full", List.of(), plugins)
            .withShell());
  }

  /** Nobody listens, and it costs nothing, until the operator wants it. */
  private void offUnlessConfigured(TelemetryReceiver receiver, NodeUnderTest node)
      throws Exception {
    Object events = node.service("io.tessera.net.event.NodeEvents");
    assertEquals(false, Reflect.call(events, "heard"));
    assertEquals(1, receiver.connections());
    Path file = folder.resolve("follower.json");
    Map<String, Object> config = new HashMap<>(JSON.std.mapFrom(file.toFile()));
    Map<Object, Object> plugins = new HashMap<>((Map<?, ?>) config.get("plugins"));
    plugins.put(TELEMETRY, Map.of("endpoint", "127.0.0.1:" + receiver.port()));
    config.put("plugins", plugins);
    Path changed = Files.writeString(folder.resolve("changed.json"), JSON.std.asString(config));
    Files.move(changed, file, StandardCopyOption.ATOMIC_MOVE);
    receiver.connection(1);
    assertEquals(true, Reflect.call(events, "heard"));
  }

  /** The bundle comes and goes while the node works: each connection stands for itself. */
  private void swapped(TelemetryReceiver receiver, NodeUnderTest node) throws Exception {
    Object events = node.service("io.tessera.net.event.NodeEvents");
    Swap swap = new Swap(node, TELEMETRY);
    swap.run(folder, () -> assertEquals(false, Reflect.call(events, "heard")));
    assertEquals(0L, receiver.connection(2).await(10).id() / 10, "ids begin anew");
    Loader old = swap.loader();
    swap.run(folder, () -> assertEquals(1, threads(), "the other node's"));
    receiver.connection(3).await(10);
    old.assertCollected();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tessera-telemetry"))
        .count();
  }

  private static void count(Connection connection, int type, int wanted) throws Exception {
    Set<Long> ids = new TreeSet<>();
    connection.await(
        event -> {
          if (event.type() == type) {
            ids.add(event.id());
          }
          return ids.size() >= wanted;
        });
    assertTrue(ids.size() >= wanted, ids.toString());
  }
}
