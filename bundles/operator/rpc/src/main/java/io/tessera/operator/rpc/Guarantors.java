package io.tessera.operator.rpc;

import io.tessera.chain.Chain;
import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.NodeKey;
import io.tessera.net.StreamException;
import io.tessera.work.CoreAssignments;
import io.tessera.work.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands work to all guarantors that are assigned to a core now. */
final class Guarantors {
  private static final Logger LOG = LoggerFactory.getLogger(Guarantors.class);

  private final Node node;

  Guarantors(Node node) {
    this.node = node;
  }

  /** Hands it to one. */
  @FunctionalInterface
  interface Submission {
    /** To a guarantor, which may be this node itself. */
    void to(PeerId guarantor, boolean self)
        throws StreamException, RefusedException, InterruptedException;
  }

  /** What became of one: the reason of a failure, empty for a success. */
  private record Outcome(PeerId guarantor, String failure, boolean wrong) {}

  /**
   * Hands it to all at once; returns when the first has taken it, while others go on.
   *
   * @throws RpcException when none has, saying why each; invalid params when it is the work's fault
   */
  void submit(int core, Submission submission) throws RpcException, InterruptedException {
    List<PeerId> guarantors = of(core);
    BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    for (PeerId guarantor : guarantors) {
      var unused =
          node.workers()
              .start("rpc submission", () -> outcomes.add(outcome(guarantor, submission)));
    }
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < guarantors.size(); i++) {
      Outcome outcome = outcomes.take();
      if (outcome.wrong()) {
        throw RpcException.params("Invalid params: " + outcome.failure());
      }
      if (outcome.failure().isEmpty()) {
        return;
      }
      failures.add(outcome.guarantor().shortName() + ": " + outcome.failure());
    }
    throw RpcException.other(
        "no guarantor of core " + core + " has taken it; " + String.join("; ", failures));
  }

  private Outcome outcome(PeerId guarantor, Submission submission) throws InterruptedException {
    NodeKey key = node.key;
    boolean self = key != null && key.id().equals(guarantor);
    try {
      submission.to(guarantor, self);
      return new Outcome(guarantor, "", false);
    } catch (StreamException | RefusedException e) {
      LOG.debug("{} does not take what was submitted", guarantor.shortName(), e);
      return new Outcome(guarantor, why(e), false);
    } catch (IllegalArgumentException e) {
      return new Outcome(guarantor, why(e), true);
    } catch (RuntimeException e) { // the edge: whoever waits is told
      LOG.error("A submission to {} failed; please report this", guarantor.shortName(), e);
      return new Outcome(guarantor, "internal error; see the node's log", false);
    }
  }

  private static String why(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private List<PeerId> of(int core) throws RpcException, InterruptedException {
    Chain chain = node.chain();
    CoreAssignments assignments = Node.require(node.assignments, "assignment of cores");
    SlotClock clock = Node.require(node.clock, "clock");
    long slot = Math.max(clock.slot(), chain.best().slot());
    GuarantorAssignments now =
        assignments
            .at(slot)
            .orElseThrow(
                () ->
                    RpcException.other(
                        "the head's state does not tell who guarantees core "
                            + core
                            + " in slot "
                            + slot
                            + "; wait until this node is synced, see syncState"));
    List<PeerId> guarantors =
        now.on(core).stream()
            .map(index -> new PeerId(now.validators().get(index).ed25519()))
            .distinct()
            .toList();
    if (guarantors.isEmpty()) {
      throw RpcException.other("nobody guarantees core " + core + " in slot " + slot);
    }
    return guarantors;
  }
}
