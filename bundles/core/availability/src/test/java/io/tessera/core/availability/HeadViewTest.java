package io.tessera.core.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateView;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.testing.testkit.TestState;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which validators assure, and which author, around the beginning of an epoch at slot 12. */
class HeadViewTest {
  private static final List<PeerId> OLD = peers(0);
  private static final List<PeerId> NEW = peers(6);
  private static final List<PeerId> LATER = peers(12);

  private static List<PeerId> peers(int first) {
    return IntStream.range(first, first + 6).mapToObj(TestState::peer).toList();
  }

  private static HeadView head(long slot, int active, int next) {
    BlockState state =
        TestState.tiny()
            .with(StateComponent.SLOT, slot)
            .with(StateComponent.ACTIVE_SET, TestState.validators(active, 6))
            .next(TestState.validators(next, 6))
            .complete();
    return HeadView.of(ProtocolParameters.TINY, state, TestState.peer(active)).orElseThrow();
  }

  @Test
  void withinAnEpochBothAreItsValidators() {
    HeadView head = head(9, 0, 6);
    assertEquals(OLD, head.validatorsAt(10));
    assertEquals(OLD, head.assurersFor(10));
  }

  /** What is sent two seconds before the epoch is for its first author, by the old assurers. */
  @Test
  void authorsChangeTwoSecondsBeforeTheEpoch() {
    HeadView head = head(11, 0, 6);
    assertEquals(NEW, head.validatorsAt(12));
    assertEquals(OLD, head.assurersFor(12));
  }

  /** What is sent four seconds into the epoch is by its own validators. */
  @Test
  void assurersChangeFourSecondsAfterItsBeginning() {
    HeadView head = head(12, 6, 12);
    assertEquals(NEW, head.validatorsAt(13));
    assertEquals(NEW, head.assurersFor(13));
    HeadView missed = head(11, 0, 6); // slot 12 had no block
    assertEquals(NEW, missed.validatorsAt(13));
    assertEquals(NEW, missed.assurersFor(13));
  }

  /** However many epochs have no block, the next set comes once. */
  @Test
  void skippedEpochsTurnTheSetsOnce() {
    HeadView head = head(11, 0, 6);
    assertEquals(NEW, head.validatorsAt(50));
    assertEquals(LATER, head(23, 6, 12).validatorsAt(24));
  }

  @Test
  void atTheSlotOfTheHeadItsSetIsTheAssurers() {
    assertEquals(OLD, head(0, 0, 6).assurersFor(1));
  }

  @Test
  void whatHeadersTellIsNotEnough() {
    BlockState state = TestState.tiny().complete();
    for (StateKnowledge knowledge : StateKnowledge.values()) {
      Optional<HeadView> view =
          HeadView.of(
              ProtocolParameters.TINY,
              new BlockState(knowledge, state.root(), state.values(), state.ranges()),
              TestState.peer(0));
      assertEquals(knowledge != StateKnowledge.HEADERS, view.isPresent());
    }
  }

  /** Each block would cost a node that assures nothing megabytes of others' reports. */
  @Test
  void whoIsNoValidatorReadsNoReports() {
    BlockState whole = TestState.tiny().complete();
    StateView withoutReports =
        key ->
            key.equals(StateComponent.PENDING_REPORTS.key())
                ? fail("the reports are read")
                : whole.values().get(key);
    BlockState state =
        new BlockState(whole.knowledge(), whole.root(), withoutReports, whole.ranges());
    HeadView view = HeadView.of(ProtocolParameters.TINY, state, TestState.peer(7)).orElseThrow();
    assertEquals(OLD, view.active());
    assertTrue(view.reports().cores().stream().allMatch(Optional::isEmpty));
  }
}
