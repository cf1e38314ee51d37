package io.tessera.protocol.ce142;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.PreimagePool.Request;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.testing.testkit.TestNode;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for whom. */
@Timeout(30)
class FetchesTest {
  private final Fetches fetches = new Fetches();
  private final BlockingQueue<Integer> begun = new LinkedBlockingQueue<>();

  private static Request request(int number) {
    return new Request(number, Hash.fromHex("11".repeat(32)), 5);
  }

  private static PeerId peer(int number) {
    return TestNode.id(number);
  }

  /** Waits for its turn on a thread of its own, and tells who it is then. */
  private Thread begin(int peer, int request) throws InterruptedException {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    result.complete(fetches.begin(peer(peer), request(request)));
                    begun.add(peer);
                  } catch (InterruptedException e) {
                    result.completeExceptionally(e);
                  }
                });
    while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
      Thread.onSpinWait(); // until it waits, or waits no more
    }
    return thread;
  }

  private void begins(int peer) throws InterruptedException {
    assertEquals(peer, begun.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void threePeersAreAskedForOnePreimage() throws Exception {
    for (int peer : List.of(1, 2, 3, 4, 5)) {
      begin(peer, 1);
    }
    List.of(begun.take(), begun.take(), begun.take());
    assertEquals(0, begun.size());
    fetches.end(peer(2), request(1), false);
    begins(4);
    assertEquals(0, begun.size());
  }

  @Test
  void aPeerIsAskedForAPreimageOnceAtATime() throws Exception {
    assertTrue(fetches.begin(peer(1), request(1)));
    assertFalse(fetches.begin(peer(1), request(1)));
    assertTrue(fetches.begin(peer(1), request(2)));
    begin(1, 3);
    assertFalse(fetches.begin(peer(1), request(3)), "it waits already");
    fetches.end(peer(1), request(1), false);
    begins(1);
    fetches.end(peer(1), request(2), true);
    assertTrue(fetches.begin(peer(1), request(1)), "again, when that is over");
  }

  /** CE 143 serves four at once, and what is refused is lost. */
  @Test
  void aPeerIsAskedForTwoPreimagesAtOnce() throws Exception {
    assertTrue(fetches.begin(peer(1), request(1)));
    assertTrue(fetches.begin(peer(1), request(2)));
    begin(1, 3);
    assertTrue(fetches.begin(peer(2), request(3)), "another one is");
    assertEquals(0, begun.size());
    fetches.end(peer(1), request(2), true);
    begins(1);
  }

  @Test
  void whoHasNotBeenTriedYetComesFirst() throws Exception {
    for (int peer : List.of(1, 2, 3)) {
      begin(peer, 1);
      begins(peer);
    }
    fetches.end(peer(1), request(1), false);
    assertTrue(fetches.begin(peer(4), request(1)));
    begin(1, 1); // again
    begin(5, 1);
    assertEquals(0, begun.size());
    fetches.end(peer(2), request(1), false);
    begins(5);
    fetches.end(peer(3), request(1), false);
    begins(1);
  }

  @Test
  void whoIsInterruptedTakesNoPlace() throws Exception {
    for (int peer : List.of(1, 2, 3)) {
      assertTrue(fetches.begin(peer(peer), request(1)));
    }
    Thread stopped = begin(4, 1);
    begin(5, 1);
    stopped.interrupt();
    stopped.join();
    fetches.end(peer(1), request(1), false);
    begins(5);
    assertTrue(fetches.begin(peer(4), request(2)));
  }
}
