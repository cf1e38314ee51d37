package io.tessera.core.author;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.ExtrinsicSource;
import io.tessera.chain.TicketContest;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Culprit;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Fault;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.Judgment;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.block.Verdict;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a test lets an author bring. */
final class Sources implements ExtrinsicSource {
  private static final Ed25519Signature UNSIGNED =
      Ed25519Signature.wrap(new byte[Ed25519Signature.SIZE]);

  final List<TicketEnvelope> tickets = new ArrayList<>();
  final List<TicketContest> contests = new ArrayList<>();
  final List<Preimage> preimages = new ArrayList<>();
  final List<Assurance> assurances = new ArrayList<>();
  final List<Guarantee> guarantees = new ArrayList<>();
  Disputes disputes = Disputes.NONE;

  @Override
  public List<TicketEnvelope> tickets(TicketContest contest) {
    contests.add(contest);
    return tickets;
  }

  @Override
  public List<Preimage> preimages(BlockState prior) {
    return preimages;
  }

  @Override
  public List<Assurance> assurances(BlockRef parent, BlockState prior) {
    return assurances;
  }

  @Override
  public List<Guarantee> guarantees(long slot, BlockRef parent, BlockState prior) {
    return guarantees;
  }

  @Override
  public Disputes disputes(BlockState prior) {
    return disputes;
  }

  /** One that is right, and assures nothing. */
  static Assurance assurance(Hash parent, int validator) {
    return assurance(parent, validator, 1);
  }

  /** One that is signed as it should be, with a bitfield that nobody could read. */
  static Assurance unreadable(Hash parent, int validator) {
    return assurance(parent, validator, 2);
  }

  private static Assurance assurance(Hash parent, int validator, int bytes) {
    Bytes bitfield = Bytes.wrap(new byte[bytes]);
    JamWriter message = new JamWriter();
    message.bytes("jam_available".getBytes(StandardCharsets.US_ASCII));
    message.bytes(Blake2b.hash(parent, bitfield));
    return new Assurance(
        parent,
        bitfield,
        validator,
        DevGenesis.secrets(validator).ed25519().sign(message.toByteArray()));
  }

  /** Five judge a report valid; the sixth had judged it invalid. */
  static Disputes dispute() {
    Hash report = Blake2b.hash(new byte[1]);
    List<Judgment> votes = new ArrayList<>();
    for (int validator = 0; validator < 5; validator++) {
      votes.add(new Judgment(true, validator, judgment("jam_valid", report, validator)));
    }
    Fault fault =
        new Fault(
            report,
            false,
            DevGenesis.secrets(5).ed25519().publicKey(),
            judgment("jam_invalid", report, 5));
    return new Disputes(List.of(new Verdict(report, 0, votes)), List.of(), List.of(fault));
  }

  private static Ed25519Signature judgment(String word, Hash report, int validator) {
    JamWriter message = new JamWriter();
    message.bytes(word.getBytes(StandardCharsets.US_ASCII));
    message.bytes(report);
    return DevGenesis.secrets(validator).ed25519().sign(message.toByteArray());
  }

  static Assurance unsigned(Hash parent, int validator) {
    return new Assurance(parent, Bytes.wrap(new byte[1]), validator, UNSIGNED);
  }

  /** Of a report without results on a block that is not recent. */
  static Guarantee guarantee(int core) {
    WorkReport report =
        new WorkReport(
            new PackageSpec(Hash.ZERO, 0, Hash.ZERO, Hash.ZERO, 0),
            new RefineContext(Hash.ZERO, Hash.ZERO, Hash.ZERO, Hash.ZERO, 0, List.of()),
            core,
            Hash.ZERO,
            0,
            Bytes.EMPTY,
            List.of(),
            List.of());
    return new Guarantee(report, 0, List.of());
  }

  /** A culprit whose report nobody found wrong. */
  static Disputes slander() {
    return new Disputes(
        List.of(),
        List.of(new Culprit(Hash.ZERO, DevGenesis.secrets(1).ed25519().publicKey(), UNSIGNED)),
        List.of());
  }
}
