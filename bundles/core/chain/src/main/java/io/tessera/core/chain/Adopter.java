package io.tessera.core.chain;

import io.tessera.chain.Adoption;
import io.tessera.chain.AncestorLookup;
import io.tessera.chain.Beginning;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PartialState;
import io.tessera.chain.PartialState.Target;
import io.tessera.chain.StateDelta;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateView;
import io.tessera.core.chain.BlockVerifier.InvalidBlockException;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Checks a state and the blocks that were gathered with it, and lets the chain begin there. */
final class Adopter implements Adoption {
  private final ChainSpec spec;
  private final ForkTree tree;
  private final BlockStore store;
  private final Optional<BlockVerifier> verifier;
  private final PlatformThreads threads;
  private final Consumer<Runnable> importThread;
  private final Consumer<BlockNode> begun;
  private final Codec<EncodedBlock> codec;

  /**
   * An adopter.
   *
   * @param importThread runs something between two imports and waits for it
   * @param begun told of the new root, in that thread
   */
  Adopter(
      ChainSpec spec,
      ForkTree tree,
      BlockStore store,
      Optional<BlockVerifier> verifier,
      PlatformThreads threads,
      Consumer<Runnable> importThread,
      Consumer<BlockNode> begun) {
    this.spec = spec;
    this.tree = tree;
    this.store = store;
    this.verifier = verifier;
    this.threads = threads;
    this.importThread = importThread;
    this.begun = begun;
    codec = EncodedBlock.codec(spec.parameters());
  }

  @Override
  public Optional<Beginning> beginning() {
    return threads.call(() -> partial().beginning());
  }

  @Override
  public PartialState partial() {
    return store.partial();
  }

  @Override
  public void adopt() {
    importThread.accept(this::take);
  }

  private void take() {
    Target target =
        partial().target().orElseThrow(() -> new IllegalStateException("there is no state"));
    requireHere(partial().open().isEmpty(), "the state is not complete");
    List<BlockEntry> chain = chain(target);
    BlockEntry parent = chain.getLast();
    Posterior posterior = posterior(target, parent);
    verify(block(target), posterior, chain);
    List<BlockEntry> placed = withHeights(chain, height(posterior));
    EncodedBlock first = codec.decode(new JamReader(raw(parent).toByteArray()));
    partial().adopt(placed);
    BlockNode root =
        new BlockNode(
            placed.getLast(), null, first.header(), Optional.of(posterior), StateDelta.NONE);
    tree.restart(root);
    begun.accept(root);
  }

  // ---- the blocks

  /** The target's ancestors, ascending up to its parent; their heights are not known yet. */
  private List<BlockEntry> chain(Target target) {
    Map<Hash, BlockEntry> kept = new HashMap<>();
    partial().blocks().forEach(entry -> kept.put(entry.ref().hash(), entry));
    List<BlockEntry> down = new ArrayList<>();
    for (BlockEntry at = kept.get(target.parent()); at != null; at = kept.get(at.parent())) {
      down.add(at);
    }
    requireHere(!down.isEmpty(), "the parent is missing");
    BlockEntry lowest = down.getLast();
    BlockEntry finalized = tree.heads().finalized().entry();
    requireHere(
        down.getFirst().ref().slot() > finalized.ref().slot(),
        "it is not above " + finalized.ref());
    requireHere(
        isFirst(lowest) || lowest.ref().slot() <= lowestNeeded(target),
        "ancestors are missing below " + lowest.ref());
    boolean above = !isFirst(lowest) && lowest.ref().slot() > finalized.ref().slot();
    requireHere(
        above || finalized.height() == 0 || kept.containsKey(finalized.ref().hash()),
        "it does not descend from " + finalized.ref());
    return down.reversed();
  }

  private long lowestNeeded(Target target) {
    return target.block().slot() - spec.parameters().lookupAnchorAge();
  }

  private boolean isFirst(BlockEntry entry) {
    return entry.parent().equals(spec.identity().genesisHash());
  }

  private EncodedBlock block(Target target) {
    Optional<Bytes> raw = partial().raw(target.block());
    requireHere(raw.isPresent(), "the target is missing");
    return codec.decode(new JamReader(raw.get().toByteArray()));
  }

  private Bytes raw(BlockEntry entry) {
    return partial().raw(entry.ref()).orElseThrow();
  }

  /** Headers do not tell heights: the state does, see {@link #height}. */
  private List<BlockEntry> withHeights(List<BlockEntry> chain, long height) {
    long lowest = height - (chain.size() - 1);
    require(
        isFirst(chain.getFirst()) ? lowest == 1 : lowest > 1,
        "the state counts " + height + " blocks, which does not fit with its ancestors");
    List<BlockEntry> placed = new ArrayList<>();
    for (BlockEntry at : chain) {
      placed.add(new BlockEntry(at.ref(), at.parent(), lowest + placed.size(), at.size()));
    }
    return placed;
  }

  // ---- the state

  private Posterior posterior(Target target, BlockEntry parent) {
    List<KeyValue> items = new ArrayList<>();
    partial().read(items::add);
    StateTrie state = StateTrie.of(items);
    if (!state.root().equals(target.root())) {
      partial().drop(); // to no end: it is not what was proved
      throw new IllegalStateException("what is stored has another root");
    }
    Posterior posterior;
    try {
      posterior = Posterior.of(state, spec.parameters());
    } catch (RuntimeException malformed) {
      throw new IllegalArgumentException("the state is malformed: " + malformed, malformed);
    }
    require(posterior.knowledge() == StateKnowledge.COMPLETE, "the state lacks a component");
    boolean after =
        posterior.consensus().slot() == parent.ref().slot()
            && history(posterior.state()::get)
                .blocks()
                .getLast()
                .headerHash()
                .equals(parent.ref().hash());
    require(after, "the state is not that after " + parent.ref());
    return posterior;
  }

  private RecentHistory history(StateView state) {
    Bytes value = state.get(StateComponent.RECENT_HISTORY.key()).orElseThrow();
    return StateComponent.RECENT_HISTORY.codec(spec.parameters()).decode(value.toByteArray());
  }

  /**
   * Every block adds one item to the accumulation output log (Gray Paper, section "Recent
   * History"), so that its peaks count the blocks from genesis on.
   */
  private long height(Posterior posterior) {
    return items(history(posterior.state()::get))
        - items(history(key -> Optional.ofNullable(spec.state().get(key))));
  }

  private static long items(RecentHistory history) {
    long items = 0;
    for (int i = 0; i < history.beefyBelt().size(); i++) {
      items += history.beefyBelt().get(i).isPresent() ? 1L << i : 0;
    }
    return items;
  }

  /** Whoever named the target may have made it up: it must at least follow. */
  private void verify(EncodedBlock target, Posterior posterior, List<BlockEntry> chain) {
    BlockVerifier rules =
        verifier.orElseThrow(() -> new IllegalStateException("blocks are not executed here"));
    require(
        BodyChecks.start(List.of(target), threads.pool()).right(0), "the target has another body");
    Set<BlockRef> refs = new HashSet<>();
    chain.forEach(entry -> refs.add(entry.ref()));
    AncestorLookup ancestors = (hash, slot) -> refs.contains(new BlockRef(hash, slot));
    try {
      for (Callable<Optional<String>> check : rules.verify(target, posterior, ancestors).checks()) {
        Optional<String> fault = PlatformThreads.await(threads.pool().submit(check));
        require(fault.isEmpty(), "the target is invalid: " + fault.orElse(""));
      }
    } catch (InvalidBlockException invalid) {
      throw new IllegalArgumentException("the target is invalid: " + invalid.getMessage(), invalid);
    }
  }

  /** What whoever gathered has to see to. */
  private static void requireHere(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** What only a target that is wrong breaks. */
  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
