package io.tessera.core.pools;

import io.tessera.chain.TicketRefusedException;
import io.tessera.chain.TicketRefusedException.Reason;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.net.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Verifies tickets in batches, since several proofs together take less time than one after another.
 * Of each peer only so many may wait, so that nobody's lies keep others' tickets waiting for long.
 */
final class ProofQueue {
  /** Tickets that are verified together: some tens of milliseconds. */
  static final int BATCH = 16;

  /** Tickets of one peer that may wait. */
  static final int PER_PEER = 16;

  private final Workers workers;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<PeerId, Integer> perPeer = new HashMap<>();
  private boolean draining;

  ProofQueue(Workers workers) {
    this.workers = workers;
  }

  private record Waiting(
      TicketVerifier verifier,
      TicketEnvelope ticket,
      PeerId from,
      CompletableFuture<Optional<Hash>> output) {}

  /**
   * Waits until a ticket has been verified.
   *
   * @return its id; empty when its proof is wrong
   * @throws TicketRefusedException TOO_MANY
   * @throws InterruptedException when the caller is interrupted; the ticket keeps its place
   */
  Optional<Hash> verify(TicketVerifier verifier, TicketEnvelope ticket, PeerId from)
      throws TicketRefusedException, InterruptedException {
    Waiting mine = new Waiting(verifier, ticket, from, new CompletableFuture<>());
    enter(mine);
    try {
      return mine.output.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the ticket was not verified", failed.getCause());
    }
  }

  private synchronized void enter(Waiting ticket) throws TicketRefusedException {
    int before = perPeer.getOrDefault(ticket.from, 0);
    if (before == PER_PEER) {
      throw new TicketRefusedException(
          Reason.TOO_MANY, before + " tickets of " + ticket.from.shortName() + " wait already");
    }
    if (!draining) {
      var unused = workers.start("ticket proofs", this::drain);
      draining = true;
    }
    perPeer.put(ticket.from, before + 1);
    waiting.add(ticket);
  }

  private void drain() throws InterruptedException {
    for (List<Waiting> batch = next(); !batch.isEmpty(); batch = next()) {
      try {
        verify(batch);
      } catch (InterruptedException stopped) {
        fail(batch, stopped);
        for (List<Waiting> rest = next(); !rest.isEmpty(); rest = next()) {
          fail(rest, stopped);
        }
        throw stopped;
      } catch (RuntimeException bug) {
        fail(batch, bug); // whoever waits throws it on
      }
    }
  }

  private void verify(List<Waiting> batch) throws InterruptedException {
    TicketVerifier verifier = batch.getFirst().verifier;
    List<TicketEnvelope> tickets = batch.stream().map(Waiting::ticket).toList();
    List<Optional<Hash>> outputs = workers.compute(() -> verifier.verifyAll(tickets));
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).output.complete(outputs.get(i));
    }
  }

  private static void fail(List<Waiting> batch, Exception why) {
    batch.forEach(ticket -> ticket.output.completeExceptionally(why));
  }

  /** The next tickets of one contest; none, and the end, when none wait. */
  private synchronized List<Waiting> next() {
    List<Waiting> batch = new ArrayList<>();
    while (batch.size() < BATCH
        && !waiting.isEmpty()
        && (batch.isEmpty() || batch.getFirst().verifier.equals(waiting.peek().verifier))) {
      Waiting ticket = waiting.remove();
      perPeer.computeIfPresent(ticket.from, (peer, count) -> count == 1 ? null : count - 1);
      batch.add(ticket);
    }
    draining = !batch.isEmpty();
    return batch;
  }
}
