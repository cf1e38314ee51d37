package io.tessera.protocol.ce134;

import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.work.CoreAssignments;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether two nodes may share packages for a core: both guarantee it in the present slot. */
record SameCore(CoreAssignments assignments, SlotClock clock) {

  /** Requires it. */
  void require(PeerId self, PeerId other, int core) throws StreamException, InterruptedException {
    Optional<GuarantorAssignments> now = assignments.at(clock.slot());
    if (now.isEmpty()) {
      throw new StreamException(Fault.REFUSED, "who guarantees which core is not known");
    }
    if (!guarantees(now.get(), self, core) || !guarantees(now.get(), other, core)) {
      throw new StreamException(Fault.REFUSED, "not both guarantee core " + core);
    }
  }

  private static boolean guarantees(GuarantorAssignments now, PeerId node, int core) {
    OptionalInt own = now.coreOf(node.key());
    return own.isPresent() && own.getAsInt() == core;
  }
}
