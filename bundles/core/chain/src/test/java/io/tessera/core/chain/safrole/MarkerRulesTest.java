package io.tessera.core.chain.safrole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.core.chain.safrole.HeaderVerdict.Refused;
import io.tessera.core.chain.safrole.HeaderVerdict.Rule;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Culprit;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Fault;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.ValidatorKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Markers that headers alone cannot refute. */
class MarkerRulesTest {
  private static final int EPOCH_BEGINS = 24;
  private static final int CONTEST_ENDS = 46;

  private final Trace trace = new Trace("safrole");

  private static void assertRefused(Rule rule, Optional<Refused> refused) {
    assertEquals(Optional.of(rule), refused.map(Refused::rule));
  }

  @Test
  void epochMarkAnnouncesTheStagingSet() {
    Header header = trace.header(EPOCH_BEGINS);
    List<ValidatorKeys> staging = Trace.state(trace.step(EPOCH_BEGINS).pre()).staging();
    assertEquals(Optional.empty(), MarkerRules.epochMark(header, staging, Set.of()));
    assertRefused(
        Rule.EPOCH_MARK_VALIDATORS, MarkerRules.epochMark(header, staging.reversed(), Set.of()));
  }

  @Test
  void offendersAreReplacedByNullKeys() {
    Header header = trace.header(EPOCH_BEGINS);
    List<ValidatorKeys> staging = Trace.state(trace.step(EPOCH_BEGINS).pre()).staging();
    Set<Ed25519Public> offenders = Set.of(staging.get(3).ed25519());
    assertRefused(Rule.EPOCH_MARK_VALIDATORS, MarkerRules.epochMark(header, staging, offenders));

    List<ValidatorKeys> filtered = MarkerRules.withoutOffenders(staging, offenders);
    assertEquals("00".repeat(32), filtered.get(3).bandersnatch().toHex());
    assertEquals("00".repeat(32), filtered.get(3).ed25519().toHex());
    assertEquals(staging.get(2), filtered.get(2));
    EpochMark mark = header.epochMark().orElseThrow();
    Header right =
        new Change(header)
            .epochMark(new EpochMark(mark.entropy(), mark.ticketsEntropy(), filtered))
            .header();
    assertEquals(Optional.empty(), MarkerRules.epochMark(right, staging, offenders));
  }

  @Test
  void winnersAreWhatIsInTheFullAccumulator() {
    Header header = trace.header(CONTEST_ENDS);
    SafroleState before = Trace.state(trace.step(CONTEST_ENDS).pre());
    long parent = before.consensus().slot();
    List<TicketBody> tickets = before.accumulator();
    assertEquals(12, tickets.size());
    assertEquals(Optional.empty(), MarkerRules.winnersMark(header, parent, tickets, Trace.TINY));

    Header silent = new Change(header).winners(null).header();
    Rule rule = Rule.WINNERS_MARK_TICKETS;
    assertRefused(rule, MarkerRules.winnersMark(silent, parent, tickets, Trace.TINY));
    List<TicketBody> fewer = tickets.subList(0, 11);
    assertRefused(rule, MarkerRules.winnersMark(header, parent, fewer, Trace.TINY));
    assertEquals(Optional.empty(), MarkerRules.winnersMark(silent, parent, fewer, Trace.TINY));
    List<TicketBody> others = new ArrayList<>(tickets);
    others.set(0, new TicketBody(Hash.ZERO, 0));
    assertRefused(rule, MarkerRules.winnersMark(header, parent, others, Trace.TINY));
    assertRefused(rule, MarkerRules.winnersMark(header, CONTEST_ENDS, tickets, Trace.TINY));
  }

  @Test
  void offendersAreCulpritsThenFaults() {
    Ed25519Public a = Ed25519Public.fromHex("0a".repeat(32));
    Ed25519Public b = Ed25519Public.fromHex("0b".repeat(32));
    Ed25519Signature signature = Ed25519Signature.wrap(new byte[Ed25519Signature.SIZE]);
    Disputes disputes =
        new Disputes(
            List.of(),
            List.of(new Culprit(Hash.ZERO, b, signature)),
            List.of(new Fault(Hash.ZERO, true, a, signature)));
    Change header = new Change(trace.header(1));
    assertEquals(
        Optional.empty(),
        MarkerRules.offendersMark(header.offenders(List.of(b, a)).header(), disputes));
    for (List<Ed25519Public> wrong :
        List.of(List.of(a, b), List.of(b), List.<Ed25519Public>of(), List.of(b, a, a))) {
      assertRefused(
          Rule.OFFENDERS_MARK_EXTRINSIC,
          MarkerRules.offendersMark(header.offenders(wrong).header(), disputes));
    }
  }

  @Test
  void aStateWithoutItsComponentsIsRefused() {
    assertThrows(CodecException.class, () -> SafroleState.read(Map.of(), Trace.TINY));
    for (int component : new int[] {4, 5, 6, 7, 8, 9, 11}) {
      Map<StateKey, Bytes> items = Trace.items(trace.step(1).pre());
      StateKey key = StateKey.fromHex("%02x".formatted(component) + "00".repeat(30));
      byte[] value = items.get(key).toByteArray();
      items.put(key, Bytes.wrap(Arrays.copyOf(value, value.length + 1)));
      assertThrows(CodecException.class, () -> SafroleState.read(items, Trace.TINY), "longer");
      items.remove(key);
      assertThrows(CodecException.class, () -> SafroleState.read(items, Trace.TINY), "missing");
    }
  }

  @Test
  void outsideIn() {
    assertEquals(List.of(1, 6, 2, 5, 3, 4), SlotSequences.outsideIn(List.of(1, 2, 3, 4, 5, 6)));
    assertEquals(List.of(1, 5, 2, 4, 3), SlotSequences.outsideIn(List.of(1, 2, 3, 4, 5)));
    for (int size = 0; size < 9; size++) {
      List<Integer> sorted = IntStream.range(0, size).boxed().toList();
      assertEquals(sorted, SlotSequences.insideOut(SlotSequences.outsideIn(sorted)));
    }
  }
}
