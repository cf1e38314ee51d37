package io.tessera.lib.authoring;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import java.nio.charset.StandardCharsets;

/**
 * What the VRF signatures of block production are functions of: a word that tells the purpose, then
 * entropy (Gray Paper, section "Sealing and Entropy Accumulation").
 */
public final class SealInputs {
  private static final Bytes TICKET = ascii("jam_ticket_seal");
  private static final Bytes FALLBACK = ascii("jam_fallback_seal");
  private static final Bytes ENTROPY = ascii("jam_entropy");

  private SealInputs() {}

  /**
   * X_T: for a ticket, and for the seal that uses it.
   *
   * @param entropy η'_2 when the ticket is made; the same hash is η'_3 when it is used
   * @param attempt which of the validator's entries it is, 0 to N - 1
   */
  public static byte[] ticket(Hash entropy, int attempt) {
    JamWriter input = new JamWriter(TICKET.size() + Hash.SIZE + 1);
    input.bytes(TICKET);
    input.bytes(entropy);
    input.u8(attempt);
    return input.toByteArray();
  }

  /**
   * X_F: for a seal in an epoch without tickets.
   *
   * @param entropy η'_3
   */
  public static byte[] fallback(Hash entropy) {
    return join(FALLBACK, entropy);
  }

  /** X_E: for a header's entropy source, from the output of its seal. */
  public static byte[] entropySource(Hash sealOutput) {
    return join(ENTROPY, sealOutput);
  }

  private static byte[] join(Bytes word, Hash hash) {
    JamWriter input = new JamWriter(word.size() + Hash.SIZE);
    input.bytes(word);
    input.bytes(hash);
    return input.toByteArray();
  }

  private static Bytes ascii(String word) {
    return Bytes.wrap(word.getBytes(StandardCharsets.US_ASCII));
  }
}
