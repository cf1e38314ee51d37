package io.tessera.core.pools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tessera.chain.Origin;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who guarantees what is read from the head, for slots before it and after it. */
class HeadAssignmentsTest {
  private final WorkChain work = new WorkChain();
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final HeadAssignments assignments = new HeadAssignments(work.chain, workers);
  private final int rotation = WorkChain.TINY.rotationPeriod();
  private final long epoch = WorkChain.TINY.epochLength();

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void rotationsAheadAreKnown() throws Exception {
    GuarantorAssignments now = assignments.at(1).orElseThrow();
    assertEquals(work.assignments(1), now);
    assertSame(now, assignments.at(rotation - 1).orElseThrow(), "computed once");
    GuarantorAssignments next = assignments.at(rotation).orElseThrow();
    for (int i = 0; i < now.cores().size(); i++) {
      assertEquals((now.cores().get(i) + 1) % WorkChain.TINY.cores(), next.cores().get(i));
    }
  }

  @Test
  void theNextEpochHasItsOwnValidators() throws Exception {
    var safrole = work.get(StateComponent.SAFROLE);
    ValidatorData last = safrole.pendingSet().getLast();
    var reversed = safrole.pendingSet().reversed();
    work.put(
        StateComponent.SAFROLE,
        new SafroleState(reversed, safrole.epochRoot(), safrole.sealKeys(), safrole.accumulator()));
    assertEquals(last, assignments.at(epoch).orElseThrow().validators().getFirst());
    assertEquals(last, assignments.at(epoch - 1).orElseThrow().validators().getLast());
  }

  @Test
  void theRotationBeforeTheHeadIsKnownAndNoneBefore() throws Exception {
    GuarantorAssignments first = assignments.at(1).orElseThrow();
    GuarantorAssignments second = assignments.at(rotation).orElseThrow();
    work.put(StateComponent.SLOT, 2L * rotation + 1);
    HeadAssignments later = new HeadAssignments(work.chain, workers);
    assertEquals(second.cores(), later.at(2L * rotation - 1).orElseThrow().cores());
    assertEquals(Optional.empty(), later.at(1));
    work.put(StateComponent.SLOT, 1L + rotation);
    HeadAssignments between = new HeadAssignments(work.chain, workers);
    assertEquals(first.cores(), between.at(1).orElseThrow().cores());
    assertEquals(second.cores(), between.at(rotation).orElseThrow().cores());
  }

  @Test
  void theRotationBeforeTheEpochHasThatEpochsValidators() throws Exception {
    work.put(StateComponent.SLOT, epoch);
    var set = work.get(StateComponent.PREVIOUS_SET);
    work.put(StateComponent.PREVIOUS_SET, set.reversed());
    assertEquals(set.getLast(), assignments.at(epoch - 1).orElseThrow().validators().getFirst());
    assertEquals(set.getFirst(), assignments.at(epoch).orElseThrow().validators().getFirst());
  }

  @Test
  void nothingIsKnownWithoutAState() throws Exception {
    WorkChain blind = new WorkChain();
    var block = blind.builder.child(blind.chain.best(), 1);
    blind.chain.importBlocks(Collections.singletonList(block), Origin.FILE);
    assertEquals(Optional.empty(), new HeadAssignments(blind.chain, workers).at(1));
    assertEquals(Optional.empty(), assignments.at(-1));
  }
}
