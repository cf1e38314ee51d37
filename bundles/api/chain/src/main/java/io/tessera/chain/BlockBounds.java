package io.tessera.chain;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.RingVrfSignature;

/**
 * How large encodings can get on a chain: what a peer's message is measured against before it is
 * read. Upper bounds, not sizes: every valid value fits.
 */
public final class BlockBounds {
  /** Most bytes of a natural number, and so of a length. */
  private static final int NATURAL = 9;

  /** Bytes of a natural number that fits in 16 bits. */
  private static final int SHORT_NATURAL = 3;

  /** A judgment in a verdict: vote, validator index, signature. */
  private static final int JUDGMENT = 1 + 2 + Ed25519Signature.SIZE;

  /** A guarantor's or an assurer's index and signature. */
  private static final int SIGNED = 2 + Ed25519Signature.SIZE;

  private BlockBounds() {}

  /**
   * Most bytes of a header (Gray Paper, appendix "Block Serialization"): with both markers, and
   * with every validator of the previous and the current epoch as an offender.
   */
  public static int header(ProtocolParameters p) {
    long epochMark =
        2L * Hash.SIZE + (long) p.validators() * (BandersnatchPublic.SIZE + Ed25519Public.SIZE);
    long ticketsMark = (long) p.epochLength() * (Hash.SIZE + SHORT_NATURAL);
    long offenders = NATURAL + 2L * p.validators() * Ed25519Public.SIZE;
    return clamp(
        3L * Hash.SIZE
            + 4
            + (1 + epochMark)
            + (1 + ticketsMark)
            + 2
            + BandersnatchSignature.SIZE
            + offenders
            + BandersnatchSignature.SIZE);
  }

  /**
   * Most bytes of a block. The Gray Paper bounds all parts but two, the preimages and the number of
   * verdicts: for these together there is room for four service codes of the largest size (4 W_C).
   */
  public static int block(ProtocolParameters p) {
    long tickets =
        NATURAL + (long) p.maxTicketsPerBlock() * (SHORT_NATURAL + RingVrfSignature.SIZE);
    long guarantees = NATURAL + p.cores() * (report(p) + 4 + NATURAL + 3L * SIGNED);
    long assurances =
        NATURAL + (long) p.validators() * (Hash.SIZE + p.availabilityBitfieldBytes() + SIGNED);
    long oneVerdict = Hash.SIZE + 4 + (long) p.superMajority() * JUDGMENT;
    long culpritsAndFaults =
        2L * p.validators() * (Hash.SIZE + 1 + Ed25519Public.SIZE + Ed25519Signature.SIZE);
    long disputes = 3L * NATURAL + oneVerdict + culpritsAndFaults;
    long preimages = NATURAL + 4L * p.maxServiceCodeSize();
    return clamp(header(p) + tickets + preimages + guarantees + assurances + disputes);
  }

  /** A work-report: its unbounded blobs have W_R bytes in total. */
  private static long report(ProtocolParameters p) {
    long packageSpec = 3L * Hash.SIZE + 4 + 2;
    long context = 4L * Hash.SIZE + 4 + NATURAL + (long) p.maxReportDependencies() * Hash.SIZE;
    long lookup = NATURAL + (long) p.maxReportDependencies() * 2 * Hash.SIZE;
    long digest = 4 + 2L * Hash.SIZE + 8 + 1 + NATURAL + 5L * NATURAL;
    return packageSpec
        + context
        + SHORT_NATURAL
        + Hash.SIZE
        + NATURAL
        + (NATURAL + p.maxReportSize())
        + lookup
        + (NATURAL + p.maxPackageItems() * digest);
  }

  private static int clamp(long size) {
    return (int) Math.min(Integer.MAX_VALUE, size);
  }
}
