package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.StateDelta;
import io.tessera.chain.StateStore;
import io.tessera.core.chain.BlockVerifier.InvalidBlockException;
import io.tessera.core.chain.BlockVerifier.Verified;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds what is kept in memory from what is on disk; what a crash left out there is made up. */
final class Restart {
  /** Epoch changes that the three sets of a topology can come from. */
  private static final int SETS = 3;

  private final BlockStore store;
  private final ProtocolParameters parameters;
  private final Codec<Header> headers;
  private final Optional<BlockVerifier> verifier;

  /** What is known after the blocks beneath the finalized one, ascending. */
  private final Map<Hash, Posterior> beneath = new LinkedHashMap<>();

  /** Blocks whose changes were not stored, parents first. */
  private final List<NewBlock> executed = new ArrayList<>();

  /**
   * Reads a store.
   *
   * @param verifier executes blocks whose state is not kept; empty where none is executed, so that
   *     no states are needed
   */
  Restart(BlockStore store, ProtocolParameters parameters, Optional<BlockVerifier> verifier) {
    this.store = store;
    this.parameters = parameters;
    this.verifier = verifier;
    headers = Header.codec(parameters);
  }

  /** The latest finalized block and all that descends from it. */
  ForkTree tree() {
    BlockNode root = node(store.heads().finalized(), null);
    ForkTree tree = new ForkTree(root);
    beneath.forEach(tree::remember);
    Hash bestHash = store.heads().best().ref().hash();
    BlockNode best = root;
    List<BlockNode> nodes = new ArrayList<>();
    Deque<BlockNode> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      BlockNode parent = open.pop();
      for (Hash child : store.children(parent.hash())) {
        BlockNode node = node(store.entry(child).orElseThrow(), parent);
        nodes.add(node);
        open.add(node);
        best = node.hash().equals(bestHash) ? node : best;
      }
    }
    tree.update(nodes, best, root);
    verifier.ifPresent(each -> nodes.forEach(node -> rememberOthers(node, tree)));
    if (!executed.isEmpty()) {
      // The state on disk never goes past a block without its changes; and once what is final lies
      // above one, no start finds the way to it.
      store.commit(executed, List.of(), store.heads());
    }
    return tree;
  }

  /** Other blocks of a slot prove that its author made several, also on forks that have lost. */
  private void rememberOthers(BlockNode node, ForkTree tree) {
    store.atSlot(node.entry().ref().slot()).stream()
        .filter(other -> tree.find(other.hash()) == null)
        .forEach(other -> tree.sawOther(other.slot()));
  }

  /** From the whole state of the finalized block on, by the change that each block makes. */
  private BlockNode node(BlockEntry entry, BlockNode parent) {
    Header header = header(entry.ref().hash());
    if (verifier.isEmpty()) {
      return new BlockNode(entry, parent, header, Optional.empty(), StateDelta.NONE);
    }
    if (parent == null) {
      return new BlockNode(entry, null, header, Optional.of(fromBase(entry)), StateDelta.NONE);
    }
    Optional<StateDelta> stored = store.states().delta(entry.ref().hash());
    if (stored.isEmpty()) {
      Verified verified = execute(entry, parent, verifier.get());
      return new BlockNode(
          entry, parent, header, Optional.of(verified.posterior()), verified.delta());
    }
    StateTrie state = parent.posterior().orElseThrow().state().with(stored.get().changes());
    return new BlockNode(
        entry, parent, header, Optional.of(Posterior.of(state, parameters)), stored.get());
  }

  /** The state after the finalized block, by way of those beneath it that are kept. */
  private Posterior fromBase(BlockEntry finalized) {
    StateStore states = store.states();
    Optional<BlockEntry> base = states.base().flatMap(ref -> store.entry(ref.hash()));
    if (base.isEmpty() || !states.has(finalized.ref().hash())) {
      throw new IllegalStateException("the store has no state of block " + finalized.ref());
    }
    long lowest = base.get().height();
    StateTrie state = whole(base.get().ref().hash());
    for (BlockEntry next : store.canonical(lowest + 1, (int) (finalized.height() - lowest))) {
      if (finalized.height() - next.height() < RecentStates.KEPT) {
        beneath.put(next.parent(), Posterior.of(state, parameters));
      }
      state = state.with(states.delta(next.ref().hash()).orElseThrow().changes());
    }
    return Posterior.of(state, parameters);
  }

  private StateTrie whole(Hash block) {
    List<KeyValue> items = new ArrayList<>();
    store.states().read(block, StateKey.wrap(new byte[StateKey.SIZE]), items::add);
    return StateTrie.of(items);
  }

  /** The node was stopped before it could store what the block changes: see {@link Anchor}. */
  private Verified execute(BlockEntry entry, BlockNode parent, BlockVerifier execution) {
    Posterior before = parent.posterior().orElseThrow();
    Bytes raw = store.blocks(List.of(entry.ref().hash())).getFirst();
    EncodedBlock decoded = EncodedBlock.codec(parameters).decode(new JamReader(raw.toByteArray()));
    try {
      Verified verified = execution.verify(decoded, before, Ancestors.of(parent, store));
      executed.add(new NewBlock(entry, raw, Optional.of(verified.delta())));
      return verified;
    } catch (InvalidBlockException invalid) {
      throw new IllegalStateException(
          "block " + entry.ref() + " is stored and not valid: " + invalid.getMessage(), invalid);
    }
  }

  private Header header(Hash block) {
    Bytes raw = store.blocks(List.of(block)).getFirst();
    return headers.decode(new JamReader(raw.toByteArray()));
  }

  /** Brings the genesis sets to where the latest finalized block leaves them. */
  void replay(TopologyTracker topology) {
    Deque<BlockEntry> changes = new ArrayDeque<>();
    BlockEntry last = store.heads().finalized();
    while (changes.size() < SETS && last.height() > 0) {
      BlockEntry first = firstOfEpoch(last);
      changes.push(first);
      last = canonical(first.height() - 1);
    }
    for (BlockEntry first : changes) {
      topology.finalized(first, ImportBatch.nextValidators(header(first.ref().hash())));
    }
    topology.tick();
  }

  /** The lowest finalized block of a block's epoch, by halving the heights. */
  private BlockEntry firstOfEpoch(BlockEntry block) {
    long epoch = parameters.epochOf(block.ref().slot());
    long low = 1;
    long high = block.height();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (parameters.epochOf(canonical(middle).ref().slot()) < epoch) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return canonical(low);
  }

  private BlockEntry canonical(long height) {
    return store.canonical(height, 1).getFirst();
  }
}
