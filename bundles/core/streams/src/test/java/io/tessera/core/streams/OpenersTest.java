package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of our own that wait until the peer allows them. */
@Timeout(30)
class OpenersTest {
  private static final long DEADLINE = 100;

  private final FakeConnection connection = new FakeConnection(true);
  private final Openers openers = new Openers(connection, () -> null);
  private final CompletableFuture<String> opened = new CompletableFuture<>();

  private void openWithoutRoom() {
    connection.openable = 0;
    Thread opener =
        Thread.startVirtualThread(
            () -> {
              try {
                opened.complete(openers.open(() -> "a stream", DEADLINE));
              } catch (StreamException e) {
                opened.complete(e.fault().name());
              }
            });
    while (opener.getState() != Thread.State.WAITING) {
      assertFalse(Thread.interrupted(), "it does not wait");
      Thread.yield();
    }
  }

  @Test
  void roomThatNobodyToldOfIsFoundByTheNextSweep() throws Exception {
    openWithoutRoom();
    connection.openable = 1;
    openers.sweep(DEADLINE - 1);
    assertEquals("a stream", opened.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whoFindsNoRoomInTimeIsToldSo() throws Exception {
    openWithoutRoom();
    openers.sweep(DEADLINE - 1);
    assertFalse(opened.isDone());
    openers.sweep(DEADLINE);
    assertEquals(Fault.TIMEOUT.name(), opened.get(10, TimeUnit.SECONDS));
  }
}
