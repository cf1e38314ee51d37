package io.tessera.core.pools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.authoring.WorkPackageRules;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.ReportedPackage;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.net.NodeKey;
import io.tessera.testing.testkit.Background;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.Imports;
import io.tessera.work.PackageListener;
import io.tessera.work.PackagePool.Reservation;
import io.tessera.work.RefusedException;
import io.tessera.work.ReportSignature;
import io.tessera.work.Submission;
import io.tessera.work.WorkPackageProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Packages are queued when the chain could report them, and with the data that they name. */
class HeldPackagesTest {
  private static final PeerId BUILDER = TestNode.id(2);
  private static final PeerId OTHER = TestNode.id(3);
  private static final int SELF = 0;

  private final WorkChain work = new WorkChain();
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final HeadAssignments assignments = new HeadAssignments(work.chain, workers);
  private final HeldPackages pool =
      new HeldPackages(work.chain, work.clock, assignments, new Self(), workers);
  private final int core = work.assignments(1).cores().get(SELF);
  private final List<String> told = new ArrayList<>();

  private record Self() implements NodeKey {
    @Override
    public PeerId id() {
      return WorkChain.id(SELF);
    }

    @Override
    public byte[] seed() {
      throw new AssertionError("nothing is signed");
    }
  }

  HeldPackagesTest() {
    pool.addListener(
        new PackageListener() {
          @Override
          public void held(Submission submission, PeerId builder) {
            told.add("held of " + builder.shortName());
          }

          @Override
          public void refused(PeerId builder, String why) {
            told.add("refused of " + builder.shortName());
          }
        });
  }

  @AfterEach
  void close() {
    workers.close();
  }

  private Reservation reserve(WorkPackage workPackage)
      throws RefusedException, InterruptedException {
    return pool.reserve(BUILDER, core, workPackage, Optional.empty());
  }

  private void submit(PeerId builder, WorkPackage workPackage)
      throws RefusedException, InterruptedException {
    try (Reservation room = pool.reserve(builder, core, workPackage, Optional.empty())) {
      room.submit();
    }
  }

  private WorkPackage plain(int number) {
    return Packages.plain(work.context(), number);
  }

  private void assertLie(Executable call) {
    assertTrue(assertThrows(RefusedException.class, call).isLie());
    assertEquals(List.of("refused of " + BUILDER.shortName()), told);
    assertEquals(List.of(), pool.held());
  }

  private void assertNotNow(WorkPackage workPackage) {
    assertFalse(assertThrows(RefusedException.class, () -> reserve(workPackage)).isLie());
    assertEquals(List.of(), told);
  }

  // ---- what is held

  @Test
  void aPackageWithItsExtrinsicsIsHeldAndTold() throws Exception {
    WorkPackage workPackage = Packages.withExtrinsic(work.context());
    try (Reservation room = reserve(workPackage)) {
      assertEquals(List.of(), pool.held(), "its data is missing");
      room.extrinsic(Packages.BLOB);
      room.submit();
    }
    Submission expected =
        new Submission(
            core,
            WorkPackageRules.hash(workPackage),
            workPackage,
            List.of(Packages.BLOB),
            Optional.empty());
    assertEquals(List.of(expected), pool.held());
    assertEquals(List.of("held of " + BUILDER.shortName()), told);
    pool.remove(expected.hash());
    assertEquals(List.of(), pool.held());
  }

  @Test
  void importsAreHeldWithTheirProofs() throws Exception {
    submitImports(Packages.MAPPINGS);
    List<List<Hash>> proofs =
        List.of(Packages.TREE.justification(2, 0), Packages.TREE.justification(0, 0));
    Imports expected =
        new Imports(
            Packages.MAPPINGS, List.of(Packages.SEGMENTS.get(2), Packages.SEGMENTS.get(0)), proofs);
    assertEquals(Optional.of(expected), pool.held().getFirst().imports());
  }

  private void submitImports(List<SegmentRootLookup> mappings)
      throws RefusedException, InterruptedException {
    try (Reservation room =
        pool.reserve(BUILDER, core, Packages.withImports(work.context()), Optional.of(mappings))) {
      room.extrinsic(Packages.BLOB);
      room.segment(Packages.SEGMENTS.get(2));
      room.segment(Packages.SEGMENTS.get(0));
      room.proof(Packages.TREE.justification(2, 0));
      room.proof(Packages.TREE.justification(0, 0));
      room.submit();
    }
  }

  /** Fetching them is left to the guarantor (CE 133). */
  @Test
  void importsNeedNotComeAlong() throws Exception {
    try (Reservation room = reserve(Packages.withImports(work.context()))) {
      room.extrinsic(Packages.BLOB);
      room.submit();
    }
    assertEquals(Optional.empty(), pool.held().getFirst().imports());
  }

  @Test
  void aPackageIsHeldOnce() throws Exception {
    submit(BUILDER, plain(1));
    told.clear();
    assertNotNow(plain(1));
    assertThrows(RefusedException.class, () -> submit(OTHER, plain(1)));
    assertEquals(1, pool.held().size());
  }

  /** Who announces a package and does not bring it keeps nobody else from it. */
  @Test
  void twoMayBringTheSamePackage() throws Exception {
    try (Reservation slow = reserve(plain(1))) {
      submit(OTHER, plain(1));
      assertThrows(RefusedException.class, slow::submit);
    }
    assertEquals(List.of("held of " + OTHER.shortName()), told);
  }

  // ---- the chain

  @Test
  void aCoreThatThisNodeDoesNotGuaranteeIsNotTaken() throws Exception {
    int later = work.assignments(5).cores().get(SELF);
    assertEquals((core + 1) % WorkChain.TINY.cores(), later);
    submit(BUILDER, plain(1));
    try (Reservation next = pool.reserve(BUILDER, later, plain(2), Optional.empty())) {
      next.submit(); // the one of the next rotation
    }
    GuarantorAssignments nobody =
        new GuarantorAssignments(List.of(0), work.assignments(1).validators().subList(1, 2));
    HeldPackages idle =
        new HeldPackages(work.chain, work.clock, slot -> Optional.of(nobody), new Self(), workers);
    assertThrows(
        RefusedException.class, () -> idle.reserve(BUILDER, core, plain(3), Optional.empty()));
    HeldPackages blind =
        new HeldPackages(work.chain, work.clock, slot -> Optional.empty(), new Self(), workers);
    assertThrows(
        RefusedException.class, () -> blind.reserve(BUILDER, core, plain(3), Optional.empty()));
  }

  @Test
  void aCoreThatIsNotThereIsALie() {
    assertLie(() -> pool.reserve(BUILDER, WorkChain.TINY.cores(), plain(1), Optional.empty()));
  }

  @Test
  void aPackageBeyondTheLimitsIsALie() {
    int most = WorkChain.TINY.maxPackageExtrinsics();
    WorkPackage large =
        Packages.of(
            work.context(),
            Packages.item(List.of(), Collections.nCopies(most + 1, Packages.EXTRINSIC), 1));
    assertLie(() -> reserve(large));
  }

  @Test
  void anAnchorIsRecentAndItsRootsAreRight() {
    RefineContext good = work.context();
    assertNotNow(Packages.plain(with(good, WorkChain.AUTH_CODE, good.stateRoot()), 1));
    assertLie(() -> reserve(Packages.plain(with(good, good.anchor(), WorkChain.AUTH_CODE), 1)));
  }

  @Test
  void theBeefyRootOfTheAnchorIsRight() {
    RefineContext good = work.context();
    RefineContext other =
        new RefineContext(
            good.anchor(),
            good.stateRoot(),
            WorkChain.AUTH_CODE,
            good.lookupAnchor(),
            good.lookupAnchorSlot(),
            List.of());
    assertLie(() -> reserve(Packages.plain(other, 1)));
  }

  private static RefineContext with(RefineContext context, Hash anchor, Hash stateRoot) {
    return new RefineContext(
        anchor,
        stateRoot,
        context.beefyRoot(),
        context.lookupAnchor(),
        context.lookupAnchorSlot(),
        List.of());
  }

  @Test
  void aLookupAnchorIsOnTheChainAndNotTooOld() throws Exception {
    RefineContext good = work.context();
    assertNotNow(Packages.plain(lookingUp(good, good.lookupAnchor(), 1), 1));
    assertNotNow(Packages.plain(lookingUp(good, WorkChain.AUTH_CODE, 0), 1));
    work.advanceTo(WorkChain.TINY.lookupAnchorAge() + 1);
    assertThrows(
        RefusedException.class, () -> pool.reserve(BUILDER, 0, plain(1), Optional.empty()));
    assertThrows(
        RefusedException.class, () -> pool.reserve(BUILDER, 1, plain(1), Optional.empty()));
  }

  private static RefineContext lookingUp(RefineContext context, Hash anchor, long slot) {
    return new RefineContext(
        context.anchor(), context.stateRoot(), context.beefyRoot(), anchor, slot, List.of());
  }

  @Test
  void anAuthorizerWaitsInTheCoresPoolOrQueue() throws Exception {
    work.put(
        StateComponent.AUTHORIZER_POOLS, Collections.nCopies(WorkChain.TINY.cores(), List.of()));
    assertNotNow(plain(1));
    List<Hash> queue =
        new ArrayList<>(Collections.nCopies(WorkChain.TINY.authorizationsQueueSize(), Hash.ZERO));
    queue.set(3, WorkChain.AUTHORIZER);
    work.put(StateComponent.AUTHORIZER_QUEUES, Collections.nCopies(WorkChain.TINY.cores(), queue));
    submit(BUILDER, plain(1));
  }

  @Test
  void whatWasReportedIsNotTaken() {
    WorkPackage workPackage = plain(1);
    Hash hash = WorkPackageRules.hash(workPackage);
    BlockState before = work.head();
    work.remember(
        work.builder.child(work.chain.best(), 1).ref(), new ReportedPackage(hash, Hash.ZERO));
    know(before);
    assertNotNow(workPackage);
  }

  /** Lets the head's state have the root that a context already names. */
  private void know(BlockState before) {
    BlockState now = work.head();
    work.chain.know(
        work.chain.best().hash(),
        new BlockState(now.knowledge(), before.root(), now.values(), now.ranges()));
  }

  @Test
  void withoutTheWholeStateNothingIsTaken() {
    WorkPackage good = plain(1);
    BlockState all = work.head();
    work.chain.know(
        work.chain.best().hash(),
        new BlockState(StateKnowledge.CONSENSUS, all.root(), all.values(), all.ranges()));
    assertNotNow(good);
  }

  @Test
  void aMappingThatAReportContradictsIsNotTaken() {
    WorkPackage good = Packages.withImports(work.context());
    BlockState before = work.head();
    work.remember(
        work.builder.child(work.chain.best(), 1).ref(),
        new ReportedPackage(Packages.EXPORTER, Hash.ZERO));
    know(before);
    RefusedException refusal =
        assertThrows(
            RefusedException.class,
            () -> pool.reserve(BUILDER, core, good, Optional.of(Packages.MAPPINGS)));
    assertFalse(refusal.isLie());
  }

  @Test
  void mappingsThatDoNotFitThePackageAreALie() {
    assertLie(() -> submitImports(List.of()));
  }

  // ---- the processor

  @Test
  void aProcessorHasTheLastWord() throws Exception {
    WorkPackageProcessor strict =
        new WorkPackageProcessor() {
          @Override
          public void authorize(int core, WorkPackage workPackage) throws RefusedException {
            throw RefusedException.lie("not authorized");
          }

          @Override
          public ReportSignature guarantee(
              int core, List<SegmentRootLookup> mappings, WorkPackageBundle bundle) {
            throw new AssertionError("nothing is refined here");
          }
        };
    pool.bindProcessor(strict);
    assertLie(() -> reserve(plain(1)));
    pool.unbindProcessor(strict);
    submit(BUILDER, plain(1));
  }

  // ---- the data

  @Test
  void anotherExtrinsicIsALie() {
    assertLie(
        () -> {
          try (Reservation room = reserve(Packages.withExtrinsic(work.context()))) {
            room.extrinsic(Bytes.fromHex("0102030406"));
          }
        });
  }

  @Test
  void anExtrinsicTooManyIsALie() {
    assertLie(
        () -> {
          try (Reservation room = reserve(plain(1))) {
            room.extrinsic(Packages.BLOB);
          }
        });
  }

  @Test
  void aSegmentThatIsNotProvenIsALie() {
    assertLie(
        () -> {
          try (Reservation room =
              pool.reserve(
                  BUILDER,
                  core,
                  Packages.withImports(work.context()),
                  Optional.of(Packages.MAPPINGS))) {
            room.segment(Packages.SEGMENTS.get(1));
            room.proof(Packages.TREE.justification(2, 0));
          }
        });
  }

  @Test
  void missingDataIsALie() {
    assertLie(
        () -> {
          try (Reservation room = reserve(Packages.withExtrinsic(work.context()))) {
            room.submit();
          }
        });
  }

  // ---- bounds

  @Test
  void aBuilderHasRoomForSomePackages() throws Exception {
    for (int i = 0; i < HeldPackages.MOST_OF_BUILDER - 1; i++) {
      submit(BUILDER, plain(i));
    }
    told.clear();
    Reservation incoming = reserve(plain(100));
    assertNotNow(plain(101));
    submit(OTHER, plain(102));
    incoming.close();
    submit(BUILDER, plain(101)); // what did not come has given its room back
  }

  /** Nothing is read that there is no room for. */
  @Test
  void aBuilderHasRoomForSomeBytes() throws Exception {
    int most = WorkChain.TINY.maxBundleSize();
    int segment = (int) WorkChain.TINY.segmentSize() + 32 * 12;
    int imports = most / segment;
    WorkPackage large =
        Packages.of(
            work.context(),
            Packages.item(Collections.nCopies(imports, Packages.BY_ROOT), List.of(), 1));
    Reservation room = pool.reserve(BUILDER, core, large, Optional.of(List.of()));
    WorkPackage second =
        Packages.of(
            work.context(),
            Packages.item(Collections.nCopies(imports / 4, Packages.BY_ROOT), List.of(), 1));
    assertThrows(
        RefusedException.class, () -> pool.reserve(BUILDER, core, second, Optional.of(List.of())));
    pool.reserve(BUILDER, core, second, Optional.empty()).close(); // without its imports
    room.close();
    pool.reserve(BUILDER, core, second, Optional.of(List.of())).close();
    assertTrue(HeldPackages.MOST_BYTES >= 4 * HeldPackages.MOST_BYTES_OF_BUILDER);
  }

  @Test
  void allBuildersTogetherHaveRoomForSomePackages() throws Exception {
    int builders = HeldPackages.MOST / HeldPackages.MOST_OF_BUILDER;
    int number = 0;
    for (int builder : IntStream.range(10, 10 + builders).toArray()) {
      for (int i = 0; i < HeldPackages.MOST_OF_BUILDER; i++) {
        submit(TestNode.id(builder), plain(number++));
      }
    }
    told.clear();
    assertNotNow(plain(1000));
  }

  // ---- what goes

  @Test
  void whatIsReportedGoes() throws Exception {
    submit(BUILDER, plain(1));
    submit(BUILDER, plain(2));
    Hash first = pool.held().getFirst().hash();
    work.remember(
        work.builder.child(work.chain.best(), 1).ref(), new ReportedPackage(first, Hash.ZERO));
    pool.imported(List.of(), work.chain.best(), work.chain.best());
    assertEquals(1, pool.held().size());
    assertFalse(pool.held().getFirst().hash().equals(first));
  }

  @Test
  void whatHasAnOldAnchorGoes() throws Exception {
    submit(BUILDER, plain(1));
    pool.imported(List.of(), work.chain.best(), work.chain.best());
    assertEquals(1, pool.held().size());
    work.put(StateComponent.RECENT_HISTORY, new RecentHistory(List.of(), List.of()));
    pool.imported(List.of(), work.chain.best(), work.chain.best());
    assertEquals(List.of(), pool.held());
  }

  // ---- what does not come

  /** Four that announce as much as all may have, and send nothing. */
  private List<Future<?>> announceAll() throws Exception {
    List<Future<?>> announced = new ArrayList<>();
    for (int i = 20; i < 24; i++) {
      PeerId builder = TestNode.id(i);
      CountDownLatch reserved = new CountDownLatch(1);
      announced.add(
          Background.run(
              () -> {
                Optional<List<SegmentRootLookup>> mappings = Optional.of(List.of());
                try (Reservation room = pool.reserve(builder, core, large(), mappings)) {
                  reserved.countDown();
                  new CountDownLatch(1).await();
                  return room;
                }
              }));
      reserved.await();
    }
    assertThrows(
        RefusedException.class, () -> pool.reserve(BUILDER, core, large(), Optional.of(List.of())));
    return announced;
  }

  private WorkPackage large() {
    int segment = (int) WorkChain.TINY.segmentSize() + 32 * 12;
    int imports = WorkChain.TINY.maxBundleSize() / segment;
    return Packages.of(
        work.context(),
        Packages.item(Collections.nCopies(imports, Packages.BY_ROOT), List.of(), 1));
  }

  private static void assertInterrupted(List<Future<?>> announced) {
    for (Future<?> each : announced) {
      ExecutionException e = assertThrows(ExecutionException.class, each::get);
      assertEquals(InterruptedException.class, e.getCause().getClass());
    }
  }

  @Test
  void roomForWhatIsOnlyAnnouncedIsGivenBackWithItsAnchor() throws Exception {
    List<Future<?>> announced = announceAll();
    pool.imported(List.of(), work.chain.best(), work.chain.best());
    assertTrue(announced.stream().noneMatch(Future::isDone), "the anchor is recent");
    RecentHistory history = work.head().read(StateComponent.RECENT_HISTORY, WorkChain.TINY);
    work.put(StateComponent.RECENT_HISTORY, new RecentHistory(List.of(), List.of()));
    pool.imported(List.of(), work.chain.best(), work.chain.best());
    assertInterrupted(announced);
    work.put(StateComponent.RECENT_HISTORY, history);
    pool.reserve(BUILDER, core, large(), Optional.of(List.of())).close();
  }

  /** No matter whether a byte comes now and then. */
  @Test
  void roomForWhatDoesNotComeInTimeIsGivenBack() throws Exception {
    List<Future<?>> announced = announceAll();
    work.time.advance(HeldPackages.MOST_TIME.minusNanos(1));
    assertTrue(announced.stream().noneMatch(Future::isDone));
    work.time.advance(Duration.ofNanos(1));
    assertInterrupted(announced);
  }

  @Test
  void whatHasComeOrWasGivenUpIsNotInterrupted() throws Exception {
    submit(BUILDER, plain(1));
    reserve(plain(2)).close();
    assertEquals(0, work.time.waiting());
    work.time.advance(HeldPackages.MOST_TIME);
    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(1, pool.held().size());
  }

  @Test
  void whatComesTooLateIsNotTaken() throws Exception {
    try (Reservation room = reserve(plain(1))) {
      work.time.advance(HeldPackages.MOST_TIME);
      assertTrue(Thread.interrupted());
      assertFalse(assertThrows(RefusedException.class, room::submit).isLie());
    }
    assertEquals(List.of(), pool.held());
  }
}
