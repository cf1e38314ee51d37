package io.tessera.core.availability;

import static io.tessera.testing.testkit.Background.faultOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.SlotClock;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.erasure.CodedPackage;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.ErasureTree;
import io.tessera.lib.erasure.PagedProofs;
import io.tessera.net.Fault;
import io.tessera.net.PeerStanding;
import io.tessera.net.StreamException;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.NodeEvents;
import io.tessera.testing.testkit.Background;
import io.tessera.testing.testkit.MemoryAvailability;
import io.tessera.testing.testkit.TestPackage;
import io.tessera.testing.testkit.TestState;
import io.tessera.testing.testkit.VirtualClock;
import io.tessera.work.AssignedShards;
import io.tessera.work.AuditShardFetcher;
import io.tessera.work.BundleFetcher;
import io.tessera.work.Coding;
import io.tessera.work.InvalidErasureRootException;
import io.tessera.work.ProvedSegment;
import io.tessera.work.SegmentFetcher;
import io.tessera.work.SegmentShardFetcher;
import io.tessera.work.event.AvailabilityEvents.BundleReconstructed;
import io.tessera.work.event.AvailabilityEvents.ReconstructingBundle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is asked after whom, and who is to blame. */
@Timeout(30)
class RecoveryTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final ErasureCode CODE = ErasureCode.of(TINY);
  private static final int CORE = 1;
  private static final TestPackage PACKAGE = TestPackage.of(TINY, CORE, 1, 500, 70);
  private static final WorkReport REPORT = PACKAGE.report();
  private static final PackageSpec SPEC = REPORT.packageSpec();
  private static final Bytes BUNDLE = PACKAGE.coded().bundle();

  private static final List<PeerId> ASSURERS =
      IntStream.range(0, 6).mapToObj(TestState::peer).toList();

  /** This node is none of them. */
  private static final PeerId SELF = TestState.peer(9);

  private static final List<PeerId> GUARANTORS = List.of(TestState.peer(20), TestState.peer(21));

  private final VirtualClock clock = new VirtualClock();
  private final MemoryAvailability store = new MemoryAvailability(TINY);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final List<PeerId> liars = new CopyOnWriteArrayList<>();
  private final Assurers assurers = new Assurers();
  private final List<PeerId> asked = new CopyOnWriteArrayList<>();
  private PeerId self = SELF;
  private BundleFetcher bundles = this::refuseBundle;
  private SegmentFetcher segments = this::refuseSegments;

  @AfterEach
  void close() {
    workers.close();
  }

  private Bytes refuseBundle(PeerId guarantor, WorkReport report) throws StreamException {
    asked.add(guarantor);
    throw new StreamException(Fault.UNAVAILABLE, "a test");
  }

  private List<ProvedSegment> refuseSegments(PeerId guarantor, List<SegmentFetcher.Wanted> wanted)
      throws StreamException {
    asked.add(guarantor);
    throw new StreamException(Fault.UNAVAILABLE, "a test");
  }

  /** Assurers that have their shards of a package, or say what the test says. */
  private static final class Assurers implements AuditShardFetcher, SegmentShardFetcher {
    private CodedPackage coded = PACKAGE.coded();
    private final Map<PeerId, Fault> faults = new ConcurrentHashMap<>();
    private final Set<PeerId> lying = ConcurrentHashMap.newKeySet();
    private final Set<PeerId> asked = ConcurrentHashMap.newKeySet();
    private final Set<PeerId> askedForProofs = ConcurrentHashMap.newKeySet();

    private void answer(PeerId assurer, int shard) throws StreamException {
      assertEquals(shard, CODE.shardOf(CORE, ASSURERS.indexOf(assurer)));
      asked.add(assurer);
      if (faults.containsKey(assurer)) {
        throw new StreamException(faults.get(assurer), "a test");
      }
    }

    @Override
    public Bytes fetch(PeerId assurer, PackageSpec spec, int shard) throws StreamException {
      answer(assurer, shard);
      return coded.bundleShards().get(shard);
    }

    @Override
    public List<Bytes> fetch(PeerId assurer, List<Wanted> wanted) throws StreamException {
      if (!lying.isEmpty() && !lying.contains(assurer)) {
        throw new StreamException(Fault.TIMEOUT, "slower than those who lie");
      }
      return shards(assurer, wanted);
    }

    private List<Bytes> shards(PeerId assurer, List<Wanted> wanted) throws StreamException {
      Wanted only = wanted.getFirst();
      answer(assurer, only.shard());
      byte[] all = coded.segmentShards().get(only.shard()).toByteArray();
      List<Bytes> shards = new ArrayList<>();
      for (int segment : only.segments()) {
        byte[] shard = new byte[2052];
        System.arraycopy(all, segment * 2052, shard, 0, 2052);
        shard[7] ^= (byte) (lying.contains(assurer) ? 1 : 0);
        shards.add(Bytes.wrap(shard));
      }
      return shards;
    }

    @Override
    public List<Bytes> fetchProved(PeerId assurer, List<Wanted> wanted) throws StreamException {
      askedForProofs.add(assurer);
      if (lying.contains(assurer)) {
        throw new StreamException(Fault.MISBEHAVED, "not the shard");
      }
      return shards(assurer, wanted);
    }
  }

  private Gatherer gatherer() {
    return new Gatherer(CODE, self, race(), new Random(1));
  }

  private Race race() {
    return new Race(standing(), workers, new SlotClock(clock, clock.timer(), 6));
  }

  private PeerStanding standing() {
    return new PeerStanding() {
      @Override
      public void misbehaved(PeerId peer, String reason) {
        liars.add(peer);
      }

      @Override
      public int of(PeerId peer) {
        return GOOD;
      }
    };
  }

  private final Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();

  private Future<Bytes> bundle(WorkReport report) {
    BundleRecoverer recoverer =
        new BundleRecoverer(
            Coding.of(TINY),
            store,
            self,
            gatherer(),
            race(),
            workers,
            events::add,
            () -> Optional.of(bundles),
            () -> Optional.of(assurers));
    return Background.run(() -> recoverer.recover(report, GUARANTORS, ASSURERS));
  }

  private Future<List<ProvedSegment>> segments(PackageSpec spec, Integer... indices) {
    SegmentRecoverer recoverer =
        new SegmentRecoverer(
            Coding.of(TINY),
            store,
            self,
            gatherer(),
            race(),
            workers,
            () -> Optional.of(segments),
            () -> Optional.of(assurers));
    return Background.run(
        () -> recoverer.recover(spec, CORE, List.of(indices), GUARANTORS, ASSURERS));
  }

  private static void assertProved(List<ProvedSegment> found, int... indices) throws Exception {
    assertEquals(indices.length, found.size());
    for (int i = 0; i < indices.length; i++) {
      assertEquals(PACKAGE.coded().segments().get(indices[i]), found.get(i).segment());
      PagedProofs.verify(
          found.get(i).segment(), indices[i], found.get(i).justification(), SPEC.exportsRoot());
    }
  }

  // ---- bundles

  @Test
  void aGuarantorIsAskedFirst() throws Exception {
    bundles = (guarantor, report) -> BUNDLE;
    assertEquals(BUNDLE, bundle(REPORT).get());
    assertEquals(Set.of(), assurers.asked);
  }

  @Test
  void fromGuarantorsThatFailTheAuditorFallsBackToShards() throws Exception {
    bundles =
        (guarantor, report) -> {
          asked.add(guarantor);
          Fault fault = guarantor.equals(GUARANTORS.getFirst()) ? Fault.MISBEHAVED : Fault.TIMEOUT;
          throw new StreamException(fault, "a test");
        };
    assertEquals(BUNDLE, bundle(REPORT).get());
    assertEquals(GUARANTORS, asked);
    assertEquals(List.of(GUARANTORS.getFirst()), liars);
    assertTrue(assurers.asked.size() >= CODE.threshold());
  }

  @Test
  void anyTwoOfSixAssurersSuffice() throws Exception {
    int trivial = 0;
    for (int first = 0; first < 6; first++) {
      for (int second = first + 1; second < 6; second++) {
        assurers.faults.clear();
        for (PeerId assurer : ASSURERS) {
          assurers.faults.put(assurer, Fault.UNAVAILABLE);
        }
        assurers.faults.remove(ASSURERS.get(first));
        assurers.faults.remove(ASSURERS.get(second));
        assertEquals(BUNDLE, bundle(REPORT).get());
        ReconstructingBundle begun = (ReconstructingBundle) events.poll();
        assertSame(begun, ((BundleReconstructed) events.poll()).begun());
        trivial += begun.trivial() ? 1 : 0;
      }
    }
    assertEquals(1, trivial, "of fifteen pairs, one has the original data");
  }

  @Test
  void whoSendsAnotherShardIsReported() throws Exception {
    ASSURERS.subList(0, 4).forEach(it -> assurers.faults.put(it, Fault.MISBEHAVED));
    assertEquals(BUNDLE, bundle(REPORT).get());
    assertTrue(ASSURERS.subList(0, 4).containsAll(liars));
  }

  @Test
  void tooFewAssurersAreTooFew() throws Exception {
    ASSURERS.subList(0, 5).forEach(it -> assurers.faults.put(it, Fault.TIMEOUT));
    assertEquals(Fault.UNAVAILABLE, faultOf(bundle(REPORT)));
    assertEquals(Set.copyOf(ASSURERS), assurers.asked, "all were asked");
  }

  @Test
  void anAssurersOwnShardIsOneOfThem() throws Exception {
    self = ASSURERS.getFirst();
    ASSURERS.subList(0, 5).forEach(it -> assurers.faults.put(it, Fault.TIMEOUT));
    int shard = CODE.shardOf(CORE, 0);
    store.put(SPEC.erasureRoot(), shard, MemoryAvailability.shardsOf(PACKAGE.coded(), shard));
    assertEquals(BUNDLE, bundle(REPORT).get());
    assertProved(segments(SPEC, 69).get(), 69);
    assertTrue(!assurers.asked.contains(self));
  }

  @Test
  void whatThisNodeHasGuaranteedItNeedNotAskFor() throws Exception {
    store.keep(PACKAGE.coded(), CORE, 0);
    assertEquals(BUNDLE, bundle(REPORT).get());
    assertProved(segments(SPEC, 3, 69).get(), 3, 69);
    assertEquals(List.of(), asked);
    assertEquals(Set.of(), assurers.asked);
  }

  /** The guarantor has committed to the shards of something else than the report says. */
  @Test
  void provedShardsThatGiveAnotherBundleConvictTheRoot() throws Exception {
    TestPackage other = TestPackage.of(TINY, CORE, 2, 500, 70);
    PackageSpec wrong =
        new PackageSpec(
            SPEC.hash(),
            other.coded().spec().length(),
            other.coded().spec().erasureRoot(),
            SPEC.exportsRoot(),
            70);
    assurers.coded = other.coded();
    assertInvalidRoot(bundle(about(wrong)));
    assertEquals(List.of(), liars, "no assurer is to blame");
  }

  private static WorkReport about(PackageSpec spec) {
    return new WorkReport(
        spec,
        REPORT.context(),
        CORE,
        Hash.ZERO,
        0,
        Bytes.EMPTY,
        REPORT.segmentRootLookup(),
        List.of());
  }

  private static void assertInvalidRoot(Future<?> recovered) {
    ExecutionException e = assertThrows(ExecutionException.class, recovered::get);
    assertEquals(InvalidErasureRootException.class, e.getCause().getClass());
  }

  @Test
  void aPackageThatCannotBeIsAskedForFromNobody() {
    PackageSpec large = new PackageSpec(SPEC.hash(), 1 << 24, SPEC.erasureRoot(), Hash.ZERO, 1);
    assertInvalidRoot(bundle(about(large)));
    assertInvalidRoot(segments(large, 0));
    assertEquals(List.of(), asked);
  }

  /** One that never answers keeps nobody waiting while others are left. */
  @Test
  void slowAssurersAreNotWaitedFor() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AuditShardFetcher slow =
        (assurer, spec, shard) -> {
          if (ASSURERS.indexOf(assurer) < 2) {
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new StreamException(Fault.CANCELLED, "stopped", e);
            }
          }
          return assurers.fetch(assurer, spec, shard);
        };
    for (int i = 0; i < 5; i++) {
      Map<Integer, Bytes> found =
          gatherer()
              .gather(CORE, ASSURERS, Map.of(), (peer, shard) -> slow.fetch(peer, SPEC, shard));
      assertEquals(CODE.threshold(), found.size());
    }
  }

  /** Blocks as a peer does that sends a byte now and then. */
  private static void stall(CountDownLatch asked) throws StreamException {
    asked.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new StreamException(Fault.CANCELLED, "stopped", e);
    }
  }

  @Test
  void fromGuarantorsThatAreSlowTheAuditorFallsBackToShards() throws Exception {
    List<CountDownLatch> begun = List.of(new CountDownLatch(1), new CountDownLatch(1));
    bundles =
        (guarantor, report) -> {
          stall(begun.get(GUARANTORS.indexOf(guarantor)));
          return BUNDLE;
        };
    Future<Bytes> bundle = bundle(REPORT);
    begun.getFirst().await();
    clock.advance(Race.HEAD_START);
    begun.getLast().await();
    clock.advance(BundleRecoverer.LIMIT.minus(Race.HEAD_START));
    assertEquals(BUNDLE, bundle.get());
  }

  /** As many of them as are asked at a time must not be the end of it. */
  @Test
  void besideSlowAssurersOthersAreAsked() throws Exception {
    CountDownLatch slow = new CountDownLatch(4);
    Gatherer.Ask<Bytes> ask =
        (peer, shard) -> {
          if (slow.getCount() > 0) {
            stall(slow);
          }
          return assurers.fetch(peer, SPEC, shard);
        };
    Future<Map<Integer, Bytes>> found =
        Background.run(() -> gatherer().gather(CORE, ASSURERS, Map.of(), ask));
    slow.await();
    clock.advance(Race.HEAD_START);
    assertEquals(CODE.threshold(), found.get().size());
  }

  // ---- segments

  @Test
  void fromGuarantorsThatAreSlowSegmentsAreNotWaitedForEither() throws Exception {
    List<CountDownLatch> begun = List.of(new CountDownLatch(1), new CountDownLatch(1));
    segments =
        (guarantor, wanted) -> {
          stall(begun.get(GUARANTORS.indexOf(guarantor)));
          return List.of();
        };
    Future<List<ProvedSegment>> found = segments(SPEC, 69);
    begun.getFirst().await();
    clock.advance(Race.HEAD_START);
    begun.getLast().await();
    clock.advance(SegmentRecoverer.LIMIT.minus(Race.HEAD_START));
    assertProved(found.get(), 69);
  }

  @Test
  void segmentsComeFromAGuarantorFirst() throws Exception {
    List<ProvedSegment> proved =
        List.of(new ProvedSegment(PACKAGE.coded().segments().get(5), List.of()));
    segments =
        (guarantor, wanted) -> {
          assertEquals(List.of(new SegmentFetcher.Wanted(SPEC.exportsRoot(), List.of(5))), wanted);
          return proved;
        };
    assertEquals(proved, segments(SPEC, 5).get());
    assertEquals(Set.of(), assurers.asked);
  }

  @Test
  void thenFromShardsWithoutProofs() throws Exception {
    assertProved(segments(SPEC, 69, 3, 64, 3).get(), 69, 3, 64, 3);
    assertEquals(GUARANTORS, asked);
    assertEquals(Set.of(), assurers.askedForProofs);
    assertProved(segments(SPEC).get());
  }

  /** What does not fit its proof is fetched again with proofs, which tell who lies. */
  @Test
  void aWrongShardIsFoundAndAnotherAssurerAsked() throws Exception {
    List<PeerId> lying = ASSURERS.subList(0, 4);
    assurers.lying.addAll(lying);
    assertProved(segments(SPEC, 69, 3).get(), 69, 3);
    assertTrue(!assurers.askedForProofs.isEmpty());
    assertTrue(lying.containsAll(liars), "nobody else is reported");
  }

  @Test
  void proofsAreAskedForOnlyWhereASegmentIsWrong() throws Exception {
    List<Integer> indices = new ArrayList<>();
    SegmentShardFetcher onlyOne =
        new SegmentShardFetcher() {
          @Override
          public List<Bytes> fetch(PeerId assurer, List<Wanted> wanted) throws StreamException {
            List<Bytes> shards = new ArrayList<>(assurers.fetch(assurer, wanted));
            shards.set(0, Bytes.wrap(new byte[2052]));
            return shards;
          }

          @Override
          public List<Bytes> fetchProved(PeerId assurer, List<Wanted> wanted)
              throws StreamException {
            synchronized (indices) {
              indices.clear();
              indices.addAll(wanted.getFirst().segments());
            }
            return assurers.fetch(assurer, wanted);
          }
        };
    SegmentRecoverer recoverer =
        new SegmentRecoverer(
            Coding.of(TINY),
            store,
            self,
            gatherer(),
            race(),
            workers,
            Optional::empty,
            () -> Optional.of(onlyOne));
    List<ProvedSegment> found =
        Background.run(() -> recoverer.recover(SPEC, CORE, List.of(3, 69), List.of(), ASSURERS))
            .get();
    assertProved(found, 3, 69);
    assertEquals(List.of(3, 70), indices, "the segment and the page that proves it");
  }

  @Test
  void provedShardsThatGiveOtherSegmentsConvictTheRoot() throws Exception {
    List<Bytes> changed = new ArrayList<>(PACKAGE.coded().segments());
    Collections.swap(changed, 3, 4);
    List<Bytes> shards = CODE.encodeSegments(changed);
    ErasureTree tree =
        new ErasureTree(PACKAGE.coded().bundleShards(), shards, CODE.segmentShardSize());
    assurers.coded =
        new CodedPackage(SPEC, BUNDLE, changed, PACKAGE.coded().bundleShards(), shards, tree);
    assertInvalidRoot(segments(SPEC, 3));
    assertEquals(List.of(), liars);
    assertProved(segments(SPEC, 5).get(), 5);
  }

  @Test
  void segmentsThatAreNotThereAreAMistake() {
    ExecutionException e = assertThrows(ExecutionException.class, segments(SPEC, 70)::get);
    assertEquals(IndexOutOfBoundsException.class, e.getCause().getClass());
  }

  @Test
  void withoutAPluginNothingIsThere() throws Exception {
    BundleRecoverer alone =
        new BundleRecoverer(
            Coding.of(TINY),
            store,
            self,
            gatherer(),
            race(),
            workers,
            NodeEvents.NONE,
            Optional::empty,
            Optional::empty);
    assertEquals(
        Fault.UNAVAILABLE,
        faultOf(Background.run(() -> alone.recover(REPORT, GUARANTORS, ASSURERS))));
    store.keep(new AssignedShards(SPEC, 0, 0, MemoryAvailability.shardsOf(PACKAGE.coded(), 0)));
    assertEquals(
        Fault.UNAVAILABLE,
        faultOf(Background.run(() -> alone.recover(REPORT, GUARANTORS, ASSURERS))));
  }
}
