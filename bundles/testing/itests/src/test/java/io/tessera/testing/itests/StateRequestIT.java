package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node proves a part of its state to another (CE 129). */
class StateRequestIT {
  private static final int BLOCKS = 10;

  /** κ, of six validators: 336 bytes each. */
  private static final String ACTIVE_SET = "08" + "00".repeat(30);

  private NodeUnderTest asker;

  private Class<?> type(String bundle, String name) throws ClassNotFoundException {
    return asker.bundle(bundle).loadClass(name);
  }

  private Object fromHex(String type, String hex) throws ReflectiveOperationException {
    Method method =
        type("io.tessera.lib.codec", "io.tessera.lib.codec." + type)
            .getMethod("fromHex", String.class);
    return method.invoke(null, hex);
  }

  /** Waits until the plugin, which looks every second, has looked while the node listens. */
  private static void awaitTold(NodeUnderTest node, String expected) throws Exception {
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    String discovery = node.gogo("tessera:discovery --json");
    while (!discovery.contains(expected)) {
      assertTrue(System.nanoTime() < end, discovery);
      discovery = node.gogo("tessera:discovery --json");
    }
  }

  /** Asks for one key of a block's state, to be proved against a root. */
  private Object fetch(Object peer, Object block, Object root) throws Exception {
    Class<?> request = type("io.tessera.api.chain", "io.tessera.chain.StateRequest");
    Class<?> key = type("io.tessera.lib.codec", "io.tessera.lib.codec.StateKey");
    Object wanted =
        request
            .getMethod("of", block.getClass(), key, long.class)
            .invoke(null, block, fromHex("StateKey", ACTIVE_SET), 1000L);
    Object fetcher = asker.service("io.tessera.chain.StateFetcher");
    return Reflect.call(fetcher, "fetch", peer, wanted, root);
  }

  @Test
  void aValueComesWithItsProof(@TempDir Path folder) throws Exception {
    Chains chain = Chains.make(folder, 1, BLOCKS);
    try (NodeUnderTest holder =
            NodeUnderTest.start(
                DiscoverySetup.of(folder, "holder", chain.genesis(), List.of(), "bootstrap"));
        NodeUnderTest node =
            NodeUnderTest.start(
                DiscoverySetup.of(
                    folder,
                    "asker",
                    chain.genesis(),
                    List.of(holder.address()),
                    "bootstrap",
                    "validators"));
        PeersWatch watch = new PeersWatch(node)) {
      asker = node;
      holder.importBlocks(chain.blocks());
      watch.await("the holder", Duration.ofSeconds(30), peers -> peers.size() == 1);
      Object peers = node.service("io.tessera.net.Peers");
      Object connection = ((Collection<?>) Reflect.call(peers, "connected")).iterator().next();
      Object holderId = Reflect.call(connection, "id");
      Object head = fromHex("Hash", chain.head());
      Object proved = fetch(holderId, head, fromHex("Hash", chain.stateRoot()));
      Object items = proved.getClass().getMethod("items").invoke(proved);
      assertEquals(Optional.empty(), proved.getClass().getMethod("next").invoke(proved));
      Object item = ((List<?>) items).get(0);
      Object value = item.getClass().getMethod("value").invoke(item);
      assertEquals(6 * 336, value.getClass().getMethod("size").invoke(value));
      RuntimeException lie =
          assertThrows(
              RuntimeException.class, () -> fetch(holderId, head, fromHex("Hash", chain.head())));
      assertTrue(lie.getMessage().contains("MISBEHAVED"), lie.getMessage());
      // The development chain's validators say in the state that they are on loopback.
      awaitTold(node, "6 addresses, of this node's state");
    }
  }
}
