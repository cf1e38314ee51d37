package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.crypto.ExtrinsicHash;
import java.util.List;

/** What a header says about its block, against what is so (Gray Paper, section "The Header"). */
final class HeaderRules {
  /** Blocks without extrinsics are many in a quiet chain, and hashing nothing takes six hashes. */
  private static final Hash HASH_OF_NOTHING = ExtrinsicHash.of(Extrinsic.EMPTY);

  private HeaderRules() {}

  /** The rules that need no state. */
  static void check(ProtocolParameters parameters, Block block) throws BlockRejectedException {
    Header header = block.header();
    if (header.authorIndex() >= parameters.validators()) {
      throw new BlockRejectedException(
          BlockFault.BAD_AUTHOR_INDEX, "author " + header.authorIndex());
    }
    Extrinsic extrinsic = block.extrinsic();
    Hash hash = extrinsic.equals(Extrinsic.EMPTY) ? HASH_OF_NOTHING : ExtrinsicHash.of(extrinsic);
    if (!header.extrinsicHash().equals(hash)) {
      throw new BlockRejectedException(
          BlockFault.BAD_EXTRINSIC_HASH, "the extrinsic hashes to " + hash.toShortHex());
    }
  }

  /** The marker names the new offenders, culprits before faults. */
  static void checkOffenders(Header header, List<Ed25519Public> offenders)
      throws BlockRejectedException {
    if (!header.offendersMark().equals(offenders)) {
      throw new BlockRejectedException(
          BlockFault.BAD_OFFENDERS_MARK,
          "the marker names " + header.offendersMark().size() + ", not the block's offenders");
    }
  }

  /** The markers of Safrole are those that the transition gives. */
  static void checkMarkers(Header header, SafroleTransition.Posterior safrole)
      throws BlockRejectedException {
    if (!header.epochMark().equals(safrole.epochMark())) {
      throw new BlockRejectedException(
          BlockFault.BAD_EPOCH_MARK,
          safrole.epochMark().isPresent()
              ? "the marker must tell the next validators and their entropy"
              : "the block is not the first of its epoch");
    }
    if (!header.ticketsMark().equals(safrole.winnersMark())) {
      throw new BlockRejectedException(
          BlockFault.BAD_TICKETS_MARK,
          safrole.winnersMark().isPresent()
              ? "the marker must tell the winning tickets"
              : "no tickets have won in this block");
    }
  }
}
