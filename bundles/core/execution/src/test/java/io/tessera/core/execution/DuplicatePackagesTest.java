package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.ReadyReport;
import io.tessera.lib.codec.state.StateComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A package that is anywhere in the pipeline is not reported again. */
class DuplicatePackagesTest {
  private static final int SLOT = 9;
  private static final Trace WORK = Trace.read("preimages_light");
  private static final WorkReport REPORT =
      WORK.steps().get(SLOT - 1).block().block().extrinsic().guarantees().getFirst().report();

  private final TestChain chain =
      TestChain.before(new TransitionExecutor(Trace.TINY, Proofs.REAL), WORK, SLOT);

  @Test
  void asItIsThePackageIsNew() throws BlockRejectedException {
    assertEquals(1, REPORT.coreIndex());
    chain.execute(WORK.steps().get(SLOT - 1).block());
  }

  @Test
  void queued() {
    List<List<ReadyReport>> queue = new ArrayList<>(get(StateComponent.READY_QUEUE));
    queue.set(3, List.of(new ReadyReport(REPORT, List.of(Hash.ZERO))));
    put(StateComponent.READY_QUEUE, queue);
    refused();
  }

  @Test
  void accumulated() {
    List<List<Hash>> accumulated = new ArrayList<>(get(StateComponent.ACCUMULATED));
    accumulated.set(0, List.of(REPORT.packageSpec().hash()));
    put(StateComponent.ACCUMULATED, accumulated);
    refused();
  }

  @Test
  void pendingOnAnotherCore() {
    List<Optional<PendingReport>> cores =
        new ArrayList<>(get(StateComponent.PENDING_REPORTS).cores());
    cores.set(0, Optional.of(new PendingReport(REPORT, SLOT - 1)));
    put(StateComponent.PENDING_REPORTS, new PendingReports(cores));
    refused();
  }

  private void refused() {
    BlockRejectedException rejected =
        assertThrows(
            BlockRejectedException.class, () -> chain.execute(WORK.steps().get(SLOT - 1).block()));
    assertEquals(BlockFault.DUPLICATE_PACKAGE, rejected.fault(), rejected.getMessage());
  }

  private <T> T get(StateComponent<T> component) {
    return component.codec(Trace.TINY).decode(chain.state().get(component.key()).toByteArray());
  }

  private <T> void put(StateComponent<T> component, T value) {
    chain.state().put(component.key(), Bytes.wrap(component.codec(Trace.TINY).encode(value)));
  }
}
