package io.tessera.protocol.ce145;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.Auditor;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportCredential;
import io.tessera.work.ReportPool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Reports that somebody has judged invalid get to this node's auditor. */
class DisputedTest {
  private static final Hash HASH = Hash.fromHex("11".repeat(32));
  private static final PublishedJudgment NEGATIVE =
      new PublishedJudgment(7, 5, false, HASH, Ed25519Signature.wrap(new byte[64]));
  private static final WorkReport REPORT =
      new WorkReport(
          new PackageSpec(HASH, 1, HASH, HASH, 0),
          new RefineContext(HASH, HASH, HASH, HASH, 0, List.of()),
          0,
          HASH,
          0,
          Bytes.EMPTY,
          List.of(),
          List.of());

  private final Reports reports = new Reports();
  private final List<String> audited = new ArrayList<>();
  private final List<List<PeerId>> asked = new ArrayList<>();
  private final Inline workers = new Inline();
  private final Disputed disputed = new Disputed(reports, workers);
  private final Auditor auditor =
      (report, epoch) -> {
        assertEquals(REPORT, report);
        audited.add("of epoch " + epoch);
      };

  /** Runs all at once on the thread of the test, but for what is to wait. */
  private static final class Inline implements Workers {
    private final Deque<Task> waiting = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();

    @Override
    public Future<?> startLater(String name, Duration pause, Task task) {
      waiting.add(task);
      pauses.add(pause);
      return new CompletableFuture<Void>();
    }

    @Override
    public Future<?> start(String name, Task task) {
      try {
        task.run();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Future<?> repeat(String name, Duration period, Task task) {
      throw new AssertionError(name);
    }
  }

  private static final class Reports implements ReportPool {
    private final Map<Hash, WorkReport> held = new HashMap<>();

    @Override
    public Optional<WorkReport> find(Hash report) {
      return Optional.ofNullable(held.get(report));
    }

    @Override
    public boolean knows(Hash report) {
      return held.containsKey(report);
    }

    @Override
    public boolean isReportedSince(Hash report, long slot) {
      return knows(report);
    }

    @Override
    public Optional<ReportCredential> credential(Hash report) {
      return Optional.empty();
    }

    @Override
    public boolean keep(Hash hash, WorkReport report) {
      return held.put(hash, report) == null;
    }

    @Override
    public int size() {
      return held.size();
    }
  }

  private WorkReport fetch(Hash report, List<PeerId> holders) throws StreamException {
    assertEquals(HASH, report);
    asked.add(holders);
    if (asked.size() == 1) {
      throw new StreamException(Fault.UNAVAILABLE, "not here");
    }
    return REPORT;
  }

  private void negative(int sender) throws InterruptedException {
    disputed.look(NEGATIVE, Optional.of(TestNode.id(sender)));
  }

  @Test
  void aReportThatIsHereIsAuditedOnce() throws Exception {
    reports.keep(HASH, REPORT);
    disputed.bindFetcher(this::fetch);
    disputed.bindAuditor(auditor);
    negative(1);
    negative(2);
    assertEquals(List.of("of epoch 7"), audited);
    assertEquals(List.of(), asked);
  }

  @Test
  void aMissingReportIsRequestedFromTheSendersFirst() throws Exception {
    disputed.bindFetcher(this::fetch);
    disputed.bindAuditor(auditor);
    negative(1);
    assertEquals(List.of(), audited);
    negative(2);
    assertEquals(List.of("of epoch 7"), audited);
    assertEquals(List.of(List.of(TestNode.id(1)), List.of(TestNode.id(1), TestNode.id(2))), asked);
    assertEquals(Optional.of(REPORT), reports.find(HASH));
    negative(3);
    assertEquals(2, asked.size());
  }

  @Test
  void aReportThatNobodyHadIsRequestedAgainAfterPausesThatDouble() throws Exception {
    disputed.bindFetcher(this::fetch);
    disputed.bindAuditor(auditor);
    negative(1);
    assertEquals(List.of(), audited);
    workers.waiting.poll().run();
    assertEquals(List.of("of epoch 7"), audited);
    assertEquals(List.of(Duration.ofSeconds(2)), workers.pauses);
  }

  @Test
  void requestsHaveAnEndUnlessSomebodyElseHasTheReport() throws Exception {
    disputed.bindFetcher(
        (report, holders) -> {
          asked.add(holders);
          throw new StreamException(Fault.UNAVAILABLE, "not here");
        });
    negative(1);
    runAll();
    assertEquals(Disputed.TRIES, asked.size());
    assertEquals(
        List.of(2, 4, 8, 16), workers.pauses.stream().map(it -> (int) it.toSeconds()).toList());
    negative(1);
    runAll();
    assertEquals(Disputed.TRIES + 1, asked.size(), "the same one says it again");
    negative(2);
    runAll();
    assertEquals(2 * Disputed.TRIES + 1, asked.size());
  }

  private void runAll() throws InterruptedException {
    while (!workers.waiting.isEmpty()) {
      workers.waiting.poll().run();
    }
  }

  @Test
  void withoutAnAuditorMissingReportsAreRequestedAndHeld() throws Exception {
    disputed.bindFetcher(this::fetch);
    negative(1);
    negative(2);
    assertEquals(Optional.of(REPORT), reports.find(HASH));
    disputed.bindAuditor(auditor);
    assertEquals(List.of("of epoch 7"), audited, "who comes later is told");
    disputed.unbindAuditor(auditor);
    negative(3);
    assertEquals(1, audited.size());
  }

  @Test
  void withoutAFetcherNothingIsRequested() throws Exception {
    disputed.bindAuditor(auditor);
    negative(1);
    assertEquals(List.of(), audited);
    asked.add(List.of());
    disputed.bindFetcher(this::fetch);
    assertEquals(List.of("of epoch 7"), audited, "who comes later is asked");
  }

  @Test
  void whoSendsAJudgmentWhileTheReportIsRequestedIsAskedThen() throws Exception {
    disputed.bindAuditor(auditor);
    disputed.bindFetcher(
        (report, holders) -> {
          asked.add(holders);
          if (asked.size() > 1) {
            return REPORT;
          }
          try {
            negative(2); // as if on another thread
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          throw new StreamException(Fault.UNAVAILABLE, "not here");
        });
    negative(1);
    assertEquals(2, asked.size());
    assertEquals(List.of(TestNode.id(1), TestNode.id(2)), asked.getLast());
    assertEquals(List.of("of epoch 7"), audited);
  }
}
