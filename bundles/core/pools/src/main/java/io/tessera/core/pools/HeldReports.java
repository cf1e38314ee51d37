package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PoolUsage;
import io.tessera.chain.SlotClock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Workers;
import io.tessera.work.ReportCredential;
import io.tessera.work.ReportPool;
import io.tessera.work.ReportSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which block brought which report, as long as judgments of it can be included, and reads
 * the report from the block when somebody wants it: full blocks bring megabytes of reports in each
 * slot. What was requested from others is held itself.
 */
@Component(service = {ReportPool.class, PoolUsage.class, ReportSource.class, ChainListener.class})
public final class HeldReports implements ReportPool, PoolUsage, ChainListener {
  private static final Logger LOG = LoggerFactory.getLogger(HeldReports.class);

  /**
   * Reports in blocks at most, of all forks: with a report of each core in each slot, those of more
   * than an epoch. Beyond that the oldest are forgotten, which were judged long ago.
   */
  private static final int MOST_IN_BLOCKS = 1 << 18;

  /** Requested reports at most, of some 50 kB each; more are not held. */
  static final int MOST_KEPT = 64;

  private final Chain chain;
  private final SlotClock clock;
  private final Workers workers;
  private final int mostInBlocks;
  private final Map<Hash, Place> inBlocks = new HashMap<>();

  /** The same by slot, for what gets too old. */
  private final TreeMap<Long, List<Hash>> bySlot = new TreeMap<>();

  private final Map<Hash, Kept> kept = new HashMap<>();

  /**
   * The block that was read last, until the next one comes: who asks for one of its reports asks
   * for others too, and it may have megabytes.
   */
  private EncodedBlock lastRead;

  /** Where a report stands: in the guarantee of this index. */
  private record Place(BlockRef block, int index) {}

  private record Kept(WorkReport report, long since) {}

  /** Nothing yet. */
  @Activate
  public HeldReports(
      @Reference Chain chain, @Reference SlotClock clock, @Reference Workers workers) {
    this(chain, clock, workers, MOST_IN_BLOCKS);
  }

  HeldReports(Chain chain, SlotClock clock, Workers workers, int mostInBlocks) {
    this.chain = chain;
    this.clock = clock;
    this.workers = workers;
    this.mostInBlocks = mostInBlocks;
  }

  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    List<EncodedBlock> recent =
        blocks.stream()
            .filter(block -> block.ref().slot() >= oldest())
            .filter(block -> !block.block().extrinsic().guarantees().isEmpty())
            .toList();
    forget();
    if (!recent.isEmpty()) {
      var unused = workers.start("reports in blocks", () -> remember(recent));
    }
  }

  private void remember(List<EncodedBlock> blocks) throws InterruptedException {
    for (EncodedBlock block : blocks) {
      List<Hash> hashes =
          workers.compute(
              () ->
                  block.block().extrinsic().guarantees().stream()
                      .map(guarantee -> hash(guarantee.report()))
                      .toList());
      remember(block.ref(), hashes);
    }
  }

  private synchronized void remember(BlockRef block, List<Hash> reports) {
    for (int i = 0; i < reports.size(); i++) {
      Hash report = reports.get(i);
      Place before = inBlocks.get(report);
      if (before == null || before.block().slot() < block.slot()) {
        inBlocks.put(report, new Place(block, i));
        bySlot.computeIfAbsent(block.slot(), slot -> new ArrayList<>()).add(report);
      }
    }
    while (inBlocks.size() > mostInBlocks) {
      forget(bySlot.firstKey());
    }
  }

  /** The first slot whose reports can still be judged in a block: two epochs ago. */
  private long oldest() {
    return clock.slot() - 2L * chain.parameters().epochLength();
  }

  private synchronized void forget() {
    lastRead = null;
    long oldest = oldest();
    while (!bySlot.isEmpty() && bySlot.firstKey() < oldest) {
      forget(bySlot.firstKey());
    }
    kept.entrySet()
        .removeIf(
            entry -> entry.getValue().since() < oldest || inBlocks.containsKey(entry.getKey()));
  }

  private void forget(long slot) {
    for (Hash report : bySlot.remove(slot)) {
      inBlocks.computeIfPresent(
          report, (hash, place) -> place.block().slot() == slot ? null : place);
    }
  }

  @Override
  public Optional<WorkReport> find(Hash report) {
    Kept held = held(report);
    return held != null ? Optional.of(held.report()) : guarantee(report).map(Guarantee::report);
  }

  @Override
  public Optional<ReportCredential> credential(Hash report) {
    return guarantee(report).map(it -> new ReportCredential(it.slot(), it.signatures()));
  }

  private synchronized Kept held(Hash report) {
    return kept.get(report);
  }

  private synchronized Place place(Hash report) {
    return inBlocks.get(report);
  }

  private Optional<Guarantee> guarantee(Hash report) {
    Place place = place(report);
    if (place == null) {
      return Optional.empty();
    }
    return read(place.block())
        .map(block -> block.block().extrinsic().guarantees().get(place.index()));
  }

  private Optional<EncodedBlock> read(BlockRef ref) {
    EncodedBlock last = lastRead();
    if (last != null && last.ref().equals(ref)) {
      return Optional.of(last);
    }
    List<Bytes> raw = chain.raw(List.of(ref.hash()));
    if (raw.isEmpty()) {
      LOG.debug("Block {} with reports is not stored any more", ref);
      return Optional.empty();
    }
    EncodedBlock block =
        EncodedBlock.codec(chain.parameters()).decode(raw.getFirst().toByteArray());
    lastRead(block);
    return Optional.of(block);
  }

  private synchronized EncodedBlock lastRead() {
    return lastRead;
  }

  private synchronized void lastRead(EncodedBlock block) {
    lastRead = block;
  }

  @Override
  public synchronized boolean knows(Hash report) {
    return kept.containsKey(report) || inBlocks.containsKey(report);
  }

  @Override
  public synchronized boolean isReportedSince(Hash report, long slot) {
    Place place = inBlocks.get(report);
    return place != null && place.block().slot() >= slot;
  }

  @Override
  public synchronized boolean keep(Hash hash, WorkReport report) {
    if (knows(hash)) {
      return true;
    }
    if (kept.size() >= MOST_KEPT) {
      return false;
    }
    kept.put(hash, new Kept(report, clock.slot()));
    return true;
  }

  @Override
  public synchronized int size() {
    return inBlocks.size() + kept.size();
  }

  /** Blake2b of a report's encoding. */
  static Hash hash(WorkReport report) {
    return Blake2b.hash(WorkReport.CODEC.encode(report));
  }

  // ---- how full it is

  @Override
  public String pool() {
    return "reports";
  }

  @Override
  public OptionalLong bound() {
    return OptionalLong.of(mostInBlocks + MOST_KEPT);
  }
}
