package io.tessera.core.chain;

import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.chain.BlockVerifier.InvalidBlockException;
import io.tessera.core.chain.BlockVerifier.Verified;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the latest finalized block its whole state: checks it against a child's header, executes
 * the blocks above it again, and stores both. Import thread.
 */
final class Anchor {
  private final ForkTree tree;
  private final BlockStore store;
  private final BlockVerifier verifier;
  private final ProtocolParameters parameters;
  private final Codec<EncodedBlock> codec;

  Anchor(ForkTree tree, BlockStore store, BlockVerifier verifier, ProtocolParameters parameters) {
    this.tree = tree;
    this.store = store;
    this.verifier = verifier;
    this.parameters = parameters;
    codec = EncodedBlock.codec(parameters);
  }

  /**
   * Takes the state.
   *
   * @throws IllegalArgumentException saying why not
   */
  void take(Collection<KeyValue> state) {
    BlockNode root = tree.heads().finalized();
    Posterior whole = proven(root, StateTrie.of(state));
    Map<BlockNode, Verified> above = executeAbove(root, whole);
    store.states().anchor(root.hash(), whole.state().iterator());
    // Stopped in between, a restart executes these again.
    List<NewBlock> again = new ArrayList<>();
    above.forEach(
        (node, verified) ->
            again.add(new NewBlock(node.entry(), raw(node), Optional.of(verified.delta()))));
    again.sort((a, b) -> Long.compare(a.entry().height(), b.entry().height()));
    ForkTree.Heads heads = tree.heads();
    store.commit(again, List.of(), new Heads(heads.best().entry(), heads.finalized().entry()));
    root.learn(whole);
    above.forEach((node, verified) -> node.learn(verified.posterior()));
  }

  /** A child's header names the root, and headers alone have told the same about consensus. */
  private Posterior proven(BlockNode root, StateTrie state) {
    boolean named =
        root.children().stream()
            .anyMatch(child -> block(child).header().priorStateRoot().equals(state.root()));
    if (!named) {
      throw new IllegalArgumentException(
          "no block on "
              + root.entry().ref()
              + " has the prior state root "
              + state.root().toShortHex());
    }
    Posterior whole = Posterior.of(state, parameters);
    boolean agrees = whole.consensus().equals(root.posterior().orElseThrow().consensus());
    if (whole.knowledge() != StateKnowledge.COMPLETE || !agrees) {
      throw new IllegalArgumentException("the state is not that after block " + root.entry().ref());
    }
    return whole;
  }

  private Map<BlockNode, Verified> executeAbove(BlockNode root, Posterior whole) {
    Map<BlockNode, Verified> above = new HashMap<>();
    Deque<BlockNode> open = new ArrayDeque<>(root.children());
    while (!open.isEmpty()) {
      BlockNode node = open.pop();
      Posterior before = node.parent() == root ? whole : above.get(node.parent()).posterior();
      try {
        above.put(node, verifier.verify(block(node), before, Ancestors.of(node.parent(), store)));
      } catch (InvalidBlockException invalid) {
        throw new IllegalArgumentException(
            "block " + node.entry().ref() + " is not valid on it: " + invalid.getMessage(),
            invalid);
      }
      open.addAll(node.children());
    }
    return above;
  }

  private EncodedBlock block(BlockNode node) {
    return codec.decode(new JamReader(raw(node).toByteArray()));
  }

  private Bytes raw(BlockNode node) {
    Hash hash = node.hash();
    return store.blocks(List.of(hash)).getFirst();
  }
}
