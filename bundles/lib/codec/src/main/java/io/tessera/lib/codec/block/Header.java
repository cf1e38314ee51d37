package io.tessera.lib.codec.block;

import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;
import java.util.Optional;

/**
 * A block's header (Gray Paper, section "The Header"). The fields stand in the order of its
 * serialization.
 *
 * @param parent hash of the parent's header; zeroes in a genesis header
 * @param priorStateRoot root of the state before this block, which is the state after the parent
 * @param extrinsicHash commitment to the block's extrinsic
 * @param slot the time slot, counted from the beginning of the JAM Common Era
 * @param epochMark in the first block of an epoch: the next epoch's entropy and validators
 * @param ticketsMark in the first block after ticket submission ended, if there are enough: the E
 *     winning tickets in the order of their slots
 * @param authorIndex the author's index among the validators of the block's epoch
 * @param entropySource VRF signature that brings fresh entropy
 * @param offendersMark Ed25519 keys of validators found to have misbehaved in this block
 * @param seal the author's signature of all that stands before it
 */
public record Header(
    Hash parent,
    Hash priorStateRoot,
    Hash extrinsicHash,
    long slot,
    Optional<EpochMark> epochMark,
    Optional<List<TicketBody>> ticketsMark,
    int authorIndex,
    BandersnatchSignature entropySource,
    List<Ed25519Public> offendersMark,
    BandersnatchSignature seal) {

  private static final Codec<List<Ed25519Public>> OFFENDERS =
      Codec.list("offenders_mark", Ed25519Public.CODEC, Ed25519Public.SIZE);

  /** Takes copies of the lists. */
  public Header {
    ticketsMark = ticketsMark.map(List::copyOf);
    offendersMark = List.copyOf(offendersMark);
  }

  /** The codec for a chain with these parameters (V and E matter). Cheap to get, better kept. */
  public static Codec<Header> codec(ProtocolParameters parameters) {
    Codec<EpochMark> epochMark = EpochMark.codec(parameters);
    Codec<List<TicketBody>> ticketsMark =
        Codec.array("tickets_mark", TicketBody.CODEC, parameters.epochLength());
    return Codec.of(
        "header",
        in ->
            new Header(
                Hash.CODEC.decode(in),
                Hash.CODEC.decode(in),
                Hash.CODEC.decode(in),
                in.u32(),
                in.optional(epochMark),
                in.optional(ticketsMark),
                in.u16(),
                BandersnatchSignature.CODEC.decode(in),
                OFFENDERS.decode(in),
                BandersnatchSignature.CODEC.decode(in)),
        (header, out) -> {
          header.encodeUnsealed(epochMark, ticketsMark, out);
          out.bytes(header.seal);
        });
  }

  /** The encoding of the header without its seal: the message that the seal signs. */
  public byte[] encodeUnsealed(ProtocolParameters parameters) {
    JamWriter out = new JamWriter();
    encodeUnsealed(
        EpochMark.codec(parameters),
        Codec.array("tickets_mark", TicketBody.CODEC, parameters.epochLength()),
        out);
    return out.toByteArray();
  }

  private void encodeUnsealed(
      Codec<EpochMark> epochMarkCodec, Codec<List<TicketBody>> ticketsMarkCodec, JamWriter out) {
    out.bytes(parent);
    out.bytes(priorStateRoot);
    out.bytes(extrinsicHash);
    out.u32(slot);
    out.optional(epochMarkCodec, epochMark);
    out.optional(ticketsMarkCodec, ticketsMark);
    out.u16(authorIndex);
    out.bytes(entropySource);
    OFFENDERS.encode(offendersMark, out);
  }
}
