package io.tessera.core.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.TicketContest;
import io.tessera.chain.TicketPool;
import io.tessera.chain.event.TicketEvents.GeneratingTickets;
import io.tessera.chain.event.TicketEvents.TicketGenerationFailed;
import io.tessera.chain.event.TicketEvents.TicketsGenerated;
import io.tessera.lib.authoring.AuthoringState;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.event.NodeEvent;
import io.tessera.testing.testkit.SealedChain;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tickets while they are being made. */
class OwnTicketsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private final Queue<Runnable> work = new ArrayDeque<>();
  private final StateTrie genesis = genesis();
  private final List<NodeEvent> events = new ArrayList<>();

  @Test
  void thoseThatAreMadeCanBeHad() {
    OwnTickets tickets = tickets(1);
    assertEquals(List.of(), tickets.made(view(1)));
    work(2); // the prover, and a first proof
    assertEquals(List.of(0), attempts(tickets.made(view(1))));
    work(1);
    assertEquals(List.of(0, 1), attempts(tickets.made(view(2))), "the same contest");
    assertEquals(List.of(), tickets.made(view(TINY.ticketSubmissionEnd())), "it has ended");
  }

  /** Nobody waits for proofs that nobody wants any more. */
  @Test
  void aNewContestEndsTheOldOne() {
    OwnTickets tickets = tickets(1);
    tickets.made(view(1));
    work(1); // the prover
    tickets.made(view(TINY.epochLength()));
    work(3);
    assertEquals(List.of(), tickets.made(view(TINY.epochLength())), "old tasks were in the way");
    work(2);
    List<TicketEnvelope> made = tickets.made(view(TINY.epochLength()));
    assertEquals(List.of(0), attempts(made));
  }

  @Test
  void afterCloseNoneAreMade() {
    OwnTickets tickets = tickets(1);
    tickets.made(view(1));
    tickets.close();
    work(work.size() + TINY.ticketsPerValidator());
    assertEquals(List.of(), tickets.all(view(1)));
  }

  /** All V validators together could make more than can win. */
  @Test
  void noMoreThanAnEpochsSlots() {
    OwnTickets tickets = tickets(TINY.validators());
    tickets.made(view(1));
    work(TINY.validators()); // the provers
    assertEquals(TINY.epochLength(), work.size());
    assertTrue(TINY.epochLength() < TINY.validators() * TINY.ticketsPerValidator());
  }

  /** As soon as it is made, whoever asks for it or not; a pool that comes late gets all. */
  @Test
  void thePoolGetsEach() {
    List<TicketContest> contests = new ArrayList<>();
    List<TicketEnvelope> first = new ArrayList<>();
    List<TicketEnvelope> second = new ArrayList<>();
    TicketPool pool = new RecordingPool(first, contests);
    OwnTickets tickets = tickets(1);
    tickets.shareWith(pool);
    tickets.made(view(1));
    work(2); // the prover, and a first proof
    assertEquals(List.of(0), attempts(first));
    assertEquals(List.of(BlockContents.contest(view(1))), contests);
    tickets.unshare(pool);
    tickets.shareWith(new RecordingPool(second, contests));
    assertEquals(List.of(0), attempts(second));
    work(1);
    assertEquals(List.of(0, 1), attempts(second));
    assertEquals(second, tickets.made(view(2)));
  }

  @Test
  void watchersAreToldOfEachSet() {
    OwnTickets tickets = tickets(1);
    tickets.made(view(1));
    GeneratingTickets begun = (GeneratingTickets) events.getFirst();
    assertEquals(1, begun.epoch());
    work(TINY.ticketsPerValidator());
    assertEquals(1, events.size(), "the last is not made yet");
    work(1);
    TicketsGenerated made = (TicketsGenerated) events.get(1);
    assertSame(begun, made.begun());
    assertEquals(
        tickets.made(view(1)).stream().map(it -> VrfOutput.of(it.signature())).toList(),
        made.ids());
  }

  @Test
  void watchersAreToldOfSetsThatAreGivenUp() {
    OwnTickets tickets = tickets(2);
    tickets.made(view(1));
    tickets.close();
    work(Integer.MAX_VALUE);
    assertSame(events.get(0), ((TicketGenerationFailed) events.get(2)).begun());
    assertSame(events.get(1), ((TicketGenerationFailed) events.get(3)).begun());
  }

  private OwnTickets tickets(int validators) {
    List<BandersnatchKeyPair> keys =
        IntStream.range(0, validators)
            .mapToObj(it -> DevGenesis.secrets(it).bandersnatch())
            .toList();
    return new OwnTickets(TINY, keys, work::add, new SecureRandom(), events::add);
  }

  private void work(int tasks) {
    for (int i = 0; i < tasks && !work.isEmpty(); i++) {
      work.remove().run();
    }
  }

  private static List<Integer> attempts(List<TicketEnvelope> tickets) {
    return tickets.stream().map(TicketEnvelope::attempt).toList();
  }

  private SlotView view(long slot) {
    return SlotView.of(TINY, AuthoringState.read(TINY, genesis::get), slot);
  }

  private static StateTrie genesis() {
    SealedChain sealed = SealedChain.tiny(1);
    return sealed.state(sealed.genesisRef());
  }
}
