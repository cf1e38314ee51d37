package io.tessera.lib.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceStep;
import io.tessera.lib.crypto.bandersnatch.IetfVrf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both signatures of every header of two recorded chains, with keys and entropy of their states.
 */
class TraceSealsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final int VALIDATOR_SIZE = 336;
  private static final int RING_ROOT_SIZE = 144;
  private static final int TICKET_SIZE = 33;

  @ParameterizedTest
  @CsvSource({"fallback, 0", "safrole, 36"})
  void everySignatureIsValid(String trace, int expectedTickets) {
    int tickets = 0;
    for (int number = 1; number <= 100; number++) {
      byte[] file =
          Vectors.read(
              Vectors.ROOT.resolve("traces").resolve(trace).resolve("%08d.bin".formatted(number)));
      TraceStep step = TraceStep.codec(TINY).decode(file);
      if (check(step.block().header(), step.post(), "block " + number)) {
        tickets++;
      }
    }
    assertEquals(expectedTickets, tickets, "blocks sealed with a ticket");
  }

  /** Checks a header against the state after it; true when it was sealed with a ticket. */
  private static boolean check(Header header, RawState post, String name) {
    byte[] safrole = component(post, 4);
    byte[] entropy = component(post, 6);
    byte[] validators = component(post, 8);
    byte[] eta3 = Arrays.copyOfRange(entropy, 3 * Hash.SIZE, 4 * Hash.SIZE);
    int keyAt = header.authorIndex() * VALIDATOR_SIZE;
    BandersnatchPublic key =
        BandersnatchPublic.wrap(Arrays.copyOfRange(validators, keyAt, keyAt + 32));
    int sealsAt = TINY.validators() * VALIDATOR_SIZE + RING_ROOT_SIZE;
    boolean ticketed = safrole[sealsAt] == 0;
    int phase = TINY.phaseOf(header.slot());
    byte[] input;
    int at;
    if (ticketed) {
      at = sealsAt + 1 + phase * TICKET_SIZE;
      input = join(ascii("jam_ticket_seal"), eta3, new byte[] {safrole[at + Hash.SIZE]});
    } else {
      at = sealsAt + 1 + phase * BandersnatchPublic.SIZE;
      input = join(ascii("jam_fallback_seal"), eta3);
    }
    Hash slotKey = Hash.wrap(Arrays.copyOfRange(safrole, at, at + 32));
    Optional<Hash> output = IetfVrf.verify(key, input, header.encodeUnsealed(TINY), header.seal());
    assertTrue(output.isPresent(), "seal of " + name);
    assertEquals(slotKey.toHex(), ticketed ? output.get().toHex() : key.toHex(), name);

    byte[] entropyInput = join(ascii("jam_entropy"), output.get().toByteArray());
    assertTrue(
        IetfVrf.verify(key, entropyInput, new byte[0], header.entropySource()).isPresent(),
        "entropy source of " + name);
    return ticketed;
  }

  private static byte[] component(RawState state, int index) {
    return state.keyvals().stream()
        .filter(item -> item.key().get(0) == index && item.key().toHex().endsWith("00".repeat(30)))
        .findFirst()
        .orElseThrow()
        .value()
        .toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    JamWriter joined = new JamWriter();
    for (byte[] part : parts) {
      joined.bytes(part);
    }
    return joined.toByteArray();
  }
}
