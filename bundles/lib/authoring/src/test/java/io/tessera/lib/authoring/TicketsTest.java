package io.tessera.lib.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.ring.RingRoot;
import io.tessera.lib.crypto.ring.RingVerifier;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private final AuthoringState genesis = genesis();

  /** A ticket's proof is valid for the epoch's ring and entropy, and its id is the key's output. */
  @Test
  void aTicketIsProven() {
    SlotView view = SlotView.of(TINY, genesis, 1);
    BandersnatchKeyPair key = DevGenesis.secrets(4).bandersnatch();
    TicketEnvelope ticket = TicketMaker.of(view, key).orElseThrow().make(2, new SecureRandom());
    byte[] input = SealInputs.ticket(genesis.entropy().second(), 2);
    RingVerifier verifier =
        RingVerifier.of(
            RingRoot.of(view.pendingSet().stream().map(ValidatorData::bandersnatch).toList()),
            TINY.validators());
    Optional<Hash> output = verifier.verify(input, new byte[0], ticket.signature());
    assertEquals(Optional.of(key.output(input)), output);
    assertEquals(new TicketBody(output.get(), 2), TicketMaker.body(ticket));
  }

  @Test
  void aBlockTakesTheBestInOrder() {
    List<TicketEnvelope> candidates = tickets(20, 1);
    List<TicketEnvelope> sorted = sorted(candidates);
    assertEquals(sorted.subList(0, TINY.maxTicketsPerBlock()), choose(List.of(), 1, candidates));
  }

  @Test
  void ticketsThatAreThereAreNotTakenAgain() {
    List<TicketEnvelope> sorted = sorted(tickets(5, 2));
    List<TicketBody> there = sorted.subList(0, 3).stream().map(TicketMaker::body).toList();
    assertEquals(sorted.subList(3, 5), choose(there, 1, sorted));
  }

  /** What a full accumulator would drop again is not taken. */
  @Test
  void ticketsThatCannotWinAreNotTaken() {
    List<TicketEnvelope> sorted = sorted(tickets(TINY.epochLength() + 2, 3));
    List<TicketBody> best =
        sorted.subList(0, TINY.epochLength()).stream().map(TicketMaker::body).toList();
    assertEquals(List.of(), choose(best, 1, sorted));
    // Without the best two, both of them are better than two that are there, and nothing else is.
    List<TicketBody> others =
        new ArrayList<>(sorted.subList(2, sorted.size()).stream().map(TicketMaker::body).toList());
    assertEquals(sorted.subList(0, 2), choose(others, 1, sorted));
    // With room for one of two, the better one is taken.
    List<TicketBody> room = best.subList(0, TINY.epochLength() - 1);
    assertEquals(
        List.of(sorted.get(TINY.epochLength() - 1)),
        choose(room, 1, sorted.subList(TINY.epochLength() - 1, sorted.size())));
  }

  @Test
  void afterTheContestNoneAreTaken() {
    List<TicketEnvelope> candidates = tickets(3, 4);
    assertEquals(3, choose(List.of(), TINY.ticketSubmissionEnd() - 1, candidates).size());
    assertEquals(0, choose(List.of(), TINY.ticketSubmissionEnd(), candidates).size());
  }

  @Test
  void attemptsAreBounded() {
    TicketEnvelope beyond =
        new TicketEnvelope(TINY.ticketsPerValidator(), tickets(1, 5).getFirst().signature());
    assertEquals(List.of(), choose(List.of(), 1, List.of(beyond)));
  }

  private List<TicketEnvelope> choose(
      List<TicketBody> accumulator, long slot, List<TicketEnvelope> candidates) {
    List<TicketBody> ascending = new ArrayList<>(accumulator);
    ascending.sort(Comparator.comparing(TicketBody::id));
    SlotView empty = SlotView.of(TINY, genesis, slot);
    SlotView view =
        new SlotView(
            TINY,
            slot,
            false,
            empty.ticketEntropy(),
            empty.sealEntropy(),
            empty.activeSet(),
            empty.pendingSet(),
            empty.sealKeys(),
            ascending,
            Optional.empty(),
            Optional.empty());
    List<TicketEnvelope> shuffled = new ArrayList<>(candidates);
    Collections.shuffle(shuffled, new Random(1));
    return TicketChoice.choose(view, shuffled);
  }

  /** Tickets with proofs of random bytes: choosing looks at ids only. */
  private static List<TicketEnvelope> tickets(int count, long seed) {
    Random random = new Random(seed);
    List<TicketEnvelope> tickets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] proof = new byte[RingVrfSignature.SIZE];
      random.nextBytes(proof);
      tickets.add(new TicketEnvelope(i % TINY.ticketsPerValidator(), RingVrfSignature.wrap(proof)));
    }
    return tickets;
  }

  private static List<TicketEnvelope> sorted(List<TicketEnvelope> tickets) {
    return tickets.stream()
        .sorted(Comparator.comparing(ticket -> TicketMaker.body(ticket).id()))
        .toList();
  }

  private static AuthoringState genesis() {
    var items = DevGenesis.of(TINY, DevService.SMALL).state().keyvals();
    return AuthoringState.read(
        TINY,
        key ->
            items.stream()
                .filter(item -> item.key().equals(key))
                .map(item -> item.value())
                .findFirst());
  }
}
