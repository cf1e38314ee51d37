package io.tessera.testing.testkit;

import io.tessera.chain.AuditRule;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainIdentity;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.chain.ImportResult.Rejection;
import io.tessera.chain.Origin;
import io.tessera.chain.VerificationStatus;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.ExtrinsicHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * A chain without disk and threads, for tests of what works with one. Follows the rules of the real
 * one, simply and slowly: the highest block is the best, and finality stays a number of blocks
 * below. Safe from any thread.
 */
public final class MemoryChain implements Chain {
  private record Node(EncodedBlock block, BlockEntry entry) {}

  private final ChainBuilder builder;
  private final long depth;
  private final BlockRef genesis;
  private final Map<Hash, Node> nodes = new LinkedHashMap<>();
  private final List<ChainListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Hash, BlockState> states = new ConcurrentHashMap<>();
  private volatile BiConsumer<Hash, Collection<KeyValue>> anchors =
      (block, state) -> {
        throw new IllegalArgumentException("no states are kept here");
      };
  private volatile boolean headersOnly;
  private long newestSlot = Long.MAX_VALUE;
  private final Set<Hash> surplus = new HashSet<>();
  private BlockEntry best;
  private BlockEntry finalized;

  /**
   * A chain with nothing but genesis.
   *
   * @param builder whose blocks it takes
   * @param depth finality stays so many blocks below the head
   */
  public MemoryChain(ChainBuilder builder, long depth) {
    this.builder = builder;
    this.depth = depth;
    genesis = builder.genesisRef();
    best = new BlockEntry(genesis, Hash.ZERO, 0, 0);
    finalized = best;
  }

  /** A chain with these blocks, of which none is final. */
  public static MemoryChain of(ChainBuilder builder, List<EncodedBlock> blocks) {
    MemoryChain chain = new MemoryChain(builder, Integer.MAX_VALUE);
    chain.importBlocks(blocks, Origin.FILE);
    return chain;
  }

  /** Tells a listener of each import from now on, on the importing thread. */
  public void listen(ChainListener listener) {
    listeners.add(listener);
  }

  /** Takes this chain for one that keeps headers only. */
  public void keepHeadersOnly() {
    headersOnly = true;
  }

  @Override
  public boolean headersOnly() {
    return headersOnly;
  }

  /** Has the chain take a block only together with others on it. */
  public synchronized void surplus(Hash block) {
    surplus.add(block);
  }

  /** Lets the clock stand at a slot: later blocks are in the future. */
  public synchronized void now(long slot) {
    newestSlot = slot;
  }

  @Override
  public ChainIdentity identity() {
    return new ChainIdentity(
        genesis.hash(), builder.genesis().state().stateRoot(), builder.parameters());
  }

  @Override
  public String id() {
    return "memory";
  }

  @Override
  public BlockRef genesis() {
    return genesis;
  }

  @Override
  public synchronized BlockRef best() {
    return best.ref();
  }

  @Override
  public synchronized BlockRef finalized() {
    return finalized.ref();
  }

  @Override
  public synchronized long height() {
    return best.height();
  }

  @Override
  public synchronized List<BlockRef> leaves() {
    Set<Hash> parents = new HashSet<>();
    nodes.values().forEach(node -> parents.add(node.entry.parent()));
    List<BlockRef> leaves = new ArrayList<>();
    for (Node node : nodes.values()) {
      if (!parents.contains(node.entry.ref().hash()) && isFinalizable(node.entry)) {
        leaves.add(node.entry.ref());
      }
    }
    return leaves.isEmpty() ? List.of(finalized.ref()) : leaves;
  }

  @Override
  public synchronized boolean contains(Hash block) {
    return block.equals(genesis.hash()) || nodes.containsKey(block);
  }

  @Override
  public synchronized Optional<Header> header(Hash block) {
    return Optional.ofNullable(nodes.get(block)).map(node -> node.block.header());
  }

  @Override
  public synchronized Optional<BlockEntry> entry(Hash block) {
    return block.equals(genesis.hash())
        ? Optional.of(new BlockEntry(genesis, Hash.ZERO, 0, 0))
        : Optional.ofNullable(nodes.get(block)).map(Node::entry);
  }

  @Override
  public synchronized List<Bytes> raw(List<Hash> blocks) {
    return blocks.stream()
        .takeWhile(hash -> !headersOnly && nodes.containsKey(hash))
        .map(hash -> nodes.get(hash).block.raw())
        .toList();
  }

  /** Lets the state after a block be known. */
  public void know(Hash block, BlockState state) {
    states.put(block, state);
  }

  /** Nothing is executed here: known is what the test says. */
  @Override
  public Optional<BlockState> state(Hash block) {
    return Optional.ofNullable(states.get(block));
  }

  /** What {@link #anchor} does: by default it takes nothing. */
  public void onAnchor(BiConsumer<Hash, Collection<KeyValue>> taker) {
    anchors = taker;
  }

  /** Nothing is executed here: what becomes of it, the test says. */
  @Override
  public void anchor(Hash block, Collection<KeyValue> state) {
    anchors.accept(block, state);
  }

  /** Nothing is checked here. */
  @Override
  public VerificationStatus verification() {
    return new VerificationStatus(0, 0, Map.of(), AuditRule.ASSUMED.description());
  }

  @Override
  public synchronized List<BlockRef> atSlot(long slot) {
    return nodes.values().stream()
        .map(node -> node.entry.ref())
        .filter(ref -> ref.slot() == slot)
        .toList();
  }

  @Override
  public synchronized Optional<List<BlockEntry>> range(BlockRequest request, int most) {
    Optional<BlockEntry> start = entry(request.block()).filter(this::isFinalizable);
    boolean down = request.direction() == Direction.DESCENDING;
    if (start.isEmpty() || (down && start.get().height() == 0)) { // genesis itself is in no range
      return Optional.empty();
    }
    int limit = (int) Math.min(request.maximum(), most);
    List<BlockEntry> path = down ? downFrom(start.get(), genesis.hash()) : above(start.get());
    return Optional.of(List.copyOf(path.subList(0, Math.min(limit, path.size()))));
  }

  /** The blocks from the one above to the highest that descends from it. */
  private List<BlockEntry> above(BlockEntry start) {
    List<BlockEntry> longest =
        isDescendant(best, start) ? downFrom(best, start.ref().hash()) : List.of();
    for (Node node : nodes.values()) {
      if (node.entry.height() - start.height() > longest.size()
          && isDescendant(node.entry, start)) {
        longest = downFrom(node.entry, start.ref().hash());
      }
    }
    List<BlockEntry> ascending = new ArrayList<>(longest);
    Collections.reverse(ascending);
    return ascending;
  }

  /** The blocks from one down to another, that one not included. */
  private List<BlockEntry> downFrom(BlockEntry from, Hash to) {
    List<BlockEntry> path = new ArrayList<>();
    for (BlockEntry at = from; !at.ref().hash().equals(to); ) {
      path.add(at);
      at = entry(at.parent()).orElseThrow();
    }
    return path;
  }

  private boolean isDescendant(BlockEntry block, BlockEntry of) {
    BlockEntry at = of.height() == 0 ? of : block; // all descend from genesis
    while (at.height() > of.height()) {
      at = entry(at.parent()).orElseThrow();
    }
    return at.equals(of);
  }

  /** On the finalized chain, or above it. */
  private boolean isFinalizable(BlockEntry block) {
    return block.height() >= finalized.height()
        ? isDescendant(block, finalized)
        : isDescendant(finalized, block);
  }

  @Override
  public ImportResult importBlocks(List<EncodedBlock> blocks, Origin origin) {
    List<EncodedBlock> added = new ArrayList<>();
    ImportResult result;
    BlockRef nowBest;
    BlockRef nowFinalized;
    synchronized (this) {
      result = add(blocks, added);
      nowBest = best.ref();
      nowFinalized = finalized.ref();
    }
    if (!added.isEmpty()) {
      listeners.forEach(listener -> listener.imported(added, nowBest, nowFinalized));
    }
    return result;
  }

  private ImportResult add(List<EncodedBlock> blocks, List<EncodedBlock> added) {
    int known = 0;
    for (EncodedBlock block : blocks) {
      if (contains(block.hash())) {
        known++;
        continue;
      }
      Optional<BlockEntry> parent = entry(block.header().parent());
      Optional<Reason> refusal = refusal(block, parent);
      if (surplus.contains(block.hash()) && block.hash().equals(blocks.getLast().hash())) {
        refusal = Optional.of(Reason.SURPLUS);
      }
      if (refusal.isPresent()) {
        Rejection rejection = new Rejection(block.ref(), refusal.get(), "a rule of the chain");
        return new ImportResult(added.size(), known, Optional.of(rejection));
      }
      add(block, parent.orElseThrow());
      added.add(block);
    }
    return new ImportResult(added.size(), known, Optional.empty());
  }

  private Optional<Reason> refusal(EncodedBlock block, Optional<BlockEntry> parent) {
    if (parent.isEmpty()) {
      return Optional.of(Reason.PARENT_UNKNOWN);
    }
    if (parent.get().height() < finalized.height() || !isDescendant(parent.get(), finalized)) {
      return Optional.of(Reason.NOT_FINALIZABLE);
    }
    if (block.ref().slot() > newestSlot) {
      return Optional.of(Reason.IN_THE_FUTURE);
    }
    Hash extrinsic = ExtrinsicHash.of(block.block().extrinsic());
    boolean valid =
        block.ref().slot() > parent.get().ref().slot()
            && block.header().extrinsicHash().equals(extrinsic);
    return valid ? Optional.empty() : Optional.of(Reason.INVALID);
  }

  private void add(EncodedBlock block, BlockEntry parent) {
    BlockEntry entry =
        new BlockEntry(block.ref(), parent.ref().hash(), parent.height() + 1, block.raw().size());
    nodes.put(block.hash(), new Node(block, entry));
    if (entry.height() > best.height()) {
      best = entry;
      while (best.height() - finalized.height() > depth) {
        finalized = nextFinalized();
      }
    }
  }

  /** The block on the best chain that is next to be final. */
  private BlockEntry nextFinalized() {
    BlockEntry at = best;
    while (at.height() > finalized.height() + 1) {
      at = entry(at.parent()).orElseThrow();
    }
    return at;
  }
}
