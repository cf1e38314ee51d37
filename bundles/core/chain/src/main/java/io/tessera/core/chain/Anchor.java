package io.tessera.core.chain;

import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.Chain;
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
import java.util.stream.Stream;

/**
 * Gives the latest finalized block its whole state, from that of a block beneath it if need be:
 * checks it against a child's header, executes the blocks above again, and stores both. Import
 * thread.
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
  void take(Hash block, Collection<KeyValue> state) {
    BlockNode root = tree.heads().finalized();
    Posterior whole = atRoot(root, block, StateTrie.of(state));
    Map<BlockNode, Verified> above = executeAbove(root, whole);
    store.states().anchor(root.hash(), whole.state().iterator());
    // Stopped in between, a restart executes these again and stores them.
    List<NewBlock> again = new ArrayList<>();
    above.forEach(
        (node, verified) ->
            again.add(new NewBlock(node.entry(), raw(node.hash()), Optional.of(verified.delta()))));
    again.sort((a, b) -> Long.compare(a.entry().height(), b.entry().height()));
    ForkTree.Heads heads = tree.heads();
    store.commit(again, List.of(), new Heads(heads.best().entry(), heads.finalized().entry()));
    root.learn(whole);
    above.forEach((node, verified) -> node.learn(verified.posterior()));
  }

  /** The state after the root; headers alone have told the same about consensus. */
  private Posterior atRoot(BlockNode root, Hash block, StateTrie state) {
    List<BlockEntry> path = pathTo(root, block);
    requireNamed(state.root(), path, root);
    Posterior whole = Posterior.of(state, parameters);
    requireComplete(whole, path.getFirst());
    for (BlockEntry entry : path.subList(1, path.size())) {
      whole = execute(entry, whole, Ancestors.beneath(entry.height(), store)).posterior();
      requireComplete(whole, entry);
    }
    if (!whole.consensus().equals(root.posterior().orElseThrow().consensus())) {
      throw new IllegalArgumentException("it leads to another state after " + root.entry().ref());
    }
    return whole;
  }

  /** The final blocks from one up to the root, both included, ascending. */
  private List<BlockEntry> pathTo(BlockNode root, Hash block) {
    if (block.equals(root.hash())) {
      return List.of(root.entry());
    }
    long height = store.entry(block).map(BlockEntry::height).orElse(Long.MAX_VALUE);
    long above = root.height() - height;
    if (above <= 0 || above > Chain.ANCHOR_DEPTH) {
      throw new IllegalArgumentException(
          block.toShortHex() + " is no final block close beneath " + root.entry().ref());
    }
    List<BlockEntry> path = store.canonical(height, (int) above + 1);
    if (!path.getFirst().ref().hash().equals(block)
        || !path.getLast().ref().hash().equals(root.hash())) {
      throw new IllegalArgumentException(
          block.toShortHex() + " is not an ancestor of " + root.entry().ref());
    }
    return path;
  }

  private void requireNamed(Hash stateRoot, List<BlockEntry> path, BlockNode root) {
    Stream<Hash> children =
        path.size() > 1
            ? Stream.of(path.get(1).ref().hash())
            : root.children().stream().map(BlockNode::hash);
    if (children.noneMatch(child -> block(child).header().priorStateRoot().equals(stateRoot))) {
      throw new IllegalArgumentException(
          "no block on "
              + path.getFirst().ref()
              + " has the prior state root "
              + stateRoot.toShortHex());
    }
  }

  private static void requireComplete(Posterior known, BlockEntry after) {
    if (known.knowledge() != StateKnowledge.COMPLETE) {
      throw new IllegalArgumentException(
          "not all of the state after " + after.ref() + " is known with it");
    }
  }

  private Map<BlockNode, Verified> executeAbove(BlockNode root, Posterior whole) {
    Map<BlockNode, Verified> above = new HashMap<>();
    Deque<BlockNode> open = new ArrayDeque<>(root.children());
    while (!open.isEmpty()) {
      BlockNode node = open.pop();
      Posterior before = node.parent() == root ? whole : above.get(node.parent()).posterior();
      above.put(node, execute(node.entry(), before, Ancestors.of(node.parent(), store)));
      open.addAll(node.children());
    }
    return above;
  }

  private Verified execute(BlockEntry entry, Posterior before, AncestorLookup ancestors) {
    try {
      return verifier.verify(block(entry.ref().hash()), before, ancestors);
    } catch (InvalidBlockException invalid) {
      throw new IllegalArgumentException(
          "block " + entry.ref() + " is not valid on it: " + invalid.getMessage(), invalid);
    }
  }

  private EncodedBlock block(Hash hash) {
    return codec.decode(new JamReader(raw(hash).toByteArray()));
  }

  private Bytes raw(Hash hash) {
    return store.blocks(List.of(hash)).getFirst();
  }
}
