package io.tessera.core.chain.safrole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.core.chain.safrole.HeaderVerdict.Follows;
import io.tessera.core.chain.safrole.HeaderVerdict.Refused;
import io.tessera.core.chain.safrole.HeaderVerdict.Rule;
import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.ValidatorKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * One lie at a time in headers of a recorded chain. Its blocks have the numbers of their slots;
 * epochs of 12 slots begin at 12, 24 and so on, and tickets are submitted in the first 10. Slots 48
 * to 83 are sealed with tickets, all others with fallback keys.
 */
class HeaderRulesTest {
  private static final int FALLBACK = 14;
  private static final int EPOCH_BEGINS = 24;
  private static final int CONTEST_ENDS = 46;
  private static final int TICKETED = 50;

  private final Trace trace = new Trace("safrole");
  private final HeaderRules rules = new HeaderRules(Trace.TINY);

  private Change change(int number) {
    return new Change(trace.header(number));
  }

  private HeaderVerdict check(Change change, int parent) {
    return rules.check(trace.after(parent), change.header());
  }

  private void assertRefused(Rule rule, Change change, int number) {
    HeaderVerdict verdict = check(change, number - 1);
    assertEquals(rule, assertInstanceOf(Refused.class, verdict).rule(), verdict::toString);
  }

  private static Consensus follows(HeaderVerdict verdict) {
    return assertInstanceOf(Follows.class, verdict, verdict::toString).consensus();
  }

  @Test
  void unchangedHeadersFollow() {
    for (int number : new int[] {FALLBACK, EPOCH_BEGINS, CONTEST_ENDS, TICKETED}) {
      follows(check(change(number), number - 1));
    }
  }

  @Test
  void slotIsAboveTheParents() {
    assertRefused(Rule.SLOT_ABOVE_PARENTS, change(FALLBACK).slot(FALLBACK - 1), FALLBACK);
    assertRefused(Rule.SLOT_ABOVE_PARENTS, change(FALLBACK).slot(0), FALLBACK);
  }

  @Test
  void authorIsAValidator() {
    assertRefused(Rule.AUTHOR_INDEX, change(FALLBACK).author(6), FALLBACK);
    assertRefused(Rule.AUTHOR_INDEX, change(FALLBACK).author(0xffff), FALLBACK);
  }

  @Test
  void epochMarkIsInTheFirstBlockOfAnEpochOnly() {
    EpochMark mark = trace.header(EPOCH_BEGINS).epochMark().orElseThrow();
    assertRefused(Rule.EPOCH_MARK_PRESENCE, change(EPOCH_BEGINS).epochMark(null), EPOCH_BEGINS);
    assertRefused(Rule.EPOCH_MARK_PRESENCE, change(FALLBACK).epochMark(mark), FALLBACK);
  }

  @Test
  void epochMarkHasTheChainsEntropy() {
    EpochMark mark = trace.header(EPOCH_BEGINS).epochMark().orElseThrow();
    assertRefused(
        Rule.EPOCH_MARK_ENTROPY,
        change(EPOCH_BEGINS)
            .epochMark(
                new EpochMark(
                    Trace.flipped(mark.entropy()), mark.ticketsEntropy(), mark.validators())),
        EPOCH_BEGINS);
    assertRefused(
        Rule.EPOCH_MARK_ENTROPY,
        change(EPOCH_BEGINS)
            .epochMark(
                new EpochMark(
                    mark.entropy(), Trace.flipped(mark.ticketsEntropy()), mark.validators())),
        EPOCH_BEGINS);
  }

  @Test
  void epochMarkHasAllValidators() {
    EpochMark mark = trace.header(EPOCH_BEGINS).epochMark().orElseThrow();
    List<ValidatorKeys> five = mark.validators().subList(0, 5);
    assertRefused(
        Rule.EPOCH_MARK_SIZE,
        change(EPOCH_BEGINS).epochMark(new EpochMark(mark.entropy(), mark.ticketsEntropy(), five)),
        EPOCH_BEGINS);
  }

  @Test
  void winnersMarkIsInTheFirstBlockAfterSubmissionOnly() {
    List<TicketBody> tickets = trace.header(CONTEST_ENDS).ticketsMark().orElseThrow();
    Rule window = Rule.WINNERS_MARK_WINDOW;
    assertRefused(window, change(CONTEST_ENDS - 1).winners(tickets), CONTEST_ENDS - 1);
    assertRefused(window, change(CONTEST_ENDS + 1).winners(tickets), CONTEST_ENDS + 1);
    assertRefused(window, change(EPOCH_BEGINS).winners(tickets), EPOCH_BEGINS);
    // The first block of an epoch, though its phase is late enough and its parent's was not.
    EpochMark mark = trace.header(EPOCH_BEGINS).epochMark().orElseThrow();
    Change late = change(FALLBACK).slot(EPOCH_BEGINS + 10).winners(tickets);
    Consensus parent = trace.after(13);
    EpochMark right =
        new EpochMark(parent.entropy().accumulator(), parent.entropy().first(), mark.validators());
    assertRefused(window, late.epochMark(right), FALLBACK);
  }

  @Test
  void winnersMayComeLateInTheClosingSlots() {
    // Slot 46 is skipped: the block of slot 47 is the first after submission.
    Consensus parent = trace.after(CONTEST_ENDS - 1);
    Change late =
        change(CONTEST_ENDS).slot(CONTEST_ENDS + 1).author(authorOf(parent, CONTEST_ENDS + 1));
    Consensus own = follows(rules.follow(parent, late.header()));
    Consensus next = follows(rules.check(parent, Trace.sealed(own, late.header())));
    assertEquals(trace.header(CONTEST_ENDS).ticketsMark(), next.winners());
  }

  @Test
  void winnersAreAsManyAsSlots() {
    List<TicketBody> tickets = trace.header(CONTEST_ENDS).ticketsMark().orElseThrow();
    assertRefused(
        Rule.WINNERS_MARK_SIZE, change(CONTEST_ENDS).winners(tickets.subList(0, 11)), CONTEST_ENDS);
  }

  @Test
  void winnersAreOrderedFromOutsideIn() {
    List<TicketBody> tickets = trace.header(CONTEST_ENDS).ticketsMark().orElseThrow();
    for (int i = 0; i < tickets.size() - 1; i++) {
      List<TicketBody> swapped = new ArrayList<>(tickets);
      Collections.swap(swapped, i, i + 1);
      assertRefused(Rule.WINNERS_MARK_ORDER, change(CONTEST_ENDS).winners(swapped), CONTEST_ENDS);
    }
    List<TicketBody> twice = new ArrayList<>(tickets);
    twice.set(2, twice.get(0)); // neighbours when sorted
    assertRefused(Rule.WINNERS_MARK_ORDER, change(CONTEST_ENDS).winners(twice), CONTEST_ENDS);
  }

  @Test
  void winnersAreOfThePermittedAttempts() {
    List<TicketBody> tickets =
        new ArrayList<>(trace.header(CONTEST_ENDS).ticketsMark().orElseThrow());
    tickets.set(4, new TicketBody(tickets.get(4).id(), Trace.TINY.ticketsPerValidator()));
    assertRefused(Rule.WINNERS_MARK_ATTEMPT, change(CONTEST_ENDS).winners(tickets), CONTEST_ENDS);
  }

  @Test
  void offendersAreTwoAscendingRunsOfValidators() {
    Consensus parent = trace.after(FALLBACK - 1);
    List<Ed25519Public> keys =
        parent.current().keys().stream().map(ValidatorKeys::ed25519).sorted().toList();
    Ed25519Public a = keys.get(0);
    Ed25519Public b = keys.get(1);
    Ed25519Public c = keys.get(2);
    Rule order = Rule.OFFENDERS_MARK_ORDER;
    assertRefused(order, change(FALLBACK).offenders(List.of(c, b, a)), FALLBACK);
    assertRefused(order, change(FALLBACK).offenders(List.of(a, a, a)), FALLBACK);
    Ed25519Public stranger = Ed25519Public.wrap(new byte[32]);
    assertRefused(
        Rule.OFFENDERS_MARK_KEYS, change(FALLBACK).offenders(List.of(stranger)), FALLBACK);

    Header right = change(FALLBACK).offenders(List.of(b, c, a, c)).header();
    Consensus own = follows(rules.follow(parent, right));
    follows(rules.check(parent, Trace.sealed(own, right)));
  }

  @Test
  void offendersMayBeOfTheEpochBefore() {
    Consensus parent = trace.after(FALLBACK - 1);
    Ed25519Public gone = Ed25519Public.fromHex("0c".repeat(32));
    BandersnatchPublic key = parent.current().keys().get(0).bandersnatch();
    Consensus changed =
        new Consensus(
            parent.slot(),
            parent.entropy(),
            parent.seals(),
            parent.winners(),
            new ValidatorSet(List.of(new ValidatorKeys(key, gone))),
            parent.current(),
            parent.next());
    Header header = change(FALLBACK).offenders(List.of(gone)).header();
    follows(rules.follow(changed, header));
    assertRefused(Rule.OFFENDERS_MARK_KEYS, new Change(header), FALLBACK);
  }

  @Test
  void fallbackSlotsHaveOneAuthor() {
    Consensus own = trace.after(FALLBACK);
    int author = trace.header(FALLBACK).authorIndex();
    for (int other = 0; other < 6; other++) {
      if (other != author) {
        Header sealed = Trace.sealed(own, change(FALLBACK).author(other).header());
        assertRefused(Rule.SLOT_KEY, new Change(sealed), FALLBACK);
      }
    }
  }

  @Test
  void ticketsHaveOneOwner() {
    Consensus own = trace.after(TICKETED);
    int author = trace.header(TICKETED).authorIndex();
    for (int other = 0; other < 6; other++) {
      if (other != author) {
        Header sealed = Trace.sealed(own, change(TICKETED).author(other).header());
        assertRefused(Rule.SLOT_TICKET, new Change(sealed), TICKETED);
      }
    }
    // The owner's seal with another's index has the right output, and is no signature of the other.
    assertRefused(Rule.SEAL, change(TICKETED).author((author + 1) % 6), TICKETED);
  }

  /** An epoch without blocks: no winners count, entropy and sets rotate once. */
  @Test
  void aSkippedEpochFallsBack() {
    Consensus parent = trace.after(CONTEST_ENDS + 1);
    assertTrue(parent.winners().isPresent());
    List<ValidatorKeys> announced =
        List.copyOf(parent.current().keys()).reversed(); // anything that can be recognized
    Change change =
        change(TICKETED)
            .slot(62)
            .epochMark(
                new EpochMark(parent.entropy().accumulator(), parent.entropy().first(), announced));
    Entropy rotated = parent.entropy().rotated();
    List<BandersnatchPublic> keys =
        SlotSequences.fallback(rotated.second(), parent.next(), Trace.TINY.epochLength());
    int author = indexOf(parent.next(), keys.get(2));
    Consensus own = follows(rules.follow(parent, change.author(author).header()));
    Header sealed = Trace.sealed(own, change.author(author).header());
    Consensus next = follows(rules.check(parent, sealed));

    assertEquals(new SealKeys.Keys(keys), next.seals());
    assertEquals(Optional.empty(), next.winners());
    assertEquals(parent.entropy().accumulator(), next.entropy().first());
    assertEquals(parent.entropy().first(), next.entropy().second());
    assertEquals(parent.entropy().second(), next.entropy().third());
    assertEquals(parent.current(), next.previous());
    assertEquals(parent.next(), next.current());
    assertEquals(announced, next.next().keys());
  }

  /** The contest was not closed by any block: whatever was in the accumulator is lost. */
  @Test
  void withoutWinnersTheNextEpochFallsBack() {
    Consensus parent = trace.after(CONTEST_ENDS - 1);
    Header header = trace.header(48);
    EpochMark mark = header.epochMark().orElseThrow();
    Change change =
        new Change(header)
            .epochMark(
                new EpochMark(
                    parent.entropy().accumulator(), parent.entropy().first(), mark.validators()));
    List<BandersnatchPublic> keys =
        SlotSequences.fallback(
            parent.entropy().rotated().second(), parent.next(), Trace.TINY.epochLength());
    change = change.author(indexOf(parent.next(), keys.get(0)));
    Consensus own = follows(rules.follow(parent, change.header()));
    assertEquals(new SealKeys.Keys(keys), own.seals());
    follows(rules.check(parent, Trace.sealed(own, change.header())));
  }

  private static int authorOf(Consensus consensus, long slot) {
    SealKeys.Keys keys = (SealKeys.Keys) consensus.seals();
    return indexOf(consensus.current(), keys.bySlot().get(Trace.TINY.phaseOf(slot)));
  }

  private static int indexOf(ValidatorSet set, BandersnatchPublic key) {
    return set.keys().stream().map(ValidatorKeys::bandersnatch).toList().indexOf(key);
  }
}
