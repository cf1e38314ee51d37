package io.tessera.core.chain.safrole;

import static io.tessera.core.chain.safrole.HeaderVerdict.refuse;

import io.tessera.core.chain.safrole.HeaderVerdict.Refused;
import io.tessera.core.chain.safrole.HeaderVerdict.Rule;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.crypto.bandersnatch.BandersnatchPoint;
import io.tessera.lib.crypto.bandersnatch.IetfVrf;
import io.tessera.lib.crypto.bandersnatch.VrfClaim;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The two signatures of a header (Gray Paper, section "Sealing and Entropy Accumulation"). */
public final class SealRules {
  private static final byte[] TICKET = ascii("jam_ticket_seal");
  private static final byte[] FALLBACK = ascii("jam_fallback_seal");
  private static final byte[] ENTROPY = ascii("jam_entropy");

  private final ProtocolParameters parameters;

  /** Rules of a chain with these parameters. */
  public SealRules(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Checks the signatures.
   *
   * @param own what {@link HeaderRules#follow} gave for this very header: keys and entropy of its
   *     own epoch
   */
  public Optional<Refused> check(Consensus own, Header header) {
    Optional<BandersnatchPoint> author = own.current().point(header.authorIndex());
    if (author.isEmpty()) {
      return refuse(Rule.AUTHOR_KEY, "the key of validator " + header.authorIndex() + " is none");
    }
    byte[] input = sealInput(own, parameters.phaseOf(header.slot()));
    byte[] message = header.encodeUnsealed(parameters);
    // The seal's output is worth something when both are valid, and both are checked at once.
    byte[] entropyInput = entropyInput(IetfVrf.claimedOutput(header.seal()));
    List<Optional<Hash>> outputs =
        IetfVrf.verifyAll(
            author.get(),
            List.of(
                new VrfClaim(Bytes.wrap(input), Bytes.wrap(message), header.seal()),
                new VrfClaim(Bytes.wrap(entropyInput), Bytes.EMPTY, header.entropySource())));
    if (outputs.getFirst().isEmpty()) {
      return refuse(
          Rule.SEAL, "the seal is no signature of validator " + header.authorIndex() + "'s");
    }
    return outputs.getLast().isPresent()
        ? Optional.empty()
        : refuse(
            Rule.ENTROPY_SOURCE,
            "the entropy source is no signature of validator " + header.authorIndex() + "'s");
  }

  /** What a seal signs besides the header: X_T, eta 3 and the attempt; or X_F and eta 3. */
  static byte[] sealInput(Consensus own, int phase) {
    JamWriter input = new JamWriter();
    if (own.seals() instanceof SealKeys.Tickets won) {
      input.bytes(TICKET);
      input.bytes(own.entropy().third());
      input.u8(won.tickets().get(phase).attempt());
    } else {
      input.bytes(FALLBACK);
      input.bytes(own.entropy().third());
    }
    return input.toByteArray();
  }

  /** What an entropy source signs: X_E and the seal's output. */
  static byte[] entropyInput(Hash sealOutput) {
    JamWriter input = new JamWriter();
    input.bytes(ENTROPY);
    input.bytes(sealOutput);
    return input.toByteArray();
  }
}
