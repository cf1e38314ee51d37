package io.tessera.core.chain.safrole;

import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.TicketBody;
import java.util.List;
import java.util.Optional;

/** Copies of a header with one field changed. */
record Change(Header header) {
  Change slot(long slot) {
    return with(
        slot,
        header.epochMark(),
        header.ticketsMark(),
        header.authorIndex(),
        header.offendersMark(),
        header.entropySource(),
        header.seal());
  }

  Change author(int index) {
    return with(
        header.slot(),
        header.epochMark(),
        header.ticketsMark(),
        index,
        header.offendersMark(),
        header.entropySource(),
        header.seal());
  }

  Change epochMark(EpochMark mark) {
    return with(
        header.slot(),
        Optional.ofNullable(mark),
        header.ticketsMark(),
        header.authorIndex(),
        header.offendersMark(),
        header.entropySource(),
        header.seal());
  }

  Change winners(List<TicketBody> tickets) {
    return with(
        header.slot(),
        header.epochMark(),
        Optional.ofNullable(tickets),
        header.authorIndex(),
        header.offendersMark(),
        header.entropySource(),
        header.seal());
  }

  Change offenders(List<Ed25519Public> keys) {
    return with(
        header.slot(),
        header.epochMark(),
        header.ticketsMark(),
        header.authorIndex(),
        keys,
        header.entropySource(),
        header.seal());
  }

  Change entropySource(BandersnatchSignature signature) {
    return with(
        header.slot(),
        header.epochMark(),
        header.ticketsMark(),
        header.authorIndex(),
        header.offendersMark(),
        signature,
        header.seal());
  }

  Change seal(BandersnatchSignature signature) {
    return with(
        header.slot(),
        header.epochMark(),
        header.ticketsMark(),
        header.authorIndex(),
        header.offendersMark(),
        header.entropySource(),
        signature);
  }

  /** Another state root, which no rule here looks at but the seal's. */
  Change stateRoot(Hash root) {
    return new Change(
        new Header(
            header.parent(),
            root,
            header.extrinsicHash(),
            header.slot(),
            header.epochMark(),
            header.ticketsMark(),
            header.authorIndex(),
            header.entropySource(),
            header.offendersMark(),
            header.seal()));
  }

  private Change with(
      long slot,
      Optional<EpochMark> epochMark,
      Optional<List<TicketBody>> winners,
      int author,
      List<Ed25519Public> offenders,
      BandersnatchSignature entropySource,
      BandersnatchSignature seal) {
    return new Change(
        new Header(
            header.parent(),
            header.priorStateRoot(),
            header.extrinsicHash(),
            slot,
            epochMark,
            winners,
            author,
            entropySource,
            offenders,
            seal));
  }
}
