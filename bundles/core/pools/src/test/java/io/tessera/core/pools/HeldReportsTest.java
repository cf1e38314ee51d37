package io.tessera.core.pools;

import static io.tessera.core.pools.AuditFixture.SLOT;
import static io.tessera.core.pools.AuditFixture.TINY;
import static io.tessera.core.pools.AuditFixture.report;
import static io.tessera.core.pools.AuditFixture.withGuarantees;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.WorkReport;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Reports of recent blocks are found in the store, and some requested ones are held. */
class HeldReportsTest {
  private final AuditFixture at = new AuditFixture();
  private final HeldReports reports = new HeldReports(at.chain, at.clock, AuditFixture.WORKERS);
  private final WorkReport first = report(0, 1);
  private final WorkReport second = report(1, 2);

  HeldReportsTest() {
    at.chain.listen(reports);
  }

  private static Hash hash(WorkReport report) {
    return HeldReports.hash(report);
  }

  private EncodedBlock block(long slot, WorkReport... brought) {
    return at.builder.child(
        at.chain.genesis(),
        slot,
        withGuarantees(List.of(brought).stream().map(at::guarantee).toArray(Guarantee[]::new)));
  }

  private void add(EncodedBlock block) {
    assertTrue(at.chain.importBlocks(List.of(block), Origin.FILE).rejection().isEmpty());
  }

  @Test
  void whatABlockHasReportedIsFound() {
    add(block(SLOT, first, second));
    assertTrue(reports.knows(hash(first)));
    assertEquals(Optional.of(first), reports.find(hash(first)));
    assertEquals(Optional.of(second), reports.find(hash(second)));
    assertEquals(Optional.of(at.credential(hash(second), 1)), reports.credential(hash(second)));
    assertFalse(reports.knows(hash(report(0, 3))));
    assertEquals(Optional.empty(), reports.find(hash(report(0, 3))));
    assertEquals(Optional.empty(), reports.credential(hash(report(0, 3))));
    assertEquals(2, reports.size());
  }

  @Test
  void allForksCountAndTheLatestTellsSinceWhen() {
    add(block(SLOT - 2, first));
    add(block(SLOT - 1, first));
    assertTrue(reports.isReportedSince(hash(first), SLOT - 1));
    assertFalse(reports.isReportedSince(hash(first), SLOT));
    assertFalse(reports.isReportedSince(hash(second), 0));
    assertEquals(1, reports.size());
  }

  @Test
  void afterTwoEpochsReportsAreForgotten() {
    add(block(SLOT - 1, first));
    add(block(SLOT, first));
    at.pass(2 * TINY.epochLength());
    add(block(SLOT + 1, second));
    assertTrue(reports.knows(hash(first)));
    at.pass(1);
    add(block(SLOT + 2));
    assertFalse(reports.knows(hash(first)));
    assertTrue(reports.knows(hash(second)));
    add(block(SLOT, report(0, 4)));
    assertFalse(reports.knows(hash(report(0, 4))), "too old when it came");
  }

  /** Who does not know the newest could not judge them: those are the ones under audit. */
  @Test
  void beyondTheBoundTheOldestReportsAreForgotten() {
    HeldReports few = new HeldReports(at.chain, at.clock, AuditFixture.WORKERS, 2);
    at.chain.listen(few);
    add(block(SLOT - 2, first));
    add(block(SLOT - 1, second));
    add(block(SLOT, report(0, 3)));
    assertFalse(few.knows(hash(first)));
    assertTrue(few.knows(hash(second)));
    assertTrue(few.knows(hash(report(0, 3))));
    add(block(SLOT - 3, report(0, 4)));
    assertFalse(few.knows(hash(report(0, 4))), "older than those that are known");
    assertEquals(2, few.size());
  }

  /** A request has 32 bytes, a block has megabytes. */
  @Test
  void aBlockIsReadOnceForAllItsReportsUntilTheNextOneComes() {
    AtomicInteger reads = new AtomicInteger();
    Chain counting =
        (Chain)
            Proxy.newProxyInstance(
                Chain.class.getClassLoader(),
                new Class<?>[] {Chain.class},
                (self, method, arguments) -> {
                  reads.addAndGet(method.getName().equals("raw") ? 1 : 0);
                  return method.invoke(at.chain, arguments);
                });
    HeldReports counted = new HeldReports(counting, at.clock, AuditFixture.WORKERS);
    at.chain.listen(counted);
    add(block(SLOT - 1, first, second));
    for (WorkReport each : List.of(first, second, first)) {
      assertEquals(Optional.of(each), counted.find(hash(each)));
    }
    assertEquals(1, reads.get());
    add(block(SLOT, report(0, 3)));
    assertEquals(Optional.of(report(0, 3)), counted.find(hash(report(0, 3))));
    assertEquals(Optional.of(first), counted.find(hash(first)));
    assertEquals(3, reads.get());
  }

  @Test
  void requestedReportsAreHeldWithinBounds() {
    for (int i = 0; i < HeldReports.MOST_KEPT; i++) {
      assertTrue(reports.keep(hash(report(0, i)), report(0, i)));
    }
    assertEquals(Optional.of(report(0, 7)), reports.find(hash(report(0, 7))));
    WorkReport oneMore = report(0, 500);
    assertFalse(reports.keep(hash(oneMore), oneMore), "newcomers push nothing out");
    assertEquals(Optional.empty(), reports.find(hash(oneMore)));
    assertTrue(reports.keep(hash(report(0, 7)), report(0, 7)), "held already");
    add(block(SLOT, report(0, 7)));
    add(block(SLOT + 1));
    assertTrue(reports.keep(hash(oneMore), oneMore), "since a block has brought another");
    at.pass(2 * TINY.epochLength() + 1);
    add(block(SLOT + 2));
    assertEquals(0, reports.size());
  }
}
