package io.tessera.protocol.up0;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.crypto.ExtrinsicHash;
import java.util.HexFormat;

/** Bytes as the specifications have them, written by hand. Slots are below 256. */
final class Golden {
  private Golden() {}

  /** A header without marks: 297 bytes (Gray Paper, appendix "Block Serialization"). */
  static String header(Hash parent, int slot) {
    return header(parent, slot, "0300");
  }

  static String header(Hash parent, int slot, String author) {
    return parent.toHex()
        + "22".repeat(32) // prior state root
        + ExtrinsicHash.of(Extrinsic.EMPTY).toHex()
        + slot(slot)
        + "00" // no epoch mark
        + "00" // no tickets mark
        + author
        + "44".repeat(96) // entropy source
        + "00" // no offenders
        + "55".repeat(96); // seal
  }

  /** The block with this header and nothing in it. */
  static EncodedBlock block(String header) {
    return EncodedBlock.codec(ProtocolParameters.TINY)
        .decode(HexFormat.of().parseHex(header + "00000000" + "000000"));
  }

  /** {@code Header Hash ++ Slot}, of leaves and finalized blocks. */
  static String ref(BlockRef block) {
    return block.hash().toHex() + slot((int) block.slot());
  }

  private static String slot(int slot) {
    return "%02x000000".formatted(slot);
  }

  /** An announcement: a message of 297 + 36 = 333 bytes. */
  static String announcement(String header, BlockRef finalized) {
    return "4d010000" + header + ref(finalized);
  }

  /** A handshake with one leaf: a message of 36 + 1 + 36 = 73 bytes. */
  static String handshake(BlockRef finalized, BlockRef leaf) {
    return "49000000" + ref(finalized) + "01" + ref(leaf);
  }
}
