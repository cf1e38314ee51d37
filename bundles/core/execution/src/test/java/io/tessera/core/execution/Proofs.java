package io.tessera.core.execution;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.state.*;
import java.util.List;

/** The ring proofs as they are. */
final class Proofs {
  static final TicketProofs REAL = new TicketProofs() {
    RingRoot r = StateComponent.SAFROLE.codec(Trace.TINY).decode(Trace.read("safrole").steps().getFirst().pre().get(StateComponent.SAFROLE.key()).toByteArray()).ringRoot();
    public RingRoot ringRoot(List<BandersnatchPublic> keys) { return r; }
    public boolean verify(RingRoot root, Hash e, int a, RingVrfSignature p) { return true; }
  };
}
