package io.tessera.core.pools;

import static io.tessera.core.pools.AuditFixture.SECRETS;
import static io.tessera.core.pools.AuditFixture.SLOT;
import static io.tessera.core.pools.AuditFixture.TINY;
import static io.tessera.core.pools.AuditFixture.key;
import static io.tessera.core.pools.AuditFixture.peer;
import static io.tessera.core.pools.AuditFixture.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.lib.authoring.AuditInputs;
import io.tessera.lib.authoring.AuditSelection;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Judgment;
import io.tessera.lib.codec.block.Verdict;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.Background;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.AuditAnnouncement;
import io.tessera.work.AuditAnnouncement.Claim;
import io.tessera.work.AuditEvidence;
import io.tessera.work.AuditEvidence.ForReport;
import io.tessera.work.AuditListener;
import io.tessera.work.AuditPool.Own;
import io.tessera.work.AuditStatement;
import io.tessera.work.AuditedReport;
import io.tessera.work.NoShow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only what an auditor has to audit is held as announced by it. */
class HeldAuditsTest {
  private static final AuditedReport ON_CORE_0 = audited(0);
  private static final AuditedReport ON_CORE_1 = audited(1);

  private final AuditFixture at = new AuditFixture();
  private final EncodedBlock block;
  private final Hash entropy;
  private final HeldAudits pool =
      new HeldAudits(at.chain, at.clock, new Self(), AuditFixture.WORKERS);
  private final List<Claim> told = new ArrayList<>();
  private final List<Own> published = new ArrayList<>();

  /** This node is validator 5. */
  private record Self() implements NodeKey {
    @Override
    public PeerId id() {
      return peer(5);
    }

    @Override
    public byte[] seed() {
      throw new AssertionError("nothing is signed by the pool");
    }
  }

  /** In the block, the reports of both cores have become available. */
  HeldAuditsTest() {
    at.put(
        StateComponent.PENDING_REPORTS,
        new PendingReports(
            Stream.of(0, 1)
                .map(core -> Optional.of(new PendingReport(report(core, core), SLOT - 1)))
                .toList()));
    block = block(SLOT, assurances(5, 0b11));
    entropy = VrfOutput.of(block.header().entropySource());
    pool.addListener(
        new AuditListener() {
          @Override
          public void announced(Claim claim, int auditor) {
            told.add(claim);
          }

          @Override
          public void published(Own own) {
            published.add(own);
          }
        });
  }

  private static AuditedReport audited(int core) {
    return new AuditedReport(core, HeldReports.hash(report(core, core)));
  }

  private EncodedBlock block(long slot, List<Assurance> assurances) {
    return add(slot, assurances, Disputes.NONE);
  }

  private EncodedBlock add(long slot, List<Assurance> assurances, Disputes disputes) {
    EncodedBlock made =
        at.builder.child(
            at.chain.genesis(),
            slot,
            new Extrinsic(List.of(), List.of(), List.of(), assurances, disputes));
    at.chain.importBlocks(List.of(made), Origin.FILE);
    assertTrue(at.chain.contains(made.hash()));
    return made;
  }

  private List<Assurance> assurances(int validators, int bits) {
    Ed25519Signature any = Ed25519Signature.wrap(new byte[64]);
    Bytes bitfield = Bytes.wrap(new byte[] {(byte) bits});
    return IntStream.range(0, validators)
        .mapToObj(i -> new Assurance(at.chain.genesis().hash(), bitfield, i, any))
        .toList();
  }

  private AuditStatement statement(int auditor, int tranche, AuditedReport... reports) {
    JamWriter encoded = new JamWriter();
    encoded.elements(AuditedReport.CODEC, List.of(reports));
    byte[] message =
        AuditInputs.announcement(tranche, Bytes.wrap(encoded.toByteArray()), block.hash());
    return new AuditStatement(List.of(reports), SECRETS.get(auditor).ed25519().sign(message));
  }

  private AuditAnnouncement first(int auditor, AuditedReport... reports) {
    BandersnatchSignature selecting =
        SECRETS.get(auditor).bandersnatch().sign(AuditInputs.first(entropy), new byte[0]);
    return new AuditAnnouncement(
        new Claim(block.hash(), 0, statement(auditor, 0, reports)),
        new AuditEvidence.First(selecting));
  }

  private AuditAnnouncement first(int auditor) {
    return first(auditor, ON_CORE_0, ON_CORE_1);
  }

  private byte[] laterInput(AuditedReport report, int tranche) {
    return AuditInputs.later(entropy, report.report(), tranche);
  }

  private ForReport evidence(int auditor, AuditedReport report, int tranche, NoShow... noShows) {
    return new ForReport(
        SECRETS.get(auditor).bandersnatch().sign(laterInput(report, tranche), new byte[0]),
        List.of(noShows));
  }

  private AuditAnnouncement later(int auditor, int tranche, AuditedReport report, NoShow... shows) {
    return new AuditAnnouncement(
        new Claim(block.hash(), tranche, statement(auditor, tranche, report)),
        new AuditEvidence.Later(List.of(evidence(auditor, report, tranche, shows))));
  }

  /** An auditor that has announced both reports in tranche 0. */
  private NoShow noShow(int auditor) {
    return new NoShow(auditor, statement(auditor, 0, ON_CORE_0, ON_CORE_1));
  }

  /** The first byte of the output that selects a report in tranche 1. */
  private int selecting(int auditor, AuditedReport report) {
    return SECRETS.get(auditor).bandersnatch().output(laterInput(report, 1)).get(0);
  }

  private boolean offer(int auditor, AuditAnnouncement announcement) throws Exception {
    return pool.offer(announcement, peer(auditor));
  }

  private void assertFault(Fault fault, int auditor, AuditAnnouncement announcement) {
    int before = pool.size();
    StreamException refused =
        assertThrows(StreamException.class, () -> offer(auditor, announcement));
    assertEquals(fault, refused.fault(), refused.getMessage());
    assertEquals(before, pool.size());
  }

  private void passTranches(int tranches) {
    at.time.advance(AuditSelection.TRANCHE.multipliedBy(tranches));
  }

  @Test
  void whatAnAuditorMustAuditIsHeldAndToldOnce() throws Exception {
    AuditAnnouncement announcement = first(2);
    assertTrue(offer(2, announcement));
    assertFalse(offer(2, announcement));
    assertFalse(offer(2, first(2, ON_CORE_1, ON_CORE_0)), "in another order");
    assertEquals(List.of(announcement.claim()), told);
    assertEquals(
        Map.of(2, List.of(announcement.claim().statement())), pool.announced(block.hash(), 0));
    assertEquals(Map.of(), pool.announced(block.hash(), 1));
    assertEquals(List.of(), pool.own());
    assertEquals(1, pool.size());
  }

  @Test
  void itCountsFromItsSignersConnectionOnly() {
    assertFault(Fault.MISBEHAVED, 3, first(2));
    StreamException refused =
        assertThrows(StreamException.class, () -> pool.offer(first(2), TestNode.id(7)));
    assertEquals(Fault.REFUSED, refused.fault(), "who is no auditor of the block");
  }

  @Test
  void theSignatureIsOfBlockTrancheAndReports() {
    Claim good = first(2).claim();
    AuditEvidence evidence = first(2).evidence();
    AuditStatement ofTranche1 = statement(2, 1, ON_CORE_0, ON_CORE_1);
    assertFault(
        Fault.MISBEHAVED,
        2,
        new AuditAnnouncement(new Claim(block.hash(), 0, ofTranche1), evidence));
    AuditStatement reversed =
        new AuditStatement(List.of(ON_CORE_1, ON_CORE_0), good.statement().signature());
    assertFault(
        Fault.MISBEHAVED, 2, new AuditAnnouncement(new Claim(block.hash(), 0, reversed), evidence));
    EncodedBlock twin = block(SLOT, assurances(5, 0b11));
    assertFault(
        Fault.MISBEHAVED,
        2,
        new AuditAnnouncement(new Claim(twin.hash(), 0, good.statement()), evidence));
  }

  @Test
  void announcedAreReportsThatBecameAvailableInTheBlock() {
    assertFault(Fault.MISBEHAVED, 2, first(2, new AuditedReport[0]));
    assertFault(Fault.MISBEHAVED, 2, first(2, ON_CORE_0, new AuditedReport(1, Hash.ZERO)));
    assertFault(Fault.MISBEHAVED, 2, first(2, ON_CORE_0, ON_CORE_1, ON_CORE_0));
    assertFault(Fault.MISBEHAVED, 2, first(2, ON_CORE_0, new AuditedReport(2, ON_CORE_1.report())));
  }

  @Test
  void aReportIsAvailableWhenASuperMajorityAssuresIt() throws Exception {
    EncodedBlock oneCore = block(SLOT, assurances(5, 0b10));
    AuditedBlock audited = AuditedBlock.read(at.chain, oneCore.hash()).orElseThrow();
    assertEquals(Map.of(1, ON_CORE_1), audited.available());
    Judgment negative = new Judgment(false, 0, Ed25519Signature.wrap(new byte[64]));
    Verdict removing =
        new Verdict(ON_CORE_1.report(), 2, Collections.nCopies(TINY.superMajority(), negative));
    EncodedBlock disputed =
        add(SLOT, assurances(5, 0b11), new Disputes(List.of(removing), List.of(), List.of()));
    assertEquals(
        Map.of(0, ON_CORE_0),
        AuditedBlock.read(at.chain, disputed.hash()).orElseThrow().available());
    EncodedBlock none = block(SLOT, assurances(4, 0b11));
    assertEquals(Map.of(), AuditedBlock.read(at.chain, none.hash()).orElseThrow().available());
  }

  @Test
  void inTranche0AllThatIsSelectedIsAnnounced() {
    assertFault(Fault.MISBEHAVED, 2, first(2, ON_CORE_0));
  }

  @Test
  void theSelectingOutputIsTheAuditorsOwn() {
    AuditAnnouncement good = first(2);
    assertFault(Fault.MISBEHAVED, 2, new AuditAnnouncement(good.claim(), first(3).evidence()));
    BandersnatchSignature ofAnother =
        SECRETS.get(2).bandersnatch().sign(AuditInputs.first(Hash.ZERO), new byte[0]);
    assertFault(
        Fault.MISBEHAVED,
        2,
        new AuditAnnouncement(good.claim(), new AuditEvidence.First(ofAnother)));
  }

  @Test
  void aTrancheIsAnnouncedWhenItBegins() throws Exception {
    AuditAnnouncement announcement = later(1, 1, ON_CORE_0, noShow(2), noShow(3), noShow(4));
    at.time.advance(Duration.ofSeconds(6));
    assertFault(Fault.REFUSED, 1, announcement);
    at.time.advance(Duration.ofSeconds(1));
    assertTrue(offer(1, announcement), "by a clock that is ahead by a second");
    assertEquals(
        Map.of(1, List.of(announcement.claim().statement())), pool.announced(block.hash(), 1));
  }

  @Test
  void laterTranchesNeedAsManyNoShowsAsTheOutputSays() throws Exception {
    passTranches(1);
    Comparator<Integer> byOutput = Comparator.comparingInt(i -> selecting(i, ON_CORE_0));
    int lucky = IntStream.range(0, 6).boxed().min(byOutput).orElseThrow();
    int unlucky = IntStream.range(0, 6).boxed().max(byOutput).orElseThrow();
    assertTrue(selecting(lucky, ON_CORE_0) * 6 < 512, "the fixture has such a one");
    assertTrue(selecting(unlucky, ON_CORE_0) * 6 >= 512, "and such a one");
    NoShow other =
        noShow(IntStream.range(0, 6).filter(i -> i != lucky && i != unlucky).min().orElseThrow());
    assertFault(Fault.MISBEHAVED, lucky, later(lucky, 1, ON_CORE_0));
    assertFault(Fault.MISBEHAVED, unlucky, later(unlucky, 1, ON_CORE_0, other));
    assertTrue(offer(lucky, later(lucky, 1, ON_CORE_0, other)));
  }

  @Test
  void noShowsAreDifferentAuditorsWhoHaveAnnouncedTheReportBefore() {
    passTranches(1);
    NoShow two = noShow(2);
    NoShow three = noShow(3);
    assertFault(Fault.MISBEHAVED, 1, later(1, 1, ON_CORE_0, two, three, three));
    assertFault(Fault.MISBEHAVED, 1, later(1, 1, ON_CORE_0, two, three, noShow(1)));
    assertFault(
        Fault.MISBEHAVED, 1, later(1, 1, ON_CORE_0, two, three, new NoShow(6, two.statement())));
    assertFault(
        Fault.MISBEHAVED, 1, later(1, 1, ON_CORE_0, two, three, new NoShow(4, two.statement())));
    assertFault(
        Fault.MISBEHAVED,
        1,
        later(1, 1, ON_CORE_0, two, three, new NoShow(4, statement(4, 0, ON_CORE_1))));
    assertFault(
        Fault.MISBEHAVED,
        1,
        later(1, 1, ON_CORE_0, two, three, new NoShow(4, statement(4, 1, ON_CORE_0))));
  }

  @Test
  void theOutputOfALaterTrancheIsOfReportAndTranche() {
    passTranches(2);
    Claim claim = later(1, 1, ON_CORE_0).claim();
    NoShow[] shows = {noShow(2), noShow(3), noShow(4)};
    for (ForReport wrong :
        List.of(
            evidence(1, ON_CORE_1, 1, shows),
            evidence(1, ON_CORE_0, 2, shows),
            evidence(2, ON_CORE_0, 1, shows))) {
      assertFault(
          Fault.MISBEHAVED,
          1,
          new AuditAnnouncement(claim, new AuditEvidence.Later(List.of(wrong))));
    }
  }

  @Test
  void evidenceIsOfTheKindOfTheTranche() {
    passTranches(1);
    AuditAnnouncement later = later(1, 1, ON_CORE_0, noShow(2), noShow(3), noShow(4));
    assertFault(Fault.MALFORMED, 1, new AuditAnnouncement(later.claim(), first(1).evidence()));
    assertFault(Fault.MALFORMED, 1, new AuditAnnouncement(first(1).claim(), later.evidence()));
    assertFault(
        Fault.MALFORMED,
        1,
        new AuditAnnouncement(later.claim(), new AuditEvidence.Later(List.of())));
  }

  @Test
  void aReportIsAnnouncedInOneTrancheOnly() throws Exception {
    passTranches(1);
    assertTrue(offer(1, first(1)));
    assertFault(Fault.MISBEHAVED, 1, later(1, 1, ON_CORE_0, noShow(2), noShow(3), noShow(4)));
  }

  @Test
  void moreMayBeAnnouncedInTheSameTranche() throws Exception {
    passTranches(1);
    assertTrue(offer(1, later(1, 1, ON_CORE_0, noShow(2), noShow(3), noShow(4))));
    assertTrue(offer(1, later(1, 1, ON_CORE_1, noShow(2), noShow(3), noShow(4))));
    assertEquals(2, pool.announced(block.hash(), 1).get(1).size());
  }

  @Test
  void offendersThatWereTakenOutAreNoNoShows() {
    List<ValidatorData> set = new ArrayList<>(at.read(StateComponent.ACTIVE_SET));
    set.set(4, ValidatorData.NULL);
    chainKnowsParent(set);
    passTranches(1);
    AuditStatement forged =
        new AuditStatement(List.of(ON_CORE_0), Ed25519Signature.wrap(new byte[64]));
    assertFault(
        Fault.MISBEHAVED, 1, later(1, 1, ON_CORE_0, noShow(2), noShow(3), new NoShow(4, forged)));
  }

  private void chainKnowsParent(List<ValidatorData> set) {
    at.put(StateComponent.ACTIVE_SET, set);
    at.chain.know(at.chain.genesis().hash(), at.prior());
  }

  @Test
  void whatIsNotKnownCannotBeVerified() throws Exception {
    Future<Boolean> unknown = offerOf(Hash.ZERO);
    at.time.advance(ComingBlocks.PATIENCE.minusNanos(1));
    assertFalse(unknown.isDone());
    at.time.advance(Duration.ofNanos(1));
    assertEquals(Fault.UNAVAILABLE, Background.faultOf(unknown));
    EncodedBlock child = at.builder.child(block.ref(), SLOT + 1);
    at.chain.importBlocks(List.of(child), Origin.FILE);
    Claim stateless = new Claim(child.hash(), 0, first(2).claim().statement());
    assertFault(Fault.UNAVAILABLE, 2, new AuditAnnouncement(stateless, first(2).evidence()));
  }

  /** Auditors announce as soon as they have a block, which may be sooner than we. */
  @Test
  void aBlockThatIsNotHereYetIsWaitedFor() throws Exception {
    EncodedBlock child = at.builder.child(block.ref(), SLOT + 1);
    Future<Boolean> early = offerOf(child.hash());
    at.chain.importBlocks(List.of(child), Origin.FILE);
    assertFalse(early.isDone());
    pool.imported(List.of(child), child.ref(), block.ref());
    assertEquals(Fault.UNAVAILABLE, Background.faultOf(early), "its parent's state is not known");
  }

  @Test
  void onlySoManyWait() throws Exception {
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < ComingBlocks.MOST; i++) {
      all.add(offerOf(Blake2b.hash(new byte[] {(byte) i}), i + 1));
    }
    Claim unknown = new Claim(Hash.ZERO, 0, first(2).claim().statement());
    assertFault(Fault.UNAVAILABLE, 2, new AuditAnnouncement(unknown, first(2).evidence()));
    at.time.advance(ComingBlocks.PATIENCE);
    for (Future<Boolean> each : all) {
      assertEquals(Fault.UNAVAILABLE, Background.faultOf(each));
    }
    Future<Boolean> waits = offerOf(Hash.ZERO);
    at.time.advance(ComingBlocks.PATIENCE);
    assertEquals(Fault.UNAVAILABLE, Background.faultOf(waits));
  }

  private Future<Boolean> offerOf(Hash unknown) {
    return offerOf(unknown, 1);
  }

  /** Offers an announcement for a block that is not here; returns when so many wait for one. */
  private Future<Boolean> offerOf(Hash unknown, int waiting) {
    Claim claim = new Claim(unknown, 0, first(2).claim().statement());
    AuditAnnouncement announcement = new AuditAnnouncement(claim, first(2).evidence());
    Future<Boolean> offer = Background.run(() -> offer(2, announcement));
    while (at.time.waiting() < waiting) {
      Thread.onSpinWait();
    }
    return offer;
  }

  @Test
  void blocksAreAuditedForAWhile() throws Exception {
    EncodedBlock other = block(SLOT + 1, assurances(5, 0b11));
    assertTrue(offer(2, first(2)));
    at.pass(HeldAudits.WINDOW);
    pool.imported(List.of(), other.ref(), at.chain.genesis());
    assertEquals(1, pool.size());
    at.pass(1);
    pool.imported(List.of(), other.ref(), at.chain.genesis());
    assertEquals(0, pool.size());
    assertFault(Fault.REFUSED, 2, first(2));
  }

  /** An author that makes many blocks of its slot costs no more than that slot. */
  @Test
  void fewBlocksOfASlotAreAudited() throws Exception {
    assertTrue(offer(2, first(2)));
    Claim claim = first(2).claim();
    Claim second = new Claim(block(SLOT, List.of()).hash(), 0, claim.statement());
    assertFault(Fault.MISBEHAVED, 2, new AuditAnnouncement(second, first(2).evidence()));
    Claim third = new Claim(block(SLOT, assurances(5, 1)).hash(), 0, claim.statement());
    assertFault(Fault.REFUSED, 2, new AuditAnnouncement(third, first(2).evidence()));
  }

  @Test
  void anAuditorsStatementsAboutABlockAreBounded() throws Exception {
    Map<Integer, AuditedReport> many = new HashMap<>();
    for (int core = 0; core <= BlockAudits.MOST_OF_AUDITOR; core++) {
      many.put(core, new AuditedReport(core, Hash.ZERO));
    }
    BlockAudits audits =
        new BlockAudits(new AuditedBlock(block.hash(), SLOT, entropy, List.of(), many));
    for (int core = 0; core < BlockAudits.MOST_OF_AUDITOR; core++) {
      assertTrue(audits.add(claim(many.get(core)), 2));
    }
    Claim oneMore = claim(many.get(BlockAudits.MOST_OF_AUDITOR));
    StreamException refused = assertThrows(StreamException.class, () -> audits.add(oneMore, 2));
    assertEquals(Fault.REFUSED, refused.fault());
    assertTrue(audits.add(oneMore, 3), "another has room of its own");
  }

  private Claim claim(AuditedReport report) {
    return new Claim(block.hash(), 1, statement(2, 1, report));
  }

  @Test
  void whatThisNodesAuditorAnnouncesIsToBeSentToTheOthers() throws Exception {
    assertThrows(StreamException.class, () -> pool.publish(first(4)), "another's");
    AuditAnnouncement own = first(5);
    assertTrue(pool.publish(own));
    assertFalse(pool.publish(own));
    Own held = new Own(own, IntStream.range(0, 6).mapToObj(AuditFixture::key).toList());
    assertEquals(List.of(held), published);
    assertEquals(List.of(held), pool.own());
    assertEquals(key(5), held.auditors().getLast());
  }
}
