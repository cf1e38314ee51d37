package io.tessera.lib.crypto.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceStep;
import io.tessera.lib.crypto.Vectors;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ring roots and tickets of chains of 100 blocks that others made. */
class SafroleTicketsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final int VALIDATOR_KEY = 336;
  private static final int TICKET_BODY = Hash.SIZE + 1;
  private static final int SAFROLE = 4;
  private static final int ENTROPY = 6;

  /** The beginning of the state's item for Safrole, and what it ends with: the tickets. */
  private record Safrole(List<BandersnatchPublic> keys, RingRoot root, Bytes raw) {

    static Safrole of(RawState state) {
      byte[] item = chapter(state, SAFROLE);
      List<BandersnatchPublic> keys = new ArrayList<>();
      for (int i = 0; i < TINY.validators(); i++) {
        int at = i * VALIDATOR_KEY;
        keys.add(
            BandersnatchPublic.wrap(Arrays.copyOfRange(item, at, at + BandersnatchPublic.SIZE)));
      }
      int at = TINY.validators() * VALIDATOR_KEY;
      RingRoot root = RingRoot.wrap(Arrays.copyOfRange(item, at, at + RingRoot.SIZE));
      return new Safrole(keys, root, Bytes.wrap(item));
    }

    /**
     * The ids of the tickets so far: after the seal keys of either kind and a count of one byte.
     */
    Set<Hash> ids() {
      int at = TINY.validators() * VALIDATOR_KEY + RingRoot.SIZE;
      boolean tickets = raw.get(at) == 0;
      at += 1 + TINY.epochLength() * (tickets ? TICKET_BODY : BandersnatchPublic.SIZE);
      byte[] bytes = raw.toByteArray();
      Set<Hash> ids = new HashSet<>();
      for (int i = 0; i < raw.get(at); i++) {
        int from = at + 1 + i * TICKET_BODY;
        ids.add(Hash.wrap(Arrays.copyOfRange(bytes, from, from + Hash.SIZE)));
      }
      return ids;
    }
  }

  private static TraceStep step(String trace, int number) {
    Path file = Vectors.ROOT.resolve("traces").resolve(trace).resolve("%08d.bin".formatted(number));
    return TraceStep.codec(TINY).decode(Vectors.read(file));
  }

  private static byte[] chapter(RawState state, int index) {
    return state.keyvals().stream()
        .filter(item -> isChapter(item.key().toByteArray(), index))
        .findFirst()
        .orElseThrow()
        .value()
        .toByteArray();
  }

  private static boolean isChapter(byte[] key, int index) {
    byte[] expected = new byte[key.length];
    expected[0] = (byte) index;
    return Arrays.equals(expected, key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"safrole", "fallback", "preimages_light", "storage_light"})
  void everyStateHasTheRootOfItsKeys(String trace) {
    Set<RingRoot> checked = new HashSet<>();
    for (int number = 1; number <= 100; number++) {
      TraceStep step = step(trace, number);
      for (RawState state : List.of(step.pre(), step.post())) {
        Safrole safrole = Safrole.of(state);
        if (checked.add(safrole.root())) {
          assertEquals(safrole.root(), RingRoot.of(safrole.keys()), trace + " " + number);
        }
      }
    }
    assertTrue(!checked.isEmpty(), checked.toString());
  }

  @Test
  void everyTicketIsValidAndBecomesTheStates() {
    int blocks = 0;
    int tickets = 0;
    for (int number = 1; number <= 100; number++) {
      TraceStep step = step("safrole", number);
      List<TicketEnvelope> envelopes = step.block().extrinsic().tickets();
      if (envelopes.isEmpty()) {
        continue;
      }
      Safrole after = Safrole.of(step.post());
      byte[] entropy = chapter(step.post(), ENTROPY);
      List<RingClaim> claims = envelopes.stream().map(t -> claim(t, entropy)).toList();
      RingVerifier verifier = RingVerifier.of(after.root(), TINY.validators());
      List<Hash> outputs = verifier.verifyAll(claims).stream().flatMap(Optional::stream).toList();
      assertEquals(envelopes.size(), outputs.size(), "tickets of block " + number);
      Set<Hash> fresh = after.ids();
      fresh.removeAll(Safrole.of(step.pre()).ids());
      assertTrue(outputs.containsAll(fresh), "new ids of block " + number);
      blocks++;
      tickets += outputs.size();
    }
    assertEquals(80, tickets);
    assertTrue(blocks > 1, "blocks with tickets: " + blocks);
  }

  private static RingClaim claim(TicketEnvelope ticket, byte[] entropy) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes("jam_ticket_seal".getBytes(StandardCharsets.US_ASCII));
    input.write(entropy, 2 * Hash.SIZE, Hash.SIZE);
    input.write(ticket.attempt());
    return new RingClaim(Bytes.wrap(input.toByteArray()), Bytes.EMPTY, ticket.signature());
  }
}
