package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;

/**
 * What a block brings besides its header, in the order of its serialization.
 *
 * @param tickets entries in the contest for the next epoch's slots, at most K
 * @param preimages data that services asked for
 * @param guarantees new work-reports, at most one a core
 * @param assurances of the availability of reports, at most one a validator
 * @param disputes judgments on reports
 */
public record Extrinsic(
    List<TicketEnvelope> tickets,
    List<Preimage> preimages,
    List<Guarantee> guarantees,
    List<Assurance> assurances,
    Disputes disputes) {

  /** An extrinsic with nothing in it. */
  public static final Extrinsic EMPTY =
      new Extrinsic(List.of(), List.of(), List.of(), List.of(), Disputes.NONE);

  private static final Codec<List<Preimage>> PREIMAGES =
      Codec.list("preimages", Preimage.CODEC, Preimage.MIN_SIZE);

  /** Takes copies of the lists. */
  public Extrinsic {
    tickets = List.copyOf(tickets);
    preimages = List.copyOf(preimages);
    guarantees = List.copyOf(guarantees);
    assurances = List.copyOf(assurances);
  }

  /** The codec for a chain with these parameters (V, C and K matter). */
  public static Codec<Extrinsic> codec(ProtocolParameters parameters) {
    Codec<List<TicketEnvelope>> tickets = ticketsCodec(parameters);
    Codec<List<Guarantee>> guarantees = guaranteesCodec(parameters);
    Codec<List<Assurance>> assurances = assurancesCodec(parameters);
    Codec<Disputes> disputes = Disputes.codec(parameters);
    return Codec.of(
        "extrinsic",
        in ->
            new Extrinsic(
                tickets.decode(in),
                PREIMAGES.decode(in),
                guarantees.decode(in),
                assurances.decode(in),
                disputes.decode(in)),
        (extrinsic, out) -> {
          extrinsic.encodeTickets(out);
          extrinsic.encodePreimages(out);
          out.list(Guarantee.CODEC, extrinsic.guarantees);
          extrinsic.encodeAssurances(out);
          extrinsic.encodeDisputes(out);
        });
  }

  /** The codec of the tickets extrinsic alone. */
  public static Codec<List<TicketEnvelope>> ticketsCodec(ProtocolParameters parameters) {
    return Codec.list(
        "tickets",
        TicketEnvelope.CODEC,
        TicketEnvelope.MIN_SIZE,
        0,
        parameters.maxTicketsPerBlock());
  }

  /** The codec of the preimages extrinsic alone. */
  public static Codec<List<Preimage>> preimagesCodec() {
    return PREIMAGES;
  }

  /** The codec of the guarantees extrinsic alone. */
  public static Codec<List<Guarantee>> guaranteesCodec(ProtocolParameters parameters) {
    return Codec.list("guarantees", Guarantee.CODEC, Guarantee.MIN_SIZE, 0, parameters.cores());
  }

  /** The codec of the assurances extrinsic alone. */
  public static Codec<List<Assurance>> assurancesCodec(ProtocolParameters parameters) {
    return Codec.list(
        "assurances",
        Assurance.codec(parameters),
        Assurance.size(parameters),
        0,
        parameters.validators());
  }

  /** Appends the tickets extrinsic alone: the extrinsic hash takes it by itself. */
  public void encodeTickets(JamWriter out) {
    out.list(TicketEnvelope.CODEC, tickets);
  }

  /** Appends the preimages extrinsic alone. */
  public void encodePreimages(JamWriter out) {
    PREIMAGES.encode(preimages, out);
  }

  /** Appends the assurances extrinsic alone. */
  public void encodeAssurances(JamWriter out) {
    out.natural(assurances.size());
    for (Assurance assurance : assurances) {
      Assurance.encode(assurance, out);
    }
  }

  /** Appends the disputes extrinsic alone. */
  public void encodeDisputes(JamWriter out) {
    Disputes.encode(disputes, out);
  }
}
