package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PoolUsage;
import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.authoring.WorkPackageRules;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.state.RecentBlock;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.net.NodeKey;
import io.tessera.net.Workers;
import io.tessera.work.CoreAssignments;
import io.tessera.work.PackageListener;
import io.tessera.work.PackagePool;
import io.tessera.work.RefusedException;
import io.tessera.work.Submission;
import io.tessera.work.WorkPackageProcessor;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue of submitted work-packages. */
@Component(service = {PackagePool.class, PoolUsage.class, ChainListener.class})
public final class HeldPackages implements PackagePool, PoolUsage, ChainListener {
  private static final Logger LOG = LoggerFactory.getLogger(HeldPackages.class);

  /** Packages at most, with those whose data is coming. */
  static final int MOST = 64;

  /** Bytes of all of them at most. */
  static final long MOST_BYTES = 64L << 20;

  /** Packages of one builder at most. */
  static final int MOST_OF_BUILDER = 8;

  /** Bytes of one builder's at most: one package as large as they get has room. */
  static final long MOST_BYTES_OF_BUILDER = 16L << 20;

  /** The data of a package is given up when it has not come until then, however it comes. */
  static final Duration MOST_TIME = Duration.ofSeconds(30);

  private final Chain chain;
  private final SlotClock clock;
  private final CoreAssignments assignments;
  private final NodeKey self;
  private final Workers workers;
  private final DecodedState decoded;
  private final PackageChecks checks;
  private final AtomicReference<WorkPackageProcessor> processor = new AtomicReference<>();
  private final List<PackageListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Hash, Held> held = new LinkedHashMap<>();

  /**
   * Packages whose data is coming, with what ends that after {@link #MOST_TIME}: by more than one
   * builder, the same one may be.
   */
  private final Map<IncomingPackage, Future<?>> incoming = new HashMap<>();

  private record Held(PeerId builder, long bytes, Submission submission) {}

  /** An empty queue of packages for the cores that this node guarantees. */
  @Activate
  public HeldPackages(
      @Reference Chain chain,
      @Reference SlotClock clock,
      @Reference CoreAssignments assignments,
      @Reference NodeKey self,
      @Reference Workers workers) {
    this.chain = chain;
    this.clock = clock;
    this.assignments = assignments;
    this.self = self;
    this.workers = workers;
    decoded = new DecodedState(chain.parameters());
    checks = new PackageChecks(chain, decoded);
  }

  /** Who can tell whether a package is authorized, where there is one. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindProcessor(WorkPackageProcessor added) {
    processor.set(added);
  }

  void unbindProcessor(WorkPackageProcessor removed) {
    processor.compareAndSet(removed, null);
  }

  @Override
  public void addListener(PackageListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(PackageListener listener) {
    listeners.remove(listener);
  }

  @Override
  public synchronized List<Submission> held() {
    return held.values().stream().map(Held::submission).toList();
  }

  @Override
  public synchronized void remove(Hash workPackage) {
    held.remove(workPackage);
  }

  @Override
  public Reservation reserve(
      PeerId builder, int core, WorkPackage workPackage, Optional<List<SegmentRootLookup>> mappings)
      throws RefusedException, InterruptedException {
    try {
      checks.checkLimits(core, workPackage);
      checkAssigned(core);
      Hash hash = workers.compute(() -> WorkPackageRules.hash(workPackage));
      IncomingPackage added =
          new IncomingPackage(
              this, workers, chain.parameters(), builder, core, hash, workPackage, mappings);
      take(added);
      verify(added, core, hash, workPackage, mappings);
      return added;
    } catch (RefusedException e) {
      throw refused(builder, e);
    }
  }

  /** This node guarantees the core now, or will in the next rotation. */
  private void checkAssigned(int core) throws RefusedException, InterruptedException {
    long now = Head.nextSlot(chain, clock);
    if (!isAssigned(core, now) && !isAssigned(core, now + chain.parameters().rotationPeriod())) {
      throw RefusedException.now("this node does not guarantee core " + core);
    }
  }

  private boolean isAssigned(int core, long slot) throws InterruptedException {
    Optional<GuarantorAssignments> at = assignments.at(slot);
    OptionalInt own = at.isPresent() ? at.get().coreOf(self.id().key()) : OptionalInt.empty();
    return own.isPresent() && own.getAsInt() == core;
  }

  /** Room is taken first, so that nobody has many verified at once. */
  private synchronized void take(IncomingPackage added) throws RefusedException {
    requireNew(added.hash());
    PeerId builder = added.builder();
    long packages = incoming.keySet().stream().filter(it -> it.builder().equals(builder)).count();
    long bytes =
        incoming.keySet().stream()
            .filter(it -> it.builder().equals(builder))
            .mapToLong(IncomingPackage::size)
            .sum();
    for (Held one : held.values()) {
      packages += one.builder.equals(builder) ? 1 : 0;
      bytes += one.builder.equals(builder) ? one.bytes : 0;
    }
    if (packages >= MOST_OF_BUILDER || added.size() > MOST_BYTES_OF_BUILDER - bytes) {
      throw RefusedException.now("too many packages of one builder");
    }
    long all =
        incoming.keySet().stream().mapToLong(IncomingPackage::size).sum()
            + held.values().stream().mapToLong(Held::bytes).sum();
    if (incoming.size() + held.size() >= MOST || added.size() > MOST_BYTES - all) {
      throw RefusedException.now("too many packages");
    }
    Future<?> end = clock.at(clock.instant().plus(MOST_TIME), () -> expire(added));
    incoming.put(added, end);
  }

  private void requireNew(Hash workPackage) throws RefusedException {
    if (held.containsKey(workPackage)) {
      throw RefusedException.known("the package is held already");
    }
  }

  private void verify(
      IncomingPackage added,
      int core,
      Hash hash,
      WorkPackage workPackage,
      Optional<List<SegmentRootLookup>> mappings)
      throws RefusedException, InterruptedException {
    boolean good = false;
    try {
      long slot = Head.nextSlot(chain, clock);
      workers.compute(() -> checks.check(core, hash, workPackage, mappings, slot));
      WorkPackageProcessor authorizer = processor.get();
      if (authorizer != null) {
        authorizer.authorize(core, workPackage);
      }
      good = true;
    } finally {
      if (!good) {
        release(added);
      }
    }
  }

  void keep(IncomingPackage complete, Submission submission) throws RefusedException {
    synchronized (this) {
      requireNew(submission.hash());
      if (!release(complete)) {
        throw RefusedException.now("the package's data came too late");
      }
      held.put(submission.hash(), new Held(complete.builder(), complete.size(), submission));
    }
    LOG.debug("Work-package {} for core {} is held", submission.hash(), submission.core());
    listeners.forEach(listener -> listener.held(submission, complete.builder()));
  }

  /** Gives room back; false when that has been done. */
  synchronized boolean release(IncomingPackage gone) {
    Future<?> end = incoming.remove(gone);
    if (end != null) {
      end.cancel(false);
    }
    return end != null;
  }

  /** Room is taken for what is only announced: whoever does not bring it must not keep it. */
  private synchronized void expire(IncomingPackage late) {
    if (release(late)) {
      LOG.debug("Work-package {} of {} comes too late", late.hash(), late.builder().shortName());
      late.giveUp();
    }
  }

  RefusedException refused(PeerId builder, RefusedException why) {
    if (why.isLie()) {
      listeners.forEach(listener -> listener.refused(builder, why.getMessage()));
    }
    return why;
  }

  /** What the best chain has reported goes, and what it cannot report any more. */
  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    List<Submission> submissions = held();
    List<IncomingPackage> coming = coming();
    if (submissions.isEmpty() && coming.isEmpty()) {
      return;
    }
    Head.state(chain, best)
        .map(state -> decoded.read(state, StateComponent.RECENT_HISTORY).blocks())
        .ifPresent(recent -> dropOutdated(submissions, coming, recent));
  }

  private synchronized List<IncomingPackage> coming() {
    return List.copyOf(incoming.keySet());
  }

  private void dropOutdated(
      List<Submission> submissions, List<IncomingPackage> coming, List<RecentBlock> recent) {
    Set<Hash> anchors = new HashSet<>();
    Set<Hash> reported = new HashSet<>();
    for (RecentBlock block : recent) {
      anchors.add(block.headerHash());
      block.reported().forEach(it -> reported.add(it.hash()));
    }
    submissions.stream()
        .filter(it -> reported.contains(it.hash()) || !anchors.contains(anchor(it.workPackage())))
        .forEach(it -> remove(it.hash()));
    coming.stream()
        .filter(it -> reported.contains(it.hash()) || !anchors.contains(anchor(it.workPackage())))
        .forEach(this::expire);
  }

  private static Hash anchor(WorkPackage workPackage) {
    return workPackage.context().anchor();
  }

  // ---- how full it is

  @Override
  public String pool() {
    return "packages";
  }

  @Override
  public OptionalLong bound() {
    return OptionalLong.of(MOST);
  }

  @Override
  public synchronized int size() {
    return held.size();
  }
}
