package io.tessera.core.pools;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainAncestors;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExtrinsicSource;
import io.tessera.chain.GuaranteeRules;
import io.tessera.chain.PoolUsage;
import io.tessera.chain.SignatureCheck;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Workers;
import io.tessera.net.event.NodeEvents;
import io.tessera.work.GuaranteeListener;
import io.tessera.work.GuaranteePool;
import io.tessera.work.RefusedException;
import io.tessera.work.ReportSource;
import io.tessera.work.event.GuaranteeEvents.DiscardReason;
import io.tessera.work.event.GuaranteeEvents.GuaranteeDiscarded;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool of guarantees; gives the author what a block can bring. */
@Component(
    service = {
      GuaranteePool.class,
      PoolUsage.class,
      ReportSource.class,
      ExtrinsicSource.class,
      ChainListener.class
    })
public final class HeldGuarantees
    implements GuaranteePool, PoolUsage, ExtrinsicSource, ChainListener {
  private static final Logger LOG = LoggerFactory.getLogger(HeldGuarantees.class);

  /**
   * Guarantees of a core and a rotation at most that wait for a block: a rotation's guarantors push
   * out neither each other's nor those of the rotation before.
   */
  static final int CANDIDATES = 2;

  /** Guarantees of a core at most, with those that a block has brought which is not final yet. */
  static final int MOST_OF_CORE = 8;

  /** What whoever sends a guarantee can see without knowing the chain's head. */
  private static final Set<BlockFault> LIES =
      EnumSet.of(
          BlockFault.MISSING_WORK_RESULTS,
          BlockFault.TOO_MANY_DEPENDENCIES,
          BlockFault.WORK_REPORT_TOO_BIG,
          BlockFault.BAD_CORE_INDEX,
          BlockFault.WORK_REPORT_GAS_TOO_HIGH,
          BlockFault.INSUFFICIENT_GUARANTEES,
          BlockFault.BAD_VALIDATOR_INDEX,
          BlockFault.NOT_SORTED_OR_UNIQUE_GUARANTORS);

  private final Chain chain;
  private final SlotClock clock;
  private final Workers workers;
  private final NodeEvents events;
  private final ProtocolParameters parameters;
  private final GuaranteeRules rules;
  private final DecodedState decoded;
  private final List<GuaranteeListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Hash, HeldGuarantee> held = new LinkedHashMap<>();

  /** An empty pool over a chain. */
  @Activate
  public HeldGuarantees(
      @Reference Chain chain,
      @Reference SlotClock clock,
      @Reference GuaranteeRules.Factory rules,
      @Reference Workers workers,
      @Reference NodeEvents events) {
    this.chain = chain;
    this.clock = clock;
    this.workers = workers;
    this.events = events;
    parameters = chain.parameters();
    this.rules = rules.forChain(parameters);
    decoded = new DecodedState(parameters);
  }

  @Override
  public void addListener(GuaranteeListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(GuaranteeListener listener) {
    listeners.remove(listener);
  }

  @Override
  public synchronized Optional<WorkReport> find(Hash reportHash) {
    return Optional.ofNullable(held.get(reportHash)).map(it -> it.guarantee().report());
  }

  @Override
  public synchronized List<Guarantee> held() {
    return held.values().stream().map(HeldGuarantee::guarantee).toList();
  }

  private synchronized List<HeldGuarantee> snapshot() {
    return List.copyOf(held.values());
  }

  // ---- what comes

  @Override
  public boolean offer(Guarantee guarantee, Optional<PeerId> from)
      throws RefusedException, InterruptedException {
    boolean taken = workers.compute(() -> offer(guarantee));
    if (taken) {
      listeners.forEach(listener -> listener.held(guarantee, from));
    }
    return taken;
  }

  private boolean offer(Guarantee guarantee) throws RefusedException {
    Hash report = Blake2b.hash(WorkReport.CODEC.encode(guarantee.report()));
    if (find(report).isPresent()) {
      return false;
    }
    BlockRef best = chain.best();
    BlockState state =
        Head.state(chain, best)
            .orElseThrow(() -> RefusedException.now("the head's state is not known"));
    List<SignatureCheck> signatures = check(guarantee, best, state);
    Set<Hash> reported = reported(state);
    if (!hasRoomFor(guarantee, reported)) {
      return false;
    }
    for (SignatureCheck signature : signatures) {
      if (!signature.verify()) {
        throw wrongSignature(signature, best);
      }
    }
    List<HeldGuarantee> dropped = new ArrayList<>();
    boolean taken = take(report, new HeldGuarantee(guarantee, signatures), reported, dropped);
    discarded(dropped, DiscardReason.REPORTED);
    if (taken) {
      LOG.debug("Guarantee of report {} for core {}", report, guarantee.report().coreIndex());
    }
    return taken;
  }

  /** All but that what it depends on is there, which may come after it. */
  private List<SignatureCheck> check(Guarantee guarantee, BlockRef best, BlockState state)
      throws RefusedException {
    long slot = Head.nextSlot(chain, clock);
    try {
      return rules
          .in(new GuaranteeRules.Place(slot, state, ChainAncestors.of(chain, best.hash())))
          .check(guarantee, Dependencies.of(guarantee));
    } catch (BlockRejectedException e) {
      throw LIES.contains(e.fault())
          ? RefusedException.lie(e.getMessage())
          : RefusedException.now(e.getMessage());
    }
  }

  /** Whose signature it should be, a head that is epochs behind cannot tell. */
  private RefusedException wrongSignature(SignatureCheck signature, BlockRef best) {
    long epoch = parameters.epochOf(Head.nextSlot(chain, clock));
    return epoch <= parameters.epochOf(best.slot()) + 1
        ? RefusedException.lie(signature.what())
        : RefusedException.now(signature.what());
  }

  private synchronized boolean hasRoomFor(Guarantee guarantee, Set<Hash> reported) {
    long rotation = parameters.rotationOf(guarantee.slot());
    long waiting =
        held.values().stream()
            .filter(it -> it.core() == guarantee.report().coreIndex())
            .filter(it -> parameters.rotationOf(it.guarantee().slot()) == rotation)
            .filter(it -> !reported.contains(it.workPackage()))
            .count();
    return waiting < CANDIDATES;
  }

  /** Of too many those go that a block has reported; they are told of without the lock. */
  private synchronized boolean take(
      Hash report, HeldGuarantee added, Set<Hash> reported, List<HeldGuarantee> dropped) {
    if (held.containsKey(report) || !hasRoomFor(added.guarantee(), reported)) {
      return false; // another thread was quicker
    }
    List<Map.Entry<Hash, HeldGuarantee>> ofCore =
        held.entrySet().stream().filter(it -> it.getValue().core() == added.core()).toList();
    if (ofCore.size() >= MOST_OF_CORE) {
      ofCore.stream()
          .filter(it -> reported.contains(it.getValue().workPackage()))
          .findFirst()
          .ifPresent(it -> dropped.add(held.remove(it.getKey())));
    }
    held.put(report, added);
    return true;
  }

  /** The packages that the last H blocks have reported. */
  private Set<Hash> reported(BlockState state) {
    Set<Hash> reported = new HashSet<>();
    decoded.read(state, StateComponent.RECENT_HISTORY).blocks().stream()
        .flatMap(block -> block.reported().stream())
        .forEach(it -> reported.add(it.hash()));
    return reported;
  }

  // ---- what goes into a block

  @Override
  public List<Guarantee> guarantees(long slot, BlockRef parent, BlockState prior) {
    if (prior.knowledge() != StateKnowledge.COMPLETE) {
      return List.of();
    }
    PendingReports pending = decoded.read(prior, StateComponent.PENDING_REPORTS);
    List<HeldGuarantee> candidates =
        snapshot().stream().filter(it -> isFree(it.core(), pending, slot)).toList();
    GuaranteeRules.Place block =
        new GuaranteeRules.Place(slot, prior, ChainAncestors.of(chain, parent.hash()));
    return GuaranteeChoice.of(candidates, rules.in(block));
  }

  /** Free, or what is pending there has timed out. */
  private boolean isFree(int core, PendingReports pending, long slot) {
    return pending
        .on(core)
        .filter(it -> slot < it.slot() + parameters.assuranceTimeout())
        .isEmpty();
  }

  // ---- what goes

  /** What a final block has brought goes, and what no block can bring any more. */
  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    if (snapshot().isEmpty()) {
      return;
    }
    Set<Hash> done = Head.state(chain, finalized).map(this::reported).orElse(Set.of());
    Predicate<HeldGuarantee> isStale =
        Head.state(chain, best).map(this::isStale).orElse(it -> false);
    long oldest = parameters.rotationOf(Math.max(best.slot() + 1, clock.slot())) - 1;
    discarded(drop(it -> done.contains(it.workPackage())), DiscardReason.REPORTED);
    discarded(
        drop(it -> parameters.rotationOf(it.guarantee().slot()) < oldest || isStale.test(it)),
        DiscardReason.NOT_REPORTABLE);
  }

  /** Its anchor is not among the last H blocks. */
  private Predicate<HeldGuarantee> isStale(BlockState state) {
    Set<Hash> recent = new HashSet<>();
    decoded
        .read(state, StateComponent.RECENT_HISTORY)
        .blocks()
        .forEach(block -> recent.add(block.headerHash()));
    return it -> !recent.contains(it.guarantee().report().context().anchor());
  }

  private synchronized List<HeldGuarantee> drop(Predicate<HeldGuarantee> over) {
    List<HeldGuarantee> dropped = held.values().stream().filter(over).toList();
    held.values().removeAll(dropped);
    return dropped;
  }

  private void discarded(List<HeldGuarantee> dropped, DiscardReason why) {
    dropped.forEach(it -> events.tell(new GuaranteeDiscarded(it.guarantee(), why)));
  }

  // ---- how full it is

  @Override
  public String pool() {
    return "guarantees";
  }

  @Override
  public OptionalLong bound() {
    return OptionalLong.of((long) MOST_OF_CORE * parameters.cores());
  }

  @Override
  public synchronized int size() {
    return held.size();
  }
}
