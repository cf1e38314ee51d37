package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PoolUsage;
import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.AuditSelection;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.work.AuditAnnouncement;
import io.tessera.work.AuditAnnouncement.Claim;
import io.tessera.work.AuditListener;
import io.tessera.work.AuditPool;
import io.tessera.work.AuditStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool of audit announcements, block by block. */
@Component(service = {AuditPool.class, PoolUsage.class, ChainListener.class})
public final class HeldAudits implements AuditPool, PoolUsage, ChainListener {
  private static final Logger LOG = LoggerFactory.getLogger(HeldAudits.class);

  /** Slots that audits of a block may take: 24 tranches. */
  static final int WINDOW = 32;

  /** Blocks of a slot at most: an author that makes more has no others pushed out. */
  static final int MOST_OF_SLOT = 2;

  /** How far other clocks may be ahead. */
  private static final Duration AHEAD = Duration.ofSeconds(1);

  private final Chain chain;
  private final SlotClock clock;
  private final NodeKey self;
  private final Workers workers;
  private final List<AuditListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Hash, BlockAudits> blocks = new ConcurrentHashMap<>();
  private final Object reading = new Object();
  private final ComingBlocks coming;

  /** An empty pool over a chain. */
  @Activate
  public HeldAudits(
      @Reference Chain chain,
      @Reference SlotClock clock,
      @Reference NodeKey self,
      @Reference Workers workers) {
    this.chain = chain;
    this.clock = clock;
    this.self = self;
    this.workers = workers;
    coming = new ComingBlocks(chain, clock, workers);
  }

  @Override
  public void addListener(AuditListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(AuditListener listener) {
    listeners.remove(listener);
  }

  @Override
  public boolean offer(AuditAnnouncement announcement, PeerId auditor)
      throws StreamException, InterruptedException {
    Hash block = announcement.claim().block();
    if (!blocks.containsKey(block)) {
      coming.await(block);
    }
    BlockAudits audits = workers.compute(() -> audits(block));
    return take(audits, announcement, auditor);
  }

  @Override
  public boolean publish(AuditAnnouncement announcement)
      throws StreamException, InterruptedException {
    BlockAudits audits = workers.compute(() -> audits(announcement.claim().block()));
    if (!take(audits, announcement, self.id())) {
      return false;
    }
    Own own = new Own(announcement, audits.block().keys());
    audits.addOwn(own);
    listeners.forEach(listener -> listener.published(own));
    return true;
  }

  private boolean take(BlockAudits audits, AuditAnnouncement announcement, PeerId peer)
      throws StreamException, InterruptedException {
    Claim claim = announcement.claim();
    AuditedBlock block = audits.block();
    int auditor =
        block
            .indexOf(peer)
            .orElseThrow(
                () -> new StreamException(Fault.REFUSED, "no auditor of " + claim.block()));
    checkTranche(block, claim.tranche());
    if (!audits.isNew(claim, auditor)) {
      return false;
    }
    workers.compute(
        () -> {
          new EvidenceCheck(chain.parameters(), block, auditor).check(announcement);
          return true;
        });
    if (!audits.add(claim, auditor)) {
      return false; // another thread was quicker
    }
    LOG.debug(
        "Auditor {} of block {} audits {} reports in tranche {}",
        auditor,
        claim.block(),
        claim.statement().reports().size(),
        claim.tranche());
    listeners.forEach(listener -> listener.announced(claim, auditor));
    return true;
  }

  /** n of the Gray Paper's section "Selection of Reports" is not above what the clock says. */
  private void checkTranche(AuditedBlock block, int tranche) throws StreamException {
    Instant begin = clock.start(block.slot()).plus(AuditSelection.TRANCHE.multipliedBy(tranche));
    if (clock.instant().plus(AHEAD).isBefore(begin)) {
      throw new StreamException(Fault.REFUSED, "tranche " + tranche + " has not begun");
    }
  }

  /** What is known about a block; reads it when it is new. On platform threads only. */
  private BlockAudits audits(Hash hash) throws StreamException {
    BlockAudits known = blocks.get(hash);
    if (known != null) {
      return known;
    }
    long slot =
        chain
            .header(hash)
            .orElseThrow(() -> new StreamException(Fault.UNAVAILABLE, "no block " + hash))
            .slot();
    synchronized (reading) { // reading takes time, and many may ask at once
      known = blocks.get(hash);
      return known != null ? known : read(hash, slot);
    }
  }

  private BlockAudits read(Hash hash, long slot) throws StreamException {
    long ofSlot = blocks.values().stream().filter(audits -> audits.block().slot() == slot).count();
    if (slot < clock.slot() - WINDOW || ofSlot >= MOST_OF_SLOT) {
      throw new StreamException(Fault.REFUSED, "block " + hash + " is not audited any more");
    }
    BlockAudits read =
        new BlockAudits(
            AuditedBlock.read(chain, hash)
                .orElseThrow(
                    () -> new StreamException(Fault.UNAVAILABLE, "no state before " + hash)));
    blocks.put(hash, read);
    return read;
  }

  @Override
  public void imported(List<EncodedBlock> added, BlockRef best, BlockRef finalized) {
    coming.imported(added);
    long oldest = clock.slot() - WINDOW;
    blocks.values().removeIf(audits -> audits.block().slot() < oldest);
  }

  @Override
  public Map<Integer, List<AuditStatement>> announced(Hash block, int tranche) {
    BlockAudits audits = blocks.get(block);
    return audits == null ? Map.of() : audits.in(tranche);
  }

  @Override
  public List<Own> own() {
    return blocks.values().stream().flatMap(audits -> audits.own().stream()).toList();
  }

  @Override
  public int size() {
    return blocks.values().stream().mapToInt(BlockAudits::size).sum();
  }

  // ---- how full it is

  @Override
  public String pool() {
    return "audits";
  }

  @Override
  public OptionalLong bound() {
    return OptionalLong.empty();
  }
}
