package io.tessera.core.pools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.TicketRefusedException;
import io.tessera.chain.TicketRefusedException.Reason;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Proofs are verified together, and no peer has more than its share of the queue. */
@Timeout(30)
class ProofQueueTest {
  private static final PeerId FIRST = TestNode.id(2);
  private static final PeerId SECOND = TestNode.id(3);
  private static final TicketEnvelope TICKET =
      new TicketEnvelope(0, RingVrfSignature.wrap(new byte[RingVrfSignature.SIZE]));

  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final ProofQueue queue = new ProofQueue(workers);

  /** Sizes of the batches that were begun. */
  private final BlockingQueue<Integer> begun = new LinkedBlockingQueue<>();

  private final Semaphore permits = new Semaphore(0);
  private final List<Thread> callers = new ArrayList<>();

  private final TicketVerifier held =
      tickets -> {
        begun.add(tickets.size());
        permits.acquireUninterruptibly();
        return tickets.stream().map(ticket -> Optional.of(Hash.ZERO)).toList();
      };

  @AfterEach
  void close() {
    permits.release(1_000);
    workers.close();
  }

  /** Returns when the ticket waits. */
  private CompletableFuture<Optional<Hash>> verify(TicketVerifier verifier, PeerId from) {
    CompletableFuture<Optional<Hash>> result = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    result.complete(queue.verify(verifier, TICKET, from));
                  } catch (Exception e) {
                    result.completeExceptionally(e);
                  }
                });
    callers.add(caller);
    while (caller.getState() != Thread.State.WAITING && !result.isDone()) {
      Thread.onSpinWait();
    }
    return result;
  }

  /** One whose result does not matter. */
  private void enter(TicketVerifier verifier, PeerId from) {
    CompletableFuture<Optional<Hash>> result = verify(verifier, from);
    assertFalse(result.isDone());
  }

  private static Reason refusal(CompletableFuture<?> result) {
    CompletionException thrown = assertThrows(CompletionException.class, result::join);
    return ((TicketRefusedException) thrown.getCause()).reason();
  }

  @Test
  void thoseThatWaitAreVerifiedTogether() throws Exception {
    List<CompletableFuture<Optional<Hash>>> results = new ArrayList<>();
    results.add(verify(held, FIRST));
    assertEquals(1, begun.take());
    for (int i = 0; i < ProofQueue.PER_PEER; i++) {
      results.add(verify(held, FIRST));
    }
    results.add(verify(held, SECOND));
    permits.release(3);
    assertEquals(ProofQueue.BATCH, begun.take());
    assertEquals(1, begun.take());
    results.forEach(result -> assertEquals(Optional.of(Hash.ZERO), result.join()));
  }

  @Test
  void aPeerHasItsShareAndNoMore() throws Exception {
    enter(held, FIRST);
    begun.take();
    for (int i = 0; i < ProofQueue.PER_PEER; i++) {
      enter(held, FIRST);
    }
    assertEquals(Reason.TOO_MANY, refusal(verify(held, FIRST)));
    CompletableFuture<Optional<Hash>> other = verify(held, SECOND);
    permits.release(2);
    assertEquals(ProofQueue.BATCH, begun.take());
    CompletableFuture<Optional<Hash>> again = verify(held, FIRST);
    permits.release(2);
    assertEquals(Optional.of(Hash.ZERO), other.join());
    assertEquals(Optional.of(Hash.ZERO), again.join(), "there is room again");
  }

  /** Who opens streams and resets them at once does not get more. */
  @Test
  void whoGoesAwayLeavesItsTicketsInTheQueue() throws Exception {
    enter(held, FIRST);
    begun.take();
    for (int i = 0; i < ProofQueue.PER_PEER; i++) {
      enter(held, FIRST);
    }
    for (Thread caller : callers) {
      caller.interrupt();
      caller.join();
    }
    assertEquals(Reason.TOO_MANY, refusal(verify(held, FIRST)));
  }

  @Test
  void ticketsOfAnotherContestAreVerifiedByThemselves() throws Exception {
    TicketVerifier other = tickets -> held.verifyAll(tickets);
    enter(held, FIRST);
    begun.take();
    enter(held, FIRST);
    enter(other, FIRST);
    permits.release(3);
    assertEquals(1, begun.take());
    assertEquals(1, begun.take());
  }

  /** A failure is the one batch's, and those that come next are verified. */
  @Test
  void afterABugTheQueueGoesOn() throws Exception {
    TicketVerifier broken =
        tickets -> {
          throw new IllegalArgumentException("a bug");
        };
    CompletionException thrown =
        assertThrows(CompletionException.class, verify(broken, FIRST)::join);
    assertEquals(IllegalStateException.class, thrown.getCause().getClass());
    permits.release();
    assertEquals(Optional.of(Hash.ZERO), verify(held, FIRST).join());
  }

  @Test
  void atTheEndNobodyWaits() throws Exception {
    CompletableFuture<Optional<Hash>> result = verify(held, FIRST);
    begun.take();
    CompletableFuture<Optional<Hash>> next = verify(held, SECOND);
    permits.release(1_000);
    workers.close();
    result.handle((output, failure) -> true).join();
    next.handle((output, failure) -> true).join();
    callers.forEach(
        caller -> {
          while (caller.isAlive()) {
            Thread.onSpinWait();
          }
        });
  }
}
