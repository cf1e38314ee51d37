package io.tessera.testing.itests;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node in this JVM that has a chain, and a gate before what it sends of blocks and states. */
final class GatedPeer implements AutoCloseable {
  /** State requests that a fast sync has under way at once, and bytes of each: some dozen items. */
  static final int REQUESTS = 4;

  private static final int REQUEST_BYTES = 4096;
  private static final List<String> BOOTSTRAP = List.of("bootstrap");

  private final Path folder;
  private final Chains chain;
  private final NodeUnderTest node;
  private final AnswerGate gate;

  /** A peer with a chain of so many blocks and a state of so many keys; its gate is shut. */
  GatedPeer(Path folder, int blocks, int keys) throws Exception {
    this.folder = folder;
    chain = Chains.withState(folder, 5, blocks, keys);
    // Short answers: the end of what was let through stays in the sender's buffer otherwise.
    Map<String, Object> shortAnswers =
        Map.of("io.tessera.protocol.ce128", Map.of("max_blocks", 16));
    node =
        NodeUnderTest.start(
            DiscoverySetup.of(
                folder, "peer", chain.genesis(), List.of(), "full", BOOTSTRAP, shortAnswers));
    node.importBlocks(chain.blocks());
    gate = new AnswerGate(node, 128, 129);
  }

  Chains chain() {
    return chain;
  }

  AnswerGate gate() {
    return gate;
  }

  /** A node that knows this one and syncs in a mode; small state requests, and one peer's word. */
  NodeUnderTest.Setup asker(String mode) throws Exception {
    return asker(mode, BOOTSTRAP, Map.of());
  }

  /** The same with other ways to find peers as well, and with settings of plugins. */
  NodeUnderTest.Setup asker(String mode, List<String> discoveries, Map<String, Object> plugins)
      throws Exception {
    Map<String, Object> all = new HashMap<>(plugins);
    all.put(
        "io.tessera.sync.fast",
        Map.of("quorum", 1, "requests", REQUESTS, "request_bytes", REQUEST_BYTES));
    return DiscoverySetup.of(
        folder, mode, chain.genesis(), List.of(node.address()), mode, discoveries, all);
  }

  @Override
  public void close() {
    gate.close();
    node.close();
  }
}
