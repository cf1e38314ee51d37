package io.tessera.protocol.ce145;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.work.Auditor;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportFetcher;
import io.tessera.work.ReportPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that reports which somebody has judged invalid are here and get to this node's
 * auditor. Safe from any thread.
 */
final class Disputed {
  private static final Logger LOG = LoggerFactory.getLogger(Disputed.class);

  /** Reports that are remembered; the oldest is told again at worst. */
  private static final int MOST = 1_024;

  /** Senders of negative judgments of one report that are remembered. */
  private static final int MOST_HOLDERS = 8;

  /** Reports that are requested at once. */
  private static final int AT_ONCE = 8;

  /** Times that a report is requested, and again when somebody else should have it. */
  static final int TRIES = 5;

  private final ReportPool reports;
  private final Workers workers;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final AtomicReference<ReportFetcher> fetcher = new AtomicReference<>();
  private final AtomicReference<Auditor> auditor = new AtomicReference<>();
  private final Map<Subject, Progress> progress =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Progress> eldest) {
          return size() > MOST;
        }
      };

  private record Subject(Hash report, long epoch) {}

  /** How far it has come; guarded by the map's owner. */
  private static final class Progress {
    private final Set<PeerId> holders = new LinkedHashSet<>();
    private boolean busy;
    private boolean again;
    private boolean told;
    private int failures;
  }

  Disputed(ReportPool reports, Workers workers) {
    this.reports = reports;
    this.workers = workers;
  }

  void bindFetcher(ReportFetcher added) {
    fetcher.set(added);
    lookAtAll();
  }

  void unbindFetcher(ReportFetcher removed) {
    fetcher.compareAndSet(removed, null);
  }

  void bindAuditor(Auditor added) {
    auditor.set(added);
    lookAtAll();
  }

  void unbindAuditor(Auditor removed) {
    auditor.compareAndSet(removed, null);
  }

  private void lookAtAll() {
    for (Subject subject : known()) {
      var unused = workers.start("disputed report", () -> look(subject));
    }
  }

  private synchronized List<Subject> known() {
    return List.copyOf(progress.keySet());
  }

  /** A negative judgment has come, by whose sender the report can be had. */
  void look(PublishedJudgment negative, Optional<PeerId> from) throws InterruptedException {
    Subject subject = new Subject(negative.report(), negative.epoch());
    from.ifPresent(peer -> addHolder(subject, peer));
    look(subject);
  }

  private synchronized void addHolder(Subject subject, PeerId peer) {
    Progress now = progress.computeIfAbsent(subject, key -> new Progress());
    if (now.holders.size() < MOST_HOLDERS && now.holders.add(peer)) {
      now.failures = 0;
    }
  }

  private void look(Subject subject) throws InterruptedException {
    boolean more = begin(subject);
    while (more) {
      boolean told = false;
      try {
        told = tell(subject);
      } catch (StreamException e) {
        LOG.debug("Report {} is disputed, and not here", subject.report(), e);
        if (e.fault() != Fault.CANCELLED) {
          lookLater(subject);
        }
      } finally {
        more = end(subject, told);
      }
    }
  }

  /** Who has it may have had no time now, or not know yet who this node is. */
  private void lookLater(Subject subject) {
    int failures = failed(subject);
    if (failures < TRIES) {
      var unused =
          workers.startLater(
              "disputed report", Duration.ofSeconds(1L << failures), () -> lookAgain(subject));
    }
  }

  private synchronized int failed(Subject subject) {
    return ++progress.computeIfAbsent(subject, key -> new Progress()).failures;
  }

  private void lookAgain(Subject subject) throws InterruptedException {
    if (known().contains(subject)) {
      look(subject);
    }
  }

  private synchronized boolean begin(Subject subject) {
    Progress now = progress.computeIfAbsent(subject, key -> new Progress());
    now.again = now.busy;
    boolean free = !now.busy && !now.told;
    now.busy |= free;
    return free;
  }

  /** Whether to begin again, since somebody else may have the report or judge it now. */
  private synchronized boolean end(Subject subject, boolean told) {
    Progress now = progress.computeIfAbsent(subject, key -> new Progress());
    boolean again = now.again && !told;
    now.again = false;
    now.told = told;
    now.busy = again;
    return again;
  }

  private boolean tell(Subject subject) throws StreamException, InterruptedException {
    Optional<WorkReport> report = workers.compute(() -> reports.find(subject.report()));
    if (report.isEmpty()) {
      report = fetch(subject);
    }
    Auditor judge = auditor.get();
    if (report.isEmpty() || judge == null) {
      return false;
    }
    judge.audit(report.get(), subject.epoch());
    return true;
  }

  private Optional<WorkReport> fetch(Subject subject) throws StreamException, InterruptedException {
    ReportFetcher from = fetcher.get();
    if (from == null) {
      return Optional.empty();
    }
    room.acquire();
    try {
      WorkReport report = from.fetch(subject.report(), holders(subject));
      if (!reports.keep(subject.report(), report)) {
        LOG.debug("No room for report {}", subject.report());
      }
      return Optional.of(report);
    } finally {
      room.release();
    }
  }

  private synchronized List<PeerId> holders(Subject subject) {
    return new ArrayList<>(progress.computeIfAbsent(subject, key -> new Progress()).holders);
  }
}
