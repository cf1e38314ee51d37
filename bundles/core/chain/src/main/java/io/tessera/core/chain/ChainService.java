package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockStore;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainIdentity;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.FinalityRule;
import io.tessera.chain.ImportResult;
import io.tessera.chain.Origin;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.block.Header;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.PeerAddress;
import io.tessera.net.TopologyListener;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The chain over a store that has one. */
public final class ChainService implements Chain, NetworkIdentity, AutoCloseable {
  private final ChainSpec spec;
  private final BlockRef genesis;
  private final BlockStore store;
  private final Codec<Header> headers;
  private final ForkTree tree;
  private final ChainReader reader;
  private final TopologyTracker topology;
  private final PlatformThreads threads = new PlatformThreads();
  private final ImportPipeline pipeline;

  /**
   * Starts where the store stands.
   *
   * @param store initialised for this chain
   * @param finality asked anew for each commit
   * @param listeners told of each commit; asked anew for each
   * @param importQueue most imports that wait
   */
  public ChainService(
      ChainSpec spec,
      BlockStore store,
      InstantSource clock,
      Supplier<FinalityRule> finality,
      Supplier<Collection<ChainListener>> listeners,
      int importQueue) {
    this.spec = spec;
    this.store = store;
    genesis = new BlockRef(spec.identity().genesisHash(), spec.header().slot());
    headers = Header.codec(spec.parameters());
    SlotClock slots = new SlotClock(clock, spec.parameters().slotSeconds());
    Restart restart = new Restart(store, spec.parameters());
    tree = restart.tree();
    reader = new ChainReader(tree, store);
    topology = new TopologyTracker(GenesisValidators.of(spec), spec.parameters(), slots);
    restart.replay(topology);
    pipeline =
        new ImportPipeline(
            tree,
            store,
            new BlockRules(slots, new BadBlocks()),
            finality,
            listeners,
            topology,
            threads,
            importQueue);
    pipeline.start();
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
    return raw(List.of(block)).stream()
        .findFirst()
        .map(raw -> headers.decode(new JamReader(raw.toByteArray())));
  }

  @Override
  public Optional<BlockEntry> entry(Hash block) {
    BlockNode node = tree.find(block);
    return node != null ? Optional.of(node.entry()) : threads.call(() -> store.entry(block));
  }

  @Override
  public List<Bytes> raw(List<Hash> blocks) {
    return threads.call(() -> store.blocks(blocks));
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
