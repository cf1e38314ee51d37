package io.tessera.embed;

import static io.tessera.embed.WorkScene.BUSY;
import static io.tessera.embed.WorkScene.CORE;
import static io.tessera.embed.WorkScene.SLOT;
import static io.tessera.embed.WorkScene.TINY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.HeldTicket;
import io.tessera.chain.SlotClock;
import io.tessera.chain.TicketContest;
import io.tessera.chain.TicketPool;
import io.tessera.lib.authoring.AuditInputs;
import io.tessera.lib.authoring.GuaranteeStatement;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.VirtualClock;
import io.tessera.work.AssignedShards;
import io.tessera.work.AssurancePool;
import io.tessera.work.AuditAnnouncement;
import io.tessera.work.AuditPool;
import io.tessera.work.AuditShardFetcher;
import io.tessera.work.Auditor;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.BundleFetcher;
import io.tessera.work.BundleSubmitter;
import io.tessera.work.GuaranteeDistributor;
import io.tessera.work.GuaranteePool;
import io.tessera.work.Imports;
import io.tessera.work.JudgmentPool;
import io.tessera.work.PackagePool;
import io.tessera.work.PackageSharer;
import io.tessera.work.PackageSubmitter;
import io.tessera.work.ProvedSegment;
import io.tessera.work.ProvedShards;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportCredential;
import io.tessera.work.ReportFetcher;
import io.tessera.work.ReportPool;
import io.tessera.work.ReportSignature;
import io.tessera.work.SegmentFetcher;
import io.tessera.work.SegmentShardFetcher;
import io.tessera.work.ShardFetcher;
import io.tessera.work.SignedAssurance;
import io.tessera.work.Submission;
import io.tessera.work.WorkPackageProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every protocol of validators between two nodes of the distribution's bundles, over QUIC: what one
 * asks for or offers by its service has its effect at the other. Both are guarantors of one core.
 * The time stands at a slot.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProtocolsIT {
  private static final WorkScene SCENE = new WorkScene();
  private static final VirtualClock CLOCK =
      new VirtualClock(SlotClock.COMMON_ERA.plusSeconds(SLOT * TINY.slotSeconds()));
  private static final ErasureCode CODE = ErasureCode.of(TINY);

  private static ValidatorNode one;
  private static ValidatorNode other;

  @BeforeAll
  static void launch(@TempDir Path folder) throws Exception {
    System.setProperty(NodeConfig.HOME, System.getProperty("tessera.dist"));
    List<Integer> guarantors = SCENE.guarantors(CORE);
    one = launch(folder, guarantors.get(0), "");
    other = launch(folder, guarantors.get(1), one.address());
    Events.await(one.tessera().network()::peers, peers -> peers.size() == 1);
    Events.await(other.tessera().network()::peers, peers -> peers.size() == 1);
  }

  private static ValidatorNode launch(Path folder, int validator, String bootstrap)
      throws Exception {
    return ValidatorNode.launch(folder, validator, SCENE.chain.genesis(), CLOCK, bootstrap);
  }

  @AfterAll
  static void close() {
    if (other != null) {
      other.close();
    }
    if (one != null) {
      one.close();
    }
  }

  // ---- tickets

  @Test
  void ticketsGoToTheirProxyAndFromThereToAll() throws Exception {
    TicketPool mine = one.service(TicketPool.class);
    TicketContest contest = mine.lottery(1).contest();
    TicketEnvelope toProxy = SCENE.ticket(contest, other.validator());
    TicketEnvelope fromProxy = SCENE.ticket(contest, one.validator());
    mine.own(contest, toProxy);
    mine.own(contest, fromProxy);
    TicketPool theirs = other.service(TicketPool.class);
    List<HeldTicket> held =
        Events.await(
            () -> {
              CLOCK.advance(Duration.ZERO); // they are due
              return theirs.held();
            },
            tickets -> tickets.size() == 2);
    for (HeldTicket ticket : held) {
      assertEquals(Optional.of(one.id()), ticket.from());
      assertTrue(List.of(toProxy, fromProxy).contains(ticket.ticket()));
    }
    other.awaitServed(131);
    other.awaitServed(132);
  }

  // ---- packages

  @Test
  void aPackageIsSubmitted() throws Exception {
    WorkPackageBundle bundle = SCENE.bundle(133);
    WorkPackage workPackage = bundle.workPackage();
    PackageSubmitter submitter = one.service(PackageSubmitter.class);
    submitter.submit(other.id(), CORE, workPackage, bundle.extrinsics());
    Submission held = submission(workPackage);
    assertEquals(CORE, held.core());
    assertEquals(bundle.extrinsics(), held.extrinsics());
    assertEquals(Optional.empty(), held.imports());
    assertReset(
        Fault.REFUSED, () -> submitter.submit(other.id(), CORE, workPackage, bundle.extrinsics()));
  }

  @Test
  void aPackageIsSubmittedWithItsImports() throws Exception {
    WorkPackageBundle bundle = SCENE.bundle(146);
    BundleSubmitter submitter = one.service(BundleSubmitter.class);
    submitter.submit(other.id(), CORE, SCENE.mappings(), bundle);
    Imports imports = new Imports(SCENE.mappings(), bundle.segments(), bundle.proofs());
    Submission held = submission(bundle.workPackage());
    assertEquals(Optional.of(imports), held.imports());
    assertEquals(bundle.extrinsics(), held.extrinsics());
    assertReset(Fault.REFUSED, () -> submitter.submit(other.id(), CORE, SCENE.mappings(), bundle));
  }

  private static Submission submission(WorkPackage workPackage) throws InterruptedException {
    List<Submission> held = other.service(PackagePool.class).held();
    return held.stream()
        .filter(submission -> submission.workPackage().equals(workPackage))
        .findFirst()
        .orElseThrow(() -> new AssertionError("held are " + held));
  }

  @Test
  void aPackageIsSharedAndItsReportSigned() throws Exception {
    WorkPackageBundle bundle = SCENE.bundle(134);
    Hash report = WorkScene.hash(SCENE.report(134));
    one.provide(WorkPackageProcessor.class, new Refiner(one, SCENE.mappings(), report));
    PackageSharer sharer = one.service(PackageSharer.class);
    assertReset(Fault.REFUSED, () -> sharer.share(other.id(), CORE, SCENE.mappings(), bundle));
    Refiner refiner = new Refiner(other, SCENE.mappings(), report);
    other.provide(WorkPackageProcessor.class, refiner);
    ReportSignature signature = sharer.share(other.id(), CORE, SCENE.mappings(), bundle);
    assertEquals(report, signature.report());
    assertTrue(GuaranteeStatement.verify(other.id().key(), report, signature.signature()));
    assertEquals(List.of(bundle), refiner.refined());
  }

  // ---- reports

  @Test
  void aGuaranteedReportIsDistributed() throws Exception {
    WorkReport report = SCENE.report(135);
    CompletableFuture<Arrival> arrived = new CompletableFuture<>();
    other
        .service(GuaranteePool.class)
        .addListener((guarantee, from) -> arrived.complete(new Arrival(guarantee, from)));
    GuaranteeDistributor distributor = one.service(GuaranteeDistributor.class);
    for (int guarantor : SCENE.guarantors(CORE)) {
      distributor.signed(report, SLOT, SCENE.guarantee(guarantor, WorkScene.hash(report)));
    }
    Arrival arrival = soon(arrived);
    assertEquals(Optional.of(one.id()), arrival.from());
    assertEquals(report, arrival.guarantee().report());
    assertEquals(3, arrival.guarantee().signatures().size());
    assertEquals(SLOT, arrival.guarantee().slot());
  }

  private record Arrival(Guarantee guarantee, Optional<PeerId> from) {}

  @Test
  void aReportIsRequested() throws Exception {
    WorkReport report = SCENE.report(136);
    assertTrue(other.service(ReportPool.class).keep(WorkScene.hash(report), report));
    ReportFetcher fetcher = one.service(ReportFetcher.class);
    assertEquals(report, fetcher.fetch(WorkScene.hash(report), List.of(other.id())));
    Hash unknown = WorkScene.hash(SCENE.report(0));
    StreamException nobody =
        assertThrows(StreamException.class, () -> fetcher.fetch(unknown, List.of(other.id())));
    assertEquals(Fault.UNAVAILABLE, nobody.fault());
  }

  @Test
  void aReportThatIsJudgedInvalidIsFetchedAndAudited() throws Exception {
    WorkReport report = SCENE.report(145);
    Hash hash = WorkScene.hash(report);
    assertTrue(one.service(ReportPool.class).keep(hash, report));
    CompletableFuture<WorkReport> audited = new CompletableFuture<>();
    other.provide(Auditor.class, (toJudge, epoch) -> audited.complete(toJudge));
    Ed25519Signature signature = one.keys().sign(AuditInputs.judgment(false, hash));
    ReportCredential credential =
        new ReportCredential(
            SLOT,
            SCENE.guarantors(CORE).stream().limit(2).map(it -> SCENE.guarantee(it, hash)).toList());
    one.service(JudgmentPool.class)
        .publish(
            new PublishedJudgment(0, one.validator(), false, hash, signature),
            Optional.of(credential));
    assertEquals(report, soon(audited));
    assertEquals(
        List.of(one.validator()), other.service(JudgmentPool.class).judges(hash, 0, false));
    other.awaitServed(145);
  }

  // ---- availability

  @Test
  void aPackageIsAvailableFromGuarantorAndAssurer() throws Exception {
    PackageSpec spec = SCENE.pending.report().packageSpec();
    List<Bytes> segments = SCENE.pending.coded().segments();
    int shard = CODE.shardOf(BUSY, other.validator());
    assertTrue(one.service(AvailabilityStore.class).keep(SCENE.pending.coded(), BUSY, 0));

    ShardFetcher shards = other.service(ShardFetcher.class);
    ProvedShards proved = shards.fetch(one.id(), spec, shard);
    assertEquals(SCENE.pending.coded().bundleShards().get(shard), proved.bundleShard());
    assertEquals(SCENE.pending.coded().segmentShards().get(shard), proved.segmentShards());
    assertReset(Fault.REFUSED, () -> shards.fetch(one.id(), spec, (shard + 1) % TINY.validators()));
    AssignedShards assigned = new AssignedShards(spec, shard, 0, proved);
    assertTrue(other.service(AvailabilityStore.class).keep(assigned));

    AuditShardFetcher audits = one.service(AuditShardFetcher.class);
    assertEquals(proved.bundleShard(), audits.fetch(other.id(), spec, shard));
    assertReset(
        Fault.UNAVAILABLE, () -> audits.fetch(other.id(), spec, (shard + 1) % TINY.validators()));

    SegmentShardFetcher.Wanted wanted =
        new SegmentShardFetcher.Wanted(spec, shard, List.of(2, 0, 3));
    List<Bytes> expected = List.of(part(proved, 2), part(proved, 0), part(proved, 3));
    SegmentShardFetcher pieces = one.service(SegmentShardFetcher.class);
    assertEquals(expected, pieces.fetch(other.id(), List.of(wanted)));
    assertEquals(expected, pieces.fetchProved(other.id(), List.of(wanted)));

    BundleFetcher bundles = other.service(BundleFetcher.class);
    assertEquals(SCENE.pending.coded().bundle(), bundles.fetch(one.id(), SCENE.pending.report()));
    assertReset(
        Fault.UNAVAILABLE,
        () -> one.service(BundleFetcher.class).fetch(other.id(), SCENE.pending.report()));

    List<ProvedSegment> fetched =
        other
            .service(SegmentFetcher.class)
            .fetch(one.id(), List.of(new SegmentFetcher.Wanted(spec.exportsRoot(), List.of(2, 0))));
    assertEquals(
        List.of(segments.get(2), segments.get(0)),
        fetched.stream().map(ProvedSegment::segment).toList());
    for (int kind : List.of(137, 147, 148)) {
      one.awaitServed(kind);
    }
    for (int kind : List.of(138, 139, 140)) {
      other.awaitServed(kind);
    }
  }

  private static Bytes part(ProvedShards shards, int segment) {
    byte[] part = new byte[CODE.segmentShardSize()];
    shards.segmentShards().asByteBuffer().get(segment * part.length, part);
    return Bytes.wrap(part);
  }

  /** Runs last, since it moves the head on which the others' packages and reports are. */
  @Test
  @Order(Integer.MAX_VALUE)
  void whatIsAssuredBecomesAvailableAndIsAudited() throws Exception {
    Hash genesis = SCENE.chain.genesisRef().hash();
    AssurancePool theirs = other.service(AssurancePool.class);
    SignedAssurance assurance = SCENE.assurance(one.validator());
    AssurancePool.Outcome outcome =
        one.service(AssurancePool.class).publish(assurance, one.id(), List.of(other.id()));
    assertEquals(AssurancePool.Outcome.HELD, outcome);
    Events.await(() -> theirs.count(genesis), count -> count == 1);
    other.awaitServed(141);

    EncodedBlock block = SCENE.chain.child(SCENE.chain.genesisRef(), SLOT, SCENE.assured());
    assertEquals(block.hash(), soon(one.tessera().network().broadcastBlock(block.raw())));
    Chain chain = other.service(Chain.class);
    Events.await(chain::best, best -> best.equals(block.ref()));

    AuditPool announced = other.service(AuditPool.class);
    AuditAnnouncement own = SCENE.announcement(one.validator(), block);
    assertTrue(one.service(AuditPool.class).publish(own));
    Events.await(announced::size, size -> size == 1);
    assertEquals(
        Map.of(one.validator(), List.of(own.claim().statement())),
        announced.announced(block.hash(), 0));
    other.awaitServed(144);
  }

  private static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  /** The other half resets the stream and says why. */
  private static void assertReset(Fault why, Executable exchange) {
    StreamException reset = assertThrows(StreamException.class, exchange);
    assertEquals(Fault.RESET, reset.fault());
    assertEquals(why.code(), reset.resetCode());
  }
}
