package io.tessera.core.pools;

import static io.tessera.core.pools.AuditFixture.EPOCH;
import static io.tessera.core.pools.AuditFixture.SLOT;
import static io.tessera.core.pools.AuditFixture.TINY;
import static io.tessera.core.pools.AuditFixture.hash;
import static io.tessera.core.pools.AuditFixture.judgment;
import static io.tessera.core.pools.AuditFixture.key;
import static io.tessera.core.pools.AuditFixture.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.lib.authoring.AuditInputs;
import io.tessera.lib.authoring.GuarantorState;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Ed25519;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.work.JudgmentPool.Audience;
import io.tessera.work.JudgmentPool.Held;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportCredential;
import io.tessera.work.ReportPool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Only what a block could include is held, and nobody holds more than a validator's share. */
class HeldJudgmentsTest {
  private static final Hash REPORT = hash(1);

  private final AuditFixture at = new AuditFixture();
  private final Reports reports = new Reports();
  private final HeldJudgments pool =
      new HeldJudgments(at.chain, reports, at.clock, AuditFixture.WORKERS);
  private final List<Held> told = new ArrayList<>();

  HeldJudgmentsTest() {
    pool.addListener(told::add);
    reports.reported.add(REPORT);
  }

  /** Says what recent blocks have reported. */
  private static final class Reports implements ReportPool {
    private final Set<Hash> reported = new HashSet<>();

    @Override
    public Optional<WorkReport> find(Hash report) {
      return Optional.empty();
    }

    @Override
    public boolean knows(Hash report) {
      return reported.contains(report);
    }

    @Override
    public boolean isReportedSince(Hash report, long slot) {
      return slot <= SLOT && reported.contains(report);
    }

    @Override
    public Optional<ReportCredential> credential(Hash report) {
      return Optional.empty();
    }

    @Override
    public boolean keep(Hash hash, WorkReport report) {
      return false;
    }

    @Override
    public int size() {
      return reported.size();
    }
  }

  private boolean offer(PublishedJudgment judgment) throws Exception {
    return pool.offer(
        judgment,
        judgment.valid() ? Optional.empty() : Optional.of(at.credential(judgment.report())),
        peer(4));
  }

  private void assertFault(Fault fault, PublishedJudgment judgment) {
    assertEquals(fault, assertThrows(StreamException.class, () -> offer(judgment)).fault());
    assertEquals(List.of(), told);
  }

  private void assertFault(Fault fault, ReportCredential guarantee) {
    StreamException refused =
        assertThrows(
            StreamException.class,
            () -> pool.offer(judgment(0, false, REPORT), Optional.of(guarantee), peer(4)));
    assertEquals(fault, refused.fault());
    assertEquals(0, pool.size());
  }

  @Test
  void whatAValidatorHasSignedIsHeldAndToldOnce() throws Exception {
    PublishedJudgment positive = judgment(1, true, REPORT);
    PublishedJudgment negative = judgment(2, false, REPORT);
    Optional<ReportCredential> guarantee = Optional.of(at.credential(REPORT));
    assertTrue(offer(positive));
    assertTrue(offer(negative));
    assertFalse(offer(positive));
    assertFalse(offer(negative));
    Held second = new Held(negative, guarantee, Optional.of(peer(4)));
    assertEquals(List.of(new Held(positive, Optional.empty(), Optional.of(peer(4))), second), told);
    assertEquals(List.of(second), pool.held(), "those that auditors should hear of");
    assertEquals(List.of(1), pool.judges(REPORT, EPOCH, true));
    assertEquals(List.of(2), pool.judges(REPORT, EPOCH, false));
    assertEquals(2, pool.size());
  }

  @Test
  void ownJudgmentsAreHeldForThoseWhoConnectLater() throws Exception {
    PublishedJudgment own = judgment(1, true, REPORT);
    assertTrue(pool.publish(own, Optional.empty()));
    assertEquals(List.of(new Held(own, Optional.empty(), Optional.empty())), pool.held());
  }

  @Test
  void anotherSignatureIsALie() {
    PublishedJudgment good = judgment(1, true, REPORT);
    assertFault(Fault.MISBEHAVED, new PublishedJudgment(EPOCH, 2, true, REPORT, good.signature()));
    assertFault(Fault.MISBEHAVED, new PublishedJudgment(EPOCH, 1, false, REPORT, good.signature()));
    assertFault(Fault.MISBEHAVED, new PublishedJudgment(EPOCH, 1, true, hash(2), good.signature()));
  }

  @Test
  void nobodyJudgesWithAnIndexThatNoValidatorHas() {
    Ed25519Signature signature = judgment(1, true, REPORT).signature();
    assertFault(Fault.MISBEHAVED, new PublishedJudgment(EPOCH, 6, true, REPORT, signature));
  }

  /** Anybody can sign for the key that stands in an offender's place. */
  @Test
  void offendersThatWereTakenOutCannotJudge() {
    List<ValidatorData> set = new ArrayList<>(at.read(StateComponent.ACTIVE_SET));
    set.set(5, ValidatorData.NULL);
    at.put(StateComponent.ACTIVE_SET, set);
    Ed25519Signature forged = Ed25519Signature.wrap(new byte[64]);
    byte[] message = AuditInputs.judgment(true, REPORT);
    assertTrue(Ed25519.verify(ValidatorData.NULL.ed25519(), message, forged));
    assertFault(Fault.MISBEHAVED, new PublishedJudgment(EPOCH, 5, true, REPORT, forged));
  }

  @Test
  void judgmentsOfThisEpochAndTheOneBeforeCanBeIncluded() throws Exception {
    assertTrue(offer(judgment(1, true, REPORT, EPOCH)));
    assertTrue(offer(judgment(1, true, REPORT, EPOCH - 1)), "with another index");
    told.clear();
    assertFault(Fault.REFUSED, judgment(1, true, REPORT, EPOCH + 1));
    assertFault(Fault.REFUSED, judgment(1, true, REPORT, EPOCH - 2));
    PublishedJudgment current = judgment(2, true, REPORT, EPOCH);
    assertFault(
        Fault.MISBEHAVED, new PublishedJudgment(EPOCH - 1, 2, true, REPORT, current.signature()));
  }

  @Test
  void whatContradictsAnEarlierJudgmentIsHeldToo() throws Exception {
    assertTrue(offer(judgment(1, true, REPORT)));
    assertTrue(offer(judgment(1, false, REPORT)));
    assertEquals(2, pool.size());
  }

  @Test
  void aGuaranteeBelongsToNegativeJudgmentsOnly() {
    Optional<ReportCredential> guarantee = Optional.of(at.credential(REPORT));
    assertThrows(
        IllegalArgumentException.class,
        () -> pool.offer(judgment(1, false, REPORT), Optional.empty(), peer(4)));
    assertThrows(
        IllegalArgumentException.class,
        () -> pool.offer(judgment(1, true, REPORT), guarantee, peer(4)));
  }

  @Test
  void guarantorsHaveSignedAndWereAtOneCore() throws Exception {
    ReportCredential good = at.credential(REPORT);
    ValidatorSignature first = good.signatures().getFirst();
    ValidatorSignature second = good.signatures().getLast();
    assertFault(Fault.MISBEHAVED, new ReportCredential(SLOT - 1, List.of(second, first)));
    assertFault(Fault.MISBEHAVED, new ReportCredential(SLOT - 1, List.of(first, first)));
    assertFault(Fault.MISBEHAVED, at.credential(hash(2)));
    ValidatorSignature nobodys = new ValidatorSignature(6, second.signature());
    assertFault(Fault.MISBEHAVED, new ReportCredential(SLOT - 1, List.of(first, nobodys)));
    int here = at.guarantors(0, SLOT - 1).getFirst();
    int there = at.guarantors(1, SLOT - 1).getFirst();
    assertFault(
        Fault.MISBEHAVED,
        new ReportCredential(
            SLOT - 1,
            List.of(
                AuditFixture.guarantor(Math.min(here, there), REPORT, EPOCH),
                AuditFixture.guarantor(Math.max(here, there), REPORT, EPOCH))));
    assertFault(Fault.REFUSED, new ReportCredential(SLOT + 12, good.signatures()));
    assertFault(Fault.REFUSED, new ReportCredential(SLOT - 24, good.signatures()));
    assertTrue(pool.offer(judgment(0, false, REPORT), Optional.of(good), peer(4)));
  }

  @Test
  void guaranteesOfTheEpochBeforeAreByItsValidators() throws Exception {
    long slot = SLOT - 12;
    List<ValidatorSignature> signatures =
        at.guarantors(0, slot).stream()
            .map(index -> AuditFixture.guarantor((index + 1) % 6, REPORT, EPOCH - 1))
            .toList();
    ReportCredential guarantee = new ReportCredential(slot, signatures);
    assertTrue(pool.offer(judgment(0, false, REPORT), Optional.of(guarantee), peer(4)));
  }

  @Test
  void coresAreThoseThatGuaranteesInBlocksMustHave() {
    JudgeSets sets = JudgeSets.read(at.prior(), TINY);
    long first = EPOCH * TINY.epochLength();
    GuarantorState state = GuarantorState.read(TINY, at.prior().values()::get, first);
    assertEquals(state.current(TINY).cores(), sets.coresIn(first, TINY));
    assertEquals(state.previous(TINY).cores(), sets.coresIn(first - TINY.rotationPeriod(), TINY));
  }

  /** One validator's judgments of what nobody knows keep none of another's out. */
  @Test
  void reportsThatNoBlockHasReportedAreJudgedWithinAShare() throws Exception {
    for (int i = 0; i < HeldJudgments.MOST_UNKNOWN_OF_SIGNER; i++) {
      assertTrue(offer(judgment(1, true, hash(100 + i))));
    }
    told.clear();
    assertFault(Fault.REFUSED, judgment(1, true, hash(99)));
    assertTrue(offer(judgment(1, true, REPORT)), "which is reported");
    assertTrue(offer(judgment(2, true, hash(99))), "by another validator");
    for (int i = 0; i < HeldJudgments.MOST_UNKNOWN_OF_SIGNER; i++) {
      reports.reported.add(hash(100 + i));
    }
    pool.imported(List.of(), new BlockRef(Hash.ZERO, SLOT), at.chain.genesis());
    assertTrue(offer(judgment(1, true, hash(99))), "since a block has reported the others");
    at.pass(HeldJudgments.WINDOW + 1);
    pool.imported(List.of(), new BlockRef(Hash.ZERO, SLOT), at.chain.genesis());
    for (int i = 0; i < HeldJudgments.MOST_UNKNOWN_OF_SIGNER; i++) {
      assertTrue(offer(judgment(1, true, hash(200 + i))), "since all have gone");
    }
  }

  @Test
  void aValidatorsJudgmentsAreBounded() throws Exception {
    for (int i = 0; i < HeldJudgments.MOST_OF_SIGNER; i++) {
      reports.reported.add(hash(1000 + i));
      assertTrue(offer(judgment(1, true, hash(1000 + i))));
    }
    told.clear();
    assertFault(Fault.REFUSED, judgment(1, true, REPORT));
    assertTrue(offer(judgment(2, true, REPORT)));
    at.pass(HeldJudgments.WINDOW + 1);
    pool.imported(List.of(), new BlockRef(Hash.ZERO, SLOT), at.chain.genesis());
    assertEquals(0, pool.size());
    assertTrue(offer(judgment(1, true, REPORT)), "since the others have gone");
  }

  @Test
  void whatNobodyDisputesGoesWithTimeAndTheRestWithItsEpoch() throws Exception {
    Hash disputed = hash(2);
    offer(judgment(1, true, REPORT));
    offer(judgment(1, true, disputed));
    offer(judgment(2, false, disputed));
    at.pass(HeldJudgments.WINDOW);
    pool.imported(List.of(), new BlockRef(Hash.ZERO, SLOT), at.chain.genesis());
    assertEquals(3, pool.size());
    at.pass(1);
    pool.imported(List.of(), new BlockRef(Hash.ZERO, SLOT), at.chain.genesis());
    assertEquals(List.of(), pool.judges(REPORT, EPOCH, true));
    assertEquals(2, pool.size());
    pool.imported(
        List.of(), new BlockRef(Hash.ZERO, (EPOCH + 1) * TINY.epochLength()), at.chain.genesis());
    assertEquals(2, pool.size(), "a block of the next epoch can include it");
    pool.imported(
        List.of(), new BlockRef(Hash.ZERO, (EPOCH + 2) * TINY.epochLength()), at.chain.genesis());
    assertEquals(0, pool.size());
  }

  @Test
  void auditorsAndThoseAfterThemAreToHear() {
    Audience now = pool.audience(EPOCH).orElseThrow();
    assertEquals(key(0), now.auditors().getFirst());
    assertEquals(6, now.successors().size(), "of the next epoch");
    Audience before = pool.audience(EPOCH - 1).orElseThrow();
    assertEquals(key(1), before.auditors().getFirst());
    assertEquals(12, before.successors().size(), "of this and the next epoch");
    assertEquals(Optional.empty(), pool.audience(EPOCH + 1));
  }

  @Test
  void withoutTheValidatorsNothingIsHeld() {
    MemoryChain unknown = new MemoryChain(at.builder, 1);
    HeldJudgments blind = new HeldJudgments(unknown, reports, at.clock, AuditFixture.WORKERS);
    StreamException refused =
        assertThrows(
            StreamException.class,
            () -> blind.offer(judgment(1, true, REPORT), Optional.empty(), peer(4)));
    assertEquals(Fault.UNAVAILABLE, refused.fault());
  }
}
