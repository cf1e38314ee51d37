package io.tessera.sync.light;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import io.tessera.testing.testkit.SealedChain;
import java.util.Optional;

/** Blocks that are wrong in one respect. */
final class Lies {
  private Lies() {}

  /** The same header, and so the same hash, over another extrinsic. */
  static EncodedBlock otherBody(SealedChain chain, EncodedBlock block) {
    Extrinsic other = chain.withPreimages(0);
    return EncodedBlock.of(new Block(block.header(), other), chain.parameters());
  }

  /** The seal is no signature: its output stays. */
  static EncodedBlock brokenSeal(SealedChain chain, EncodedBlock block) {
    byte[] seal = block.header().seal().toByteArray();
    seal[64] ^= 1;
    return with(chain, block, block.header().epochMark(), BandersnatchSignature.wrap(seal));
  }

  /** The epoch marker has another entropy. */
  static EncodedBlock otherMark(SealedChain chain, EncodedBlock block) {
    EpochMark mark = block.header().epochMark().orElseThrow();
    EpochMark other = new EpochMark(block.hash(), mark.ticketsEntropy(), mark.validators());
    return with(chain, block, Optional.of(other), block.header().seal());
  }

  private static EncodedBlock with(
      SealedChain chain, EncodedBlock block, Optional<EpochMark> mark, BandersnatchSignature seal) {
    Header h = block.header();
    Header other =
        new Header(
            h.parent(),
            h.priorStateRoot(),
            h.extrinsicHash(),
            h.slot(),
            mark,
            h.ticketsMark(),
            h.authorIndex(),
            h.entropySource(),
            h.offendersMark(),
            seal);
    return EncodedBlock.of(new Block(other, block.block().extrinsic()), chain.parameters());
  }
}
