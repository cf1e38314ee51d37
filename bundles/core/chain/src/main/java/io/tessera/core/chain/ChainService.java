package io.tessera.core.chain;

import io.tessera.chain.Adoption;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockExecutor;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockState;
import io.tessera.chain.BlockStore;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainIdentity;
import io.tessera.chain.ChainStatistics;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.Origin;
import io.tessera.chain.SlotClock;
import io.tessera.chain.VerificationStatus;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.PeerAddress;
import io.tessera.net.TopologyListener;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The chain over a store that has one. */
public final class ChainService implements Chain, ChainStatistics, NetworkIdentity, AutoCloseable {
  private final ChainSpec spec;
  private final BlockRef genesis;
  private final BlockStore store;
  private final Codec<Header> headers;
  private final ForkTree tree;
  private final ChainReader reader;
  private final TopologyTracker topology;
  private final PlatformThreads threads = new PlatformThreads();
  private final Plugins plugins;
  private final Optional<BlockVerifier> verifier;
  private final VerificationCounts counts = new VerificationCounts();
  private final ImportPipeline pipeline;
  private final Adopter adopter;

  /**
   * Starts where the store stands.
   *
   * @param store initialised for this chain
   * @param executor executes blocks; without one they are taken unverified but for parent, slot and
   *     extrinsic hash, which is for tests and benchmarks of what lies around
   * @param importQueue most imports that wait
   * @throws IllegalStateException when blocks are to be executed and the store has no states
   */
  public ChainService(
      ChainSpec spec,
      BlockStore store,
      InstantSource clock,
      Plugins plugins,
      Optional<BlockExecutor> executor,
      int importQueue) {
    this.spec = spec.withoutState();
    this.store = store;
    this.plugins = plugins;
    genesis = new BlockRef(spec.identity().genesisHash(), spec.header().slot());
    headers = Header.codec(spec.parameters());
    int slotSeconds = spec.parameters().slotSeconds();
    LongSupplier slots = () -> SlotClock.slotAt(clock.instant(), slotSeconds);
    verifier =
        store.headersOnly()
            ? Optional.of(new HeaderVerifier(spec.identity()))
            : executor.map(
                each -> new BlockVerifier(spec.parameters(), each, plugins.accumulator()));
    Restart restart = new Restart(store, spec.parameters(), verifier);
    tree = restart.tree();
    reader = new ChainReader(tree, store);
    topology = new TopologyTracker(GenesisValidators.of(spec), spec.parameters(), slots);
    if (store.headersOnly() || store.partial().beginning().isPresent()) {
      topology.restart(tree.heads().finalized().posterior().orElseThrow().topology());
    } else {
      restart.replay(topology);
    }
    pipeline =
        new ImportPipeline(
            tree,
            store,
            new BlockRules(slots, new BadBlocks()),
            verifier,
            counts,
            plugins,
            topology,
            threads,
            importQueue);
    adopter = new Adopter(spec, tree, store, verifier, threads, pipeline::run, this::begun);
    pipeline.start();
  }

  /** The chain begins at another block now. */
  private void begun(BlockNode root) {
    topology.restart(root.posterior().orElseThrow().topology());
    pipeline.tell(List.of(), root.entry().ref(), root.entry().ref());
  }

  /** The way to begin at another block. */
  public Adoption adoption() {
    return adopter;
  }

  /** Completed with what has ended the import thread, if anything but {@link #close} does. */
  CompletableFuture<Throwable> broken() {
    return pipeline.broken();
  }

  @Override
  public Snapshot snapshot() {
    return pipeline.statistics();
  }

  @Override
  public ChainIdentity identity() {
    return spec.identity();
  }

  @Override
  public String id() {
    return spec.id();
  }

  @Override
  public Hash genesisHash() {
    return genesis.hash();
  }

  @Override
  public List<PeerAddress> bootnodes() {
    return spec.bootnodes();
  }

  @Override
  public BlockRef genesis() {
    return genesis;
  }

  @Override
  public BlockRef best() {
    return tree.heads().best().entry().ref();
  }

  @Override
  public BlockRef finalized() {
    return tree.heads().finalized().entry().ref();
  }

  @Override
  public long height() {
    return tree.heads().best().height();
  }

  @Override
  public List<BlockRef> leaves() {
    return tree.heads().leaves();
  }

  @Override
  public boolean contains(Hash block) {
    return tree.find(block) != null || entry(block).isPresent();
  }

  @Override
  public Optional<Header> header(Hash block) {
    return stored(List.of(block)).stream()
        .findFirst()
        .map(raw -> headers.decode(new JamReader(raw.toByteArray())));
  }

  @Override
  public Optional<BlockEntry> entry(Hash block) {
    BlockNode node = tree.find(block);
    return node != null ? Optional.of(node.entry()) : threads.call(() -> store.entry(block));
  }

  @Override
  public boolean headersOnly() {
    return store.headersOnly();
  }

  @Override
  public List<Bytes> raw(List<Hash> blocks) {
    return headersOnly() ? List.of() : stored(blocks);
  }

  private List<Bytes> stored(List<Hash> blocks) {
    return threads.call(() -> store.blocks(blocks));
  }

  @Override
  public Optional<BlockState> state(Hash block) {
    return tree.state(block);
  }

  @Override
  public void beginAt(List<Header> above) {
    if (!headersOnly()) {
      throw new IllegalArgumentException("this chain keeps states, and begins at genesis");
    }
    HeaderStart start = new HeaderStart(tree, store, spec.parameters());
    pipeline.run(
        () -> {
          BlockNode root = start.at(above);
          topology.restart(root.posterior().orElseThrow().topology());
          pipeline.tell(List.of(), root.entry().ref(), root.entry().ref());
        });
  }

  @Override
  public void anchor(Hash block, Collection<KeyValue> state) {
    if (verifier.isEmpty() || headersOnly()) {
      throw new IllegalArgumentException("blocks are not executed here");
    }
    Anchor anchor = new Anchor(tree, store, verifier.get(), spec.parameters());
    pipeline.run(() -> anchor.take(block, state));
  }

  @Override
  public VerificationStatus verification() {
    return new VerificationStatus(
        counts.executed(),
        counts.consensusOnly(),
        counts.unchecked(),
        plugins.audits().get().description(),
        headersOnly() ? threads.call(() -> HeaderStart.beginning(store)) : Optional.empty());
  }

  @Override
  public List<BlockRef> atSlot(long slot) {
    return threads.call(() -> store.atSlot(slot));
  }

  @Override
  public Optional<List<BlockEntry>> range(BlockRequest request, int most) {
    return threads.call(() -> reader.range(request, most));
  }

  @Override
  public ImportResult importBlocks(List<EncodedBlock> blocks, Origin origin) {
    return pipeline.submit(blocks, origin);
  }

  /** Adds a listener, which gets the current validator sets at once. */
  void addTopologyListener(TopologyListener listener) {
    topology.add(listener);
  }

  /** Removes a listener. */
  void removeTopologyListener(TopologyListener listener) {
    topology.remove(listener);
  }

  /** Applies validator sets whose time has come. */
  void tick() {
    topology.tick();
  }

  /** Finishes the imports that wait, then ends. The store stays open. */
  @Override
  public void close() {
    pipeline.close();
    threads.close();
  }
}
