package io.tessera.core.pools;

import static io.tessera.core.pools.AuditFixture.EPOCH;
import static io.tessera.core.pools.AuditFixture.hash;
import static io.tessera.core.pools.AuditFixture.judgment;
import static io.tessera.core.pools.AuditFixture.key;
import static io.tessera.core.pools.AuditFixture.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Culprit;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Fault;
import io.tessera.lib.codec.block.Judgment;
import io.tessera.lib.codec.block.Verdict;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is made of judgments is what a block may bring: the state transition takes it. */
class VerdictMakerTest {
  private static final Hash REPORT = hash(1);

  private final AuditFixture at = new AuditFixture();
  private final HeldJudgments pool =
      new HeldJudgments(
          at.chain,
          new HeldReports(at.chain, at.clock, AuditFixture.WORKERS),
          at.clock,
          AuditFixture.WORKERS);

  private void judge(Hash report, long epoch, boolean valid, int... validators) throws Exception {
    for (int validator : validators) {
      assertTrue(
          pool.offer(
              judgment(validator, valid, report, epoch),
              valid ? Optional.empty() : Optional.of(at.credential(report)),
              peer(0)));
    }
  }

  private Disputes disputes() {
    return pool.disputes(at.prior());
  }

  private void assertNothing() {
    assertEquals(Disputes.NONE, disputes());
  }

  private static List<Integer> judges(Verdict verdict) {
    return verdict.votes().stream().map(Judgment::index).toList();
  }

  private List<Ed25519Public> guarantors() {
    return at.credential(REPORT).signatures().stream()
        .map(part -> key(part.validatorIndex()))
        .sorted()
        .toList();
  }

  @Test
  void aSuperMajorityAgainstAReportNamesItsGuarantors() throws Exception {
    judge(REPORT, EPOCH, false, 0, 1, 2, 4);
    assertNothing();
    judge(REPORT, EPOCH, false, 5);
    Disputes made = disputes();
    assertEquals(List.of(0, 1, 2, 4, 5), judges(made.verdicts().getFirst()));
    assertEquals(guarantors(), made.culprits().stream().map(Culprit::key).toList());
    assertEquals(List.of(), made.faults());
    DisputeRecords after = at.execute(made);
    assertEquals(List.of(REPORT), after.bad());
    assertEquals(guarantors(), after.offenders());
  }

  @Test
  void whoVotedForAReportFoundInvalidIsAtFault() throws Exception {
    judge(REPORT, EPOCH, true, 3);
    judge(REPORT, EPOCH, false, 0, 1, 2, 4, 5);
    Disputes made = disputes();
    assertEquals(List.of(key(3)), made.faults().stream().map(Fault::key).toList());
    assertTrue(at.execute(made).offenders().contains(key(3)));
  }

  @Test
  void aSuperMajorityForAReportNeedsAFault() throws Exception {
    judge(REPORT, EPOCH, true, 0, 1, 2, 3, 4);
    assertNothing();
    judge(REPORT, EPOCH, false, 5);
    Disputes made = disputes();
    assertEquals(List.of(0, 1, 2, 3, 4), judges(made.verdicts().getFirst()));
    assertEquals(List.of(), made.culprits());
    DisputeRecords after = at.execute(made);
    assertEquals(List.of(REPORT), after.good());
    assertEquals(List.of(key(5)), after.offenders());
  }

  @Test
  void aFaultThatWasPunishedBeforeIsNone() throws Exception {
    judge(REPORT, EPOCH, true, 0, 1, 2, 3, 4);
    judge(REPORT, EPOCH, false, 5);
    know(records(List.of(), List.of(), key(5)));
    assertNothing();
  }

  @Test
  void fourOfSixAreNoSuperMajority() throws Exception {
    judge(REPORT, EPOCH, true, 0, 1, 2, 3);
    judge(REPORT, EPOCH, false, 5);
    assertNothing();
  }

  @Test
  void aThirdForAReportMakesItWonky() throws Exception {
    judge(REPORT, EPOCH, true, 0, 1, 2);
    judge(REPORT, EPOCH, false, 3, 4);
    assertNothing();
    judge(REPORT, EPOCH, false, 5);
    Disputes made = disputes();
    assertEquals(List.of(0, 1, 3, 4, 5), judges(made.verdicts().getFirst()));
    assertEquals(List.of(REPORT), at.execute(made).wonky());
  }

  /** Who has judged both ways stands on the side that lacks one, and never on both. */
  @Test
  void whoContradictsItselfIsCountedOnce() throws Exception {
    judge(REPORT, EPOCH, true, 0, 1);
    judge(REPORT, EPOCH, false, 0, 4, 5);
    assertNothing();
    judge(REPORT, EPOCH, true, 2);
    assertEquals(List.of(REPORT), at.execute(disputes()).wonky());
    judge(hash(2), EPOCH, true, 0, 1);
    judge(hash(2), EPOCH, false, 0, 3, 4, 5);
    assertTrue(at.execute(disputes()).wonky().contains(hash(2)), "on the other side");
  }

  @Test
  void whoContradictsItselfIsAtFaultWhateverTheVerdict() throws Exception {
    judge(REPORT, EPOCH, true, 0, 1, 2, 3, 4);
    judge(REPORT, EPOCH, false, 4);
    DisputeRecords after = at.execute(disputes());
    assertEquals(List.of(REPORT), after.good());
    assertEquals(List.of(key(4)), after.offenders());
  }

  @Test
  void verdictsOfTheEpochBeforeAreByItsValidators() throws Exception {
    judge(REPORT, EPOCH - 1, false, 0, 1, 2, 3, 4);
    Disputes made = disputes();
    assertEquals(EPOCH - 1, made.verdicts().getFirst().age());
    assertEquals(List.of(0, 1, 2, 3, 5), judges(made.verdicts().getFirst()));
    assertEquals(List.of(REPORT), at.execute(made).bad());
  }

  @Test
  void votesOfTwoEpochsAreNotAdded() throws Exception {
    judge(REPORT, EPOCH - 1, false, 0, 1, 2);
    judge(REPORT, EPOCH, false, 3, 4, 5);
    assertNothing();
  }

  @Test
  void onAForkWithOtherValidatorsTheirVotesDoNotCount() throws Exception {
    judge(REPORT, EPOCH, false, 0, 1, 2, 3, 4);
    List<ValidatorData> others = new ArrayList<>(at.read(StateComponent.ACTIVE_SET));
    Collections.swap(others, 0, 5);
    at.put(StateComponent.ACTIVE_SET, others);
    assertNothing();
  }

  @Test
  void severalVerdictsStandInOrder() throws Exception {
    List<Hash> ordered = Stream.of(hash(1), hash(2), hash(3)).sorted().toList();
    for (Hash report : ordered.reversed()) {
      judge(report, EPOCH, true, 0, 1);
      judge(report, EPOCH, false, 3, 4, 5);
    }
    Disputes made = disputes();
    assertEquals(ordered, made.verdicts().stream().map(Verdict::target).toList());
    assertEquals(ordered, at.execute(made).wonky());
  }

  /** A block names each culprit once, so that one report of two of the same guarantors waits. */
  @Test
  void twoReportsOfTheSameGuarantorsNeedCulpritsOfTheirOwn() throws Exception {
    judge(hash(1), EPOCH, false, 0, 1, 2, 3, 4);
    judge(hash(2), EPOCH, false, 0, 1, 2, 3, 4);
    Disputes made = disputes();
    assertEquals(1, made.verdicts().size());
    assertEquals(1, at.execute(made).bad().size());
  }

  private void know(DisputeRecords records) {
    at.put(StateComponent.DISPUTES, records);
  }

  private static DisputeRecords records(List<Hash> good, List<Hash> bad, Ed25519Public... keys) {
    return new DisputeRecords(good, bad, List.of(), Stream.of(keys).sorted().toList());
  }

  @Test
  void whatWasJudgedBeforeGetsNoVerdictAndItsOffendersAreNamedYet() throws Exception {
    judge(REPORT, EPOCH, true, 0, 1, 2, 3, 4);
    judge(REPORT, EPOCH, false, 5);
    know(records(List.of(REPORT), List.of()));
    Disputes made = disputes();
    assertEquals(List.of(), made.verdicts());
    assertEquals(List.of(key(5)), at.execute(made).offenders());
    know(records(List.of(REPORT), List.of(), key(5)));
    assertNothing();
  }

  @Test
  void lateGuarantorsAndFaultsOfAnInvalidReportAreNamed() throws Exception {
    judge(REPORT, EPOCH, true, 5);
    judge(REPORT, EPOCH, false, 4);
    know(records(List.of(), List.of(REPORT)));
    Disputes made = disputes();
    assertEquals(guarantors(), made.culprits().stream().map(Culprit::key).toList());
    assertEquals(List.of(key(5)), made.faults().stream().map(Fault::key).toList());
    at.execute(made);
  }

  @Test
  void withoutTwoGuarantorsToPunishThereIsNoVerdict() throws Exception {
    judge(REPORT, EPOCH, false, 0, 1, 2, 3, 4);
    know(records(List.of(), List.of(), guarantors().getFirst()));
    assertNothing();
  }

  @Test
  void headersDoNotTellWhatWasJudged() throws Exception {
    judge(REPORT, EPOCH, false, 0, 1, 2, 3, 4);
    BlockState prior = at.prior();
    assertEquals(
        Disputes.NONE,
        pool.disputes(
            new BlockState(StateKnowledge.HEADERS, prior.root(), prior.values(), prior.ranges())));
  }
}
