package io.tessera.core.chain;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Header;

/** Real blocks with something changed. */
final class Lies {
  private final EncodedBlock block;

  private Lies(EncodedBlock block) {
    this.block = block;
  }

  static Lies about(EncodedBlock block) {
    return new Lies(block);
  }

  /** The seal is another: its scalar, so that its output stays. */
  EncodedBlock seal() {
    byte[] seal = block.header().seal().toByteArray();
    seal[64] ^= 1;
    Header h = block.header();
    return with(
        new Header(
            h.parent(),
            h.priorStateRoot(),
            h.extrinsicHash(),
            h.slot(),
            h.epochMark(),
            h.ticketsMark(),
            h.authorIndex(),
            h.entropySource(),
            h.offendersMark(),
            BandersnatchSignature.wrap(seal)));
  }

  /** The same block with another header. */
  EncodedBlock with(Header header) {
    return EncodedBlock.of(new Block(header, block.block().extrinsic()), VerifiedChain.TINY);
  }
}
