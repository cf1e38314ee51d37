package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.SignatureCheck;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.EpochRoot;
import io.tessera.lib.crypto.Ed25519;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Collects the signatures of a block that are to be verified. Confined to one thread. */
final class Signatures {
  private final TicketProofs proofs;
  private final List<SignatureCheck> checks = new ArrayList<>();

  Signatures(TicketProofs proofs) {
    this.proofs = proofs;
  }

  /** What was collected so far. */
  List<SignatureCheck> checks() {
    return List.copyOf(checks);
  }

  /** The proofs of a block's tickets: one check, since together they take less time. */
  void tickets(EpochRoot root, Hash entropy, List<TicketEnvelope> tickets) {
    checks.add(new TicketsCheck(proofs, root, entropy, tickets));
  }

  /**
   * A validator's statement: the signature of a hash behind a word that tells what it is about.
   *
   * @param what whose statement about what it is, for people
   */
  void statement(
      Ed25519Public key, Context context, Hash subject, Ed25519Signature signature, String what) {
    checks.add(new StatementCheck(key, context, subject, signature, what));
  }

  /** The words before the hash that is signed. */
  enum Context {
    /** X_A: an assurance. */
    AVAILABLE("jam_available"),
    /** X_G: a guarantee. */
    GUARANTEE("jam_guarantee"),
    /** X_⊤: a report is judged valid. */
    VALID("jam_valid"),
    /** X_⊥: a report is judged invalid. */
    INVALID("jam_invalid");

    private final String word;

    Context(String word) {
      this.word = word;
    }

    /** A judgment with this vote. */
    static Context judgment(boolean valid) {
      return valid ? VALID : INVALID;
    }
  }

  private record StatementCheck(
      Ed25519Public key, Context context, Hash subject, Ed25519Signature signature, String what)
      implements SignatureCheck {

    @Override
    public boolean verify() {
      JamWriter message = new JamWriter();
      message.bytes(context.word.getBytes(StandardCharsets.US_ASCII));
      message.bytes(subject);
      return Ed25519.verify(key, message.toByteArray(), signature);
    }

    @Override
    public BlockFault fault() {
      return BlockFault.BAD_SIGNATURE;
    }
  }

  private record TicketsCheck(
      TicketProofs proofs, EpochRoot root, Hash entropy, List<TicketEnvelope> tickets)
      implements SignatureCheck {

    @Override
    public boolean verify() {
      return proofs.verifyAll(root, entropy, tickets);
    }

    @Override
    public BlockFault fault() {
      return BlockFault.BAD_TICKET_PROOF;
    }

    @Override
    public String what() {
      return "proofs of " + tickets.size() + " tickets";
    }
  }
}
