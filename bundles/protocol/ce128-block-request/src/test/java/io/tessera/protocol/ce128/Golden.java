package io.tessera.protocol.ce128;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.crypto.ExtrinsicHash;

/** Bytes as the specifications have them, written by hand. */
final class Golden {
  /** Size of the block below: the header's 297 bytes and seven empty lists. */
  static final int BLOCK_SIZE = 304;

  /** The size of one such block as a message's first four bytes: 304 = 0x130. */
  static final String ONE_BLOCK = "30010000";

  /** The size of two such blocks: 608 = 0x260. */
  static final String TWO_BLOCKS = "60020000";

  private Golden() {}

  /** A tiny block without anything in it (Gray Paper, appendix "Block Serialization"). */
  static String block(Hash parent, int slot) {
    return parent.toHex()
        + "22".repeat(32) // prior state root
        + ExtrinsicHash.of(Extrinsic.EMPTY).toHex()
        + "%02x000000".formatted(slot)
        + "00" // no epoch mark
        + "00" // no tickets mark
        + "0300" // author
        + "44".repeat(96) // entropy source
        + "00" // no offenders
        + "55".repeat(96) // seal
        + "00" // no tickets
        + "00" // no preimages
        + "00" // no guarantees
        + "00" // no assurances
        + "00 00 00".replace(" ", ""); // no verdicts, culprits, faults
  }

  /**
   * A request: kind 128, a message of 37 bytes (JAMNP-S, "CE 128").
   *
   * @param direction {@code 00} ascending, {@code 01} descending
   * @param maximum four bytes, little-endian
   */
  static String request(Hash block, String direction, String maximum) {
    return "80" + "25000000" + block.toHex() + direction + maximum;
  }
}
