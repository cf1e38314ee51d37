package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExtrinsicSource;
import io.tessera.chain.PoolUsage;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.authoring.AuditInputs;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.crypto.Ed25519;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.work.JudgmentListener;
import io.tessera.work.JudgmentPool;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportCredential;
import io.tessera.work.ReportPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool of judgments. What nobody disputes goes after a while, since it leads to nothing; what
 * is disputed stays as long as a block can include it.
 */
@Component(
    service = {JudgmentPool.class, PoolUsage.class, ExtrinsicSource.class, ChainListener.class})
public final class HeldJudgments
    implements JudgmentPool, PoolUsage, ExtrinsicSource, ChainListener {
  private static final Logger LOG = LoggerFactory.getLogger(HeldJudgments.class);

  /**
   * How many slots a report is audited after it was reported, and undisputed judgments are held.
   */
  static final int WINDOW = 64;

  /** Judgments that one validator has room for. */
  static final int MOST_OF_SIGNER = 1_024;

  /** The same for reports that no recent block of this node's has reported. */
  static final int MOST_UNKNOWN_OF_SIGNER = 32;

  private final Chain chain;
  private final ReportPool reports;
  private final SlotClock clock;
  private final Workers workers;
  private final List<JudgmentListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Ballot.Id, Ballot> ballots = new HashMap<>();
  private final Map<Ed25519Public, Integer> ofSigner = new HashMap<>();
  private final Map<Ed25519Public, Integer> unknownOfSigner = new HashMap<>();

  /** Those on top of the head, once somebody asked. */
  private volatile AtHead atHead;

  private record AtHead(Hash head, JudgeSets sets) {}

  /** An empty pool over a chain. */
  @Activate
  public HeldJudgments(
      @Reference Chain chain,
      @Reference ReportPool reports,
      @Reference SlotClock clock,
      @Reference Workers workers) {
    this.chain = chain;
    this.reports = reports;
    this.clock = clock;
    this.workers = workers;
  }

  @Override
  public void addListener(JudgmentListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(JudgmentListener listener) {
    listeners.remove(listener);
  }

  @Override
  public boolean offer(
      PublishedJudgment judgment, Optional<ReportCredential> guarantee, PeerId from)
      throws StreamException, InterruptedException {
    return take(judgment, guarantee, Optional.of(from));
  }

  @Override
  public boolean publish(PublishedJudgment judgment, Optional<ReportCredential> guarantee)
      throws StreamException, InterruptedException {
    return take(judgment, guarantee, Optional.empty());
  }

  private boolean take(
      PublishedJudgment judgment, Optional<ReportCredential> guarantee, Optional<PeerId> from)
      throws StreamException, InterruptedException {
    if (guarantee.isPresent() == judgment.valid()) {
      throw new IllegalArgumentException("a guarantee belongs to a negative judgment: " + judgment);
    }
    JudgeSets now =
        workers
            .compute(this::sets)
            .orElseThrow(() -> new StreamException(Fault.UNAVAILABLE, "validators are not known"));
    Ed25519Public signer = signer(judgment, now);
    if (isHeld(judgment)) {
      return false;
    }
    checkRoom(judgment, signer);
    Map<Ed25519Public, Ed25519Signature> guarantors =
        workers.compute(() -> verify(judgment, signer, guarantee, now));
    Ballot.Vote vote = new Ballot.Vote(signer, judgment.signature(), from);
    if (!add(judgment, vote, guarantee, guarantors)) {
      return false; // another thread was quicker
    }
    LOG.debug(
        "Validator {} judges report {} {}",
        judgment.validator(),
        judgment.report(),
        judgment.valid() ? "valid" : "invalid");
    listeners.forEach(listener -> listener.held(new Held(judgment, guarantee, from)));
    return true;
  }

  /** Who signs on top of the head; empty when this node does not know the state after it. */
  private Optional<JudgeSets> sets() {
    BlockRef best = chain.best();
    AtHead known = atHead;
    if (known != null && known.head().equals(best.hash())) {
      return Optional.of(known.sets());
    }
    Optional<JudgeSets> read = JudgeSets.read(chain, best);
    read.ifPresent(sets -> atHead = new AtHead(best.hash(), sets));
    return read;
  }

  private static Ed25519Public signer(PublishedJudgment judgment, JudgeSets sets)
      throws StreamException {
    List<Ed25519Public> judges =
        sets.of(judgment.epoch())
            .orElseThrow(
                () ->
                    new StreamException(
                        Fault.REFUSED, "judgment of epoch " + judgment.epoch() + " now"));
    if (judgment.validator() >= judges.size()
        || judges.get(judgment.validator()).equals(JudgeSets.NOBODY)) {
      throw new StreamException(
          Fault.MISBEHAVED, "there is no validator " + judgment.validator() + " who could judge");
    }
    return judges.get(judgment.validator());
  }

  private synchronized boolean isHeld(PublishedJudgment judgment) {
    Ballot ballot = ballots.get(Ballot.Id.of(judgment));
    return ballot != null && ballot.has(judgment);
  }

  private synchronized void checkRoom(PublishedJudgment judgment, Ed25519Public signer)
      throws StreamException {
    if (ofSigner.getOrDefault(signer, 0) >= MOST_OF_SIGNER
        || (!isUnderAudit(judgment.report())
            && unknownOfSigner.getOrDefault(signer, 0) >= MOST_UNKNOWN_OF_SIGNER)) {
      throw new StreamException(
          Fault.REFUSED, "no room for more judgments of validator " + judgment.validator());
    }
  }

  private boolean isUnderAudit(Hash report) {
    return reports.isReportedSince(report, clock.slot() - WINDOW);
  }

  private Map<Ed25519Public, Ed25519Signature> verify(
      PublishedJudgment judgment,
      Ed25519Public signer,
      Optional<ReportCredential> guarantee,
      JudgeSets now)
      throws StreamException {
    byte[] message = AuditInputs.judgment(judgment.valid(), judgment.report());
    if (!Ed25519.verify(signer, message, judgment.signature())) {
      throw new StreamException(
          Fault.MISBEHAVED, "validator " + judgment.validator() + " has not signed this judgment");
    }
    if (guarantee.isEmpty() || isVerified(judgment, guarantee.get())) {
      return Map.of();
    }
    return CredentialCheck.verify(guarantee.get(), judgment.report(), now, chain.parameters());
  }

  private synchronized boolean isVerified(PublishedJudgment judgment, ReportCredential guarantee) {
    Ballot ballot = ballots.get(Ballot.Id.of(judgment));
    return ballot != null && ballot.credential().filter(guarantee::equals).isPresent();
  }

  private synchronized boolean add(
      PublishedJudgment judgment,
      Ballot.Vote vote,
      Optional<ReportCredential> guarantee,
      Map<Ed25519Public, Ed25519Signature> guarantors)
      throws StreamException {
    if (isHeld(judgment)) {
      return false;
    }
    checkRoom(judgment, vote.key());
    Ballot ballot =
        ballots.computeIfAbsent(
            Ballot.Id.of(judgment),
            id -> new Ballot(id, clock.slot(), !isUnderAudit(judgment.report())));
    ballot.add(judgment, vote);
    guarantee.ifPresent(by -> ballot.guaranteed(by, guarantors));
    count(ofSigner, vote.key(), 1);
    if (ballot.isUnknown()) {
      count(unknownOfSigner, vote.key(), 1);
    }
    return true;
  }

  private static void count(Map<Ed25519Public, Integer> counts, Ed25519Public signer, int change) {
    counts.merge(signer, change, (before, more) -> before + more == 0 ? null : before + more);
  }

  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    forget(chain.parameters().epochOf(best.slot()), clock.slot());
  }

  /** Drops what has become useless; what a block has reported meanwhile is known from now on. */
  private synchronized void forget(long epoch, long slot) {
    Iterator<Map.Entry<Ballot.Id, Ballot>> each = ballots.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Ballot.Id, Ballot> entry = each.next();
      Ballot ballot = entry.getValue();
      boolean old = !ballot.isDisputed() && ballot.since() < slot - WINDOW;
      boolean useless = old || entry.getKey().epoch() < epoch - 1;
      if (ballot.isUnknown() && (useless || isUnderAudit(entry.getKey().report()))) {
        ballot.signers().forEach(signer -> count(unknownOfSigner, signer, -1));
        ballot.becomesKnown();
      }
      if (useless) {
        ballot.signers().forEach(signer -> count(ofSigner, signer, -1));
        each.remove();
      }
    }
  }

  @Override
  public Disputes disputes(BlockState prior) {
    List<Ballot.Count> counts = disputed();
    if (counts.isEmpty() || prior.knowledge() == StateKnowledge.HEADERS) {
      return Disputes.NONE;
    }
    return new VerdictMaker(
            chain.parameters(),
            prior.read(StateComponent.DISPUTES, chain.parameters()),
            JudgeSets.read(prior, chain.parameters()))
        .make(counts);
  }

  private synchronized List<Ballot.Count> disputed() {
    return ballots.values().stream().filter(Ballot::isDisputed).map(Ballot::count).toList();
  }

  @Override
  public synchronized List<Held> held() {
    List<Held> held = new ArrayList<>();
    ballots.values().forEach(ballot -> held.addAll(ballot.toTell()));
    return List.copyOf(held);
  }

  @Override
  public Optional<Audience> audience(long epoch) {
    return sets()
        .flatMap(
            now ->
                now.of(epoch)
                    .map(
                        auditors -> {
                          List<Ed25519Public> successors = new ArrayList<>(now.next());
                          if (epoch < now.epoch()) {
                            successors.addAll(now.active());
                          }
                          return new Audience(auditors, successors);
                        }));
  }

  @Override
  public synchronized List<Integer> judges(Hash report, long epoch, boolean valid) {
    Ballot ballot = ballots.get(new Ballot.Id(report, epoch));
    return ballot == null ? List.of() : ballot.judges(valid);
  }

  @Override
  public synchronized int size() {
    return ballots.values().stream().mapToInt(Ballot::size).sum();
  }

  // ---- how full it is

  @Override
  public String pool() {
    return "judgments";
  }

  @Override
  public OptionalLong bound() {
    return OptionalLong.empty();
  }
}
