package io.tessera.core.pools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.execution.GuaranteeRulesComponent;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkExecResult;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.block.WorkResult;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.ReportedPackage;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.net.event.NodeEvent;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.GuaranteeListener;
import io.tessera.work.RefusedException;
import io.tessera.work.event.GuaranteeEvents.DiscardReason;
import io.tessera.work.event.GuaranteeEvents.GuaranteeDiscarded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only what the next block could bring is held, and offered to the author in the right order. */
class HeldGuaranteesTest {
  private static final Optional<PeerId> PEER = Optional.of(TestNode.id(2));

  private final WorkChain work = new WorkChain();
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final List<NodeEvent> events = new ArrayList<>();
  private final HeldGuarantees pool =
      new HeldGuarantees(
          work.chain, work.clock, new GuaranteeRulesComponent(), workers, events::add);

  @AfterEach
  void close() {
    workers.close();
  }

  private List<Guarantee> forBlock(long slot) {
    return pool.guarantees(slot, work.chain.best(), work.head());
  }

  private RefusedException refused(Guarantee guarantee) {
    RefusedException refusal =
        assertThrows(RefusedException.class, () -> pool.offer(guarantee, PEER));
    assertEquals(List.of(), pool.held());
    return refusal;
  }

  private void assertLie(Guarantee guarantee) {
    assertTrue(refused(guarantee).isLie());
  }

  private void assertNotNow(Guarantee guarantee) {
    assertFalse(refused(guarantee).isLie());
  }

  // ---- what is held

  @Test
  void whatTheNextBlockCouldBringIsHeldAndTold() throws Exception {
    List<Optional<PeerId>> told = new ArrayList<>();
    GuaranteeListener listener = (guarantee, from) -> told.add(from);
    pool.addListener(listener);
    Guarantee two = work.guarantee(work.report(1, 0), 1, 2);
    Guarantee three = work.guarantee(work.report(2, 1), 0, 3);
    assertTrue(pool.offer(two, PEER));
    assertTrue(pool.offer(three, Optional.empty()));
    assertEquals(List.of(two, three), pool.held());
    assertEquals(List.of(PEER, Optional.empty()), told);
    assertEquals(Optional.of(two.report()), pool.find(WorkChain.hash(two.report())));
    assertEquals(Optional.empty(), pool.find(WorkChain.workPackage(1)));
    pool.removeListener(listener);
    pool.offer(work.guarantee(work.report(3, 0), 1, 2), PEER);
    assertEquals(2, told.size());
  }

  @Test
  void theSameReportIsHeldOnce() throws Exception {
    assertTrue(pool.offer(work.guarantee(work.report(1, 0), 1, 2), PEER));
    assertFalse(pool.offer(work.guarantee(work.report(1, 0), 1, 3), PEER));
    assertEquals(1, pool.held().size());
  }

  /** Who would push others out finds no room. */
  @Test
  void aCoreAndRotationHaveTwoCandidates() throws Exception {
    assertTrue(pool.offer(work.guarantee(work.report(1, 0), 1, 2), PEER));
    assertTrue(pool.offer(work.guarantee(work.report(2, 0), 1, 2), PEER));
    assertFalse(pool.offer(work.guarantee(work.report(3, 0), 1, 2), PEER));
    assertTrue(pool.offer(work.guarantee(work.report(4, 1), 1, 2), PEER), "another core");
    work.advanceTo(4);
    assertTrue(pool.offer(work.guarantee(work.report(5, 0), 4, 2), PEER), "another rotation");
    assertEquals(4, pool.held().size());
  }

  @Test
  void whatTheBestChainHasMakesRoom() throws Exception {
    assertTrue(pool.offer(work.guarantee(work.report(1, 0), 1, 2), PEER));
    assertTrue(pool.offer(work.guarantee(work.report(2, 0), 1, 2), PEER));
    work.reported(1);
    assertTrue(pool.offer(work.guarantee(work.report(3, 0), 1, 2), PEER));
    assertEquals(3, pool.held().size(), "the first may be needed when the chain switches");
  }

  @Test
  void whatABlockHasBroughtIsBounded() throws Exception {
    int most = HeldGuarantees.MOST_OF_CORE;
    for (int number = 0; number <= most; number++) {
      assertTrue(pool.offer(work.guarantee(work.report(number, 0), 1, 2), PEER));
      if (number < most - 1) {
        work.reported(number);
      }
    }
    assertEquals(HeldGuarantees.MOST_OF_CORE, pool.held().size());
    assertEquals(List.of(DiscardReason.REPORTED), reasons());
  }

  // ---- lies

  @Test
  void oneSignatureIsTooFew() {
    assertLie(work.guarantee(work.report(1, 0), 1, 1));
  }

  @Test
  void fourSignaturesAreTooMany() {
    Guarantee three = work.guarantee(work.report(1, 0), 1, 3);
    List<ValidatorSignature> four = new ArrayList<>(three.signatures());
    four.add(new ValidatorSignature(5, four.getFirst().signature()));
    assertLie(new Guarantee(three.report(), 1, four));
  }

  @Test
  void signersAscend() {
    Guarantee good = work.guarantee(work.report(1, 0), 1, 2);
    assertLie(new Guarantee(good.report(), 1, good.signatures().reversed()));
    assertLie(
        new Guarantee(
            good.report(), 1, List.of(good.signatures().getFirst(), good.signatures().getFirst())));
  }

  @Test
  void aWrongSignatureIsALie() {
    Guarantee good = work.guarantee(work.report(1, 0), 1, 2);
    byte[] bytes = good.signatures().getLast().signature().toByteArray();
    bytes[3] ^= 1;
    ValidatorSignature bad =
        new ValidatorSignature(
            good.signatures().getLast().validatorIndex(), Ed25519Signature.wrap(bytes));
    assertLie(new Guarantee(good.report(), 1, List.of(good.signatures().getFirst(), bad)));
  }

  /** Then the signers may be others than this node believes. */
  @Test
  void aWrongSignatureProvesNothingToWhoIsEpochsBehind() {
    long slot = 2L * WorkChain.TINY.epochLength();
    Guarantee good = work.guarantee(work.report(1, 0), slot, 2);
    work.advanceTo(slot);
    Guarantee swapped =
        new Guarantee(work.report(2, 0), slot, good.signatures()); // of another report
    assertNotNow(swapped);
  }

  @Test
  void aSignatureOfAnotherReportIsALie() {
    Guarantee good = work.guarantee(work.report(1, 0), 1, 2);
    assertLie(new Guarantee(work.report(2, 0), 1, good.signatures()));
  }

  @Test
  void outputsAboveTheLimitAreALie() {
    WorkReport report = work.report(1, 0);
    WorkResult result = report.results().getFirst();
    WorkResult large =
        new WorkResult(
            result.serviceId(),
            result.codeHash(),
            result.payloadHash(),
            result.accumulateGas(),
            new WorkExecResult.Ok(Bytes.wrap(new byte[WorkChain.TINY.maxReportSize() + 1])),
            result.refineLoad());
    WorkReport big =
        new WorkReport(
            report.packageSpec(),
            report.context(),
            0,
            report.authorizerHash(),
            5,
            Bytes.EMPTY,
            List.of(),
            List.of(large));
    assertLie(work.guarantee(big, 1, 2));
  }

  // ---- what is right elsewhere or at another time

  @Test
  void whoIsNotAssignedGuaranteesNothing() {
    List<Integer> others = work.assignments(1).on(1).subList(0, 2);
    assertNotNow(WorkChain.signed(work.report(1, 0), 1, others));
  }

  @Test
  void aSlotToComeIsNotTaken() {
    assertNotNow(work.guarantee(work.report(1, 0), 2, 2));
  }

  @Test
  void aSlotBeforeThePreviousRotationIsNotTaken() throws Exception {
    Guarantee old = work.guarantee(work.report(1, 0), 3, 2);
    work.advanceTo(8);
    assertNotNow(old);
    Guarantee previous = work.guarantee(work.report(2, 0), 7, 2);
    assertTrue(pool.offer(previous, PEER));
  }

  /** In a new epoch's first rotation the previous one is the last of the epoch before. */
  @Test
  void theRotationBeforeTheEpochCounts() throws Exception {
    long first = WorkChain.TINY.epochLength();
    Guarantee before = work.guarantee(work.report(1, 0), first - 1, 2);
    Guarantee after = work.guarantee(work.report(2, 1), first, 2);
    work.advanceTo(first);
    assertTrue(pool.offer(before, PEER));
    assertTrue(pool.offer(after, PEER));
  }

  @Test
  void anAnchorThatIsNotRecentIsNotTaken() {
    WorkReport report = work.report(1, 0);
    work.put(StateComponent.RECENT_HISTORY, new RecentHistory(List.of(), List.of()));
    assertNotNow(work.guarantee(report, 1, 2));
  }

  @Test
  void whatWasReportedIsNotTaken() {
    work.reported(1);
    assertNotNow(work.guarantee(work.report(1, 0), 1, 2));
  }

  @Test
  void withoutTheWholeStateNothingIsTaken() {
    Guarantee good = work.guarantee(work.report(1, 0), 1, 2);
    BlockState all = work.head();
    work.chain.know(
        work.chain.best().hash(),
        new BlockState(StateKnowledge.CONSENSUS, all.root(), all.values(), all.ranges()));
    assertNotNow(good);
  }

  // ---- what a block brings

  @Test
  void aBlockBringsOneOfEachCoreInOrder() throws Exception {
    Guarantee second = work.guarantee(work.report(1, 1), 1, 2);
    Guarantee weak = work.guarantee(work.report(2, 0), 1, 2);
    Guarantee strong = work.guarantee(work.report(3, 0), 1, 3);
    for (Guarantee guarantee : List.of(second, weak, strong)) {
      assertTrue(pool.offer(guarantee, PEER));
    }
    assertEquals(List.of(strong, second), forBlock(1), "three signatures before two");
    assertEquals(List.of(), forBlock(100), "their slots are long over");
  }

  @Test
  void aCoreWithAReportIsLeftOutUntilItTimesOut() throws Exception {
    Guarantee guarantee = work.guarantee(work.report(1, 0), 1, 2);
    assertTrue(pool.offer(guarantee, PEER));
    PendingReport pending = new PendingReport(work.report(9, 0), 0);
    BlockState before = work.head();
    work.put(
        StateComponent.PENDING_REPORTS,
        new PendingReports(List.of(Optional.of(pending), Optional.empty())));
    BlockState busy =
        new BlockState(
            before.knowledge(), before.root(), work.head().values(), work.head().ranges());
    int timeout = WorkChain.TINY.assuranceTimeout();
    assertEquals(List.of(), pool.guarantees(timeout - 1, work.chain.best(), busy));
    assertEquals(List.of(guarantee), pool.guarantees(timeout, work.chain.best(), busy));
  }

  @Test
  void onePackageIsReportedOnOneCore() throws Exception {
    assertTrue(pool.offer(work.guarantee(work.report(1, 0), 1, 2), PEER));
    assertTrue(pool.offer(work.guarantee(work.report(1, 1), 1, 3), PEER));
    assertEquals(1, forBlock(1).size());
    assertEquals(1, forBlock(1).getFirst().report().coreIndex(), "the one with more signatures");
  }

  /** Core 0 imports what core 1 exports in the same block. */
  @Test
  void whatDependsOnAnotherComesWithIt() throws Exception {
    Guarantee exporting = work.guarantee(work.report(1, 1), 1, 2);
    SegmentRootLookup lookup =
        new SegmentRootLookup(WorkChain.workPackage(1), WorkChain.exports(1));
    Guarantee importing = work.guarantee(work.report(2, 0, List.of(lookup)), 1, 3);
    assertTrue(pool.offer(exporting, PEER));
    assertTrue(pool.offer(importing, PEER));
    assertEquals(List.of(importing, exporting), forBlock(1));
  }

  /** Which of two validators' streams is quicker is nobody's fault. */
  @Test
  void whatComesBeforeThatWhichItDependsOnWaitsForIt() throws Exception {
    SegmentRootLookup lookup =
        new SegmentRootLookup(WorkChain.workPackage(1), WorkChain.exports(1));
    Guarantee importing = work.guarantee(work.report(2, 0, List.of(lookup)), 1, 2);
    assertTrue(pool.offer(importing, PEER));
    assertEquals(List.of(), forBlock(1));
    Guarantee exporting = work.guarantee(work.report(1, 1), 1, 2);
    assertTrue(pool.offer(exporting, PEER));
    assertEquals(List.of(importing, exporting), forBlock(1));
  }

  @Test
  void whatHasAPrerequisiteWaitsForIt() throws Exception {
    WorkReport report = afterPackage1(work.report(2, 0));
    Guarantee dependent = work.guarantee(report, 1, 2);
    assertTrue(pool.offer(dependent, PEER));
    assertEquals(List.of(), forBlock(1));
    Guarantee before = work.guarantee(work.report(1, 1), 1, 2);
    assertTrue(pool.offer(before, PEER));
    assertEquals(List.of(dependent, before), forBlock(1));
  }

  private static WorkReport afterPackage1(WorkReport report) {
    RefineContext context = report.context();
    return new WorkReport(
        report.packageSpec(),
        new RefineContext(
            context.anchor(),
            context.stateRoot(),
            context.beefyRoot(),
            context.lookupAnchor(),
            context.lookupAnchorSlot(),
            List.of(WorkChain.workPackage(1))),
        report.coreIndex(),
        report.authorizerHash(),
        report.authGasUsed(),
        report.authOutput(),
        report.segmentRootLookup(),
        report.results());
  }

  @Test
  void signaturesCountThoughADependencyIsMissing() {
    Guarantee other = work.guarantee(work.report(3, 0), 1, 2);
    assertLie(new Guarantee(afterPackage1(work.report(2, 0)), 1, other.signatures()));
  }

  @Test
  void whatTakesAReportedPackageForAnotherIsNotTaken() {
    work.reported(1);
    SegmentRootLookup wrong = new SegmentRootLookup(WorkChain.workPackage(1), WorkChain.exports(2));
    assertNotNow(work.guarantee(work.report(2, 0, List.of(wrong)), 1, 2));
  }

  // ---- what goes

  @Test
  void whatAFinalBlockHasBroughtGoes() throws Exception {
    Guarantee guarantee = work.guarantee(work.report(1, 0), 1, 2);
    assertTrue(pool.offer(guarantee, PEER));
    EncodedBlock block = work.builder.child(work.chain.best(), 1);
    BlockState before = work.head();
    work.chain.importBlocks(List.of(block), Origin.FILE);
    work.know(block.ref());
    work.remember(block.ref(), new ReportedPackage(WorkChain.workPackage(1), WorkChain.exports(1)));
    work.chain.know(work.chain.genesis().hash(), before);
    pool.imported(List.of(block), block.ref(), work.chain.genesis());
    assertEquals(List.of(guarantee), pool.held(), "not final yet");
    pool.imported(List.of(), block.ref(), block.ref());
    assertEquals(List.of(), pool.held());
    assertEquals(List.of(new GuaranteeDiscarded(guarantee, DiscardReason.REPORTED)), events);
  }

  private List<DiscardReason> reasons() {
    return events.stream().map(event -> ((GuaranteeDiscarded) event).reason()).toList();
  }

  @Test
  void whatIsTooOldGoes() throws Exception {
    assertTrue(pool.offer(work.guarantee(work.report(1, 0), 1, 2), PEER));
    work.advanceTo(7);
    pool.imported(List.of(), work.chain.best(), work.chain.best());
    assertEquals(1, pool.held().size());
    work.advanceTo(8);
    pool.imported(List.of(), work.chain.best(), work.chain.best());
    assertEquals(List.of(), pool.held());
    assertEquals(List.of(DiscardReason.NOT_REPORTABLE), reasons());
  }

  @Test
  void whatHasAnAnchorThatIsNotRecentAnyMoreGoes() throws Exception {
    assertTrue(pool.offer(work.guarantee(work.report(1, 0), 1, 2), PEER));
    work.put(StateComponent.RECENT_HISTORY, new RecentHistory(List.of(), List.of()));
    pool.imported(List.of(), work.chain.best(), work.chain.best());
    assertEquals(List.of(), pool.held());
  }
}
