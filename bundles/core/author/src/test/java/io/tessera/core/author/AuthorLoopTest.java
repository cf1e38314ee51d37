package io.tessera.core.author;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockRef;
import io.tessera.chain.SlotClock;
import io.tessera.lib.codec.Hash;
import io.tessera.testing.testkit.SealedChain;
import io.tessera.testing.testkit.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the author is let try. */
class AuthorLoopTest {
  private static final int SECONDS = 6;
  private static final BlockRef NONE = new BlockRef(Hash.ZERO, 0);

  private final VirtualClock clock = new VirtualClock();
  private final SlotClock time = new SlotClock(clock, clock.timer(), SECONDS);
  private final Deque<Step> answers = new ArrayDeque<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private int tries;
  private final AuthorLoop loop = new AuthorLoop(this::answer, time, clock.timer(), failures::add);

  private Step answer() {
    tries++;
    return answers.isEmpty() ? new Step.WaitFor(time.slot() + 1) : answers.removeFirst();
  }

  @Test
  void triesAtTheBeginOfEachSlot() {
    clock.advance(Duration.ofSeconds(2));
    loop.start();
    assertEquals(1, tries);
    clock.advance(Duration.ofMillis(3_999));
    assertEquals(1, tries);
    clock.advance(Duration.ofMillis(1));
    assertEquals(2, tries);
    clock.advance(Duration.ofSeconds(3 * SECONDS));
    assertEquals(5, tries);
  }

  @Test
  void triesAgainAtOnceAfterABlock() {
    SealedChain sealed = SealedChain.tiny(1);
    sealed.chain(3).forEach(block -> answers.add(new Step.Authored(block)));
    loop.start();
    assertEquals(4, tries);
  }

  /** A moved head brings another try and no second timer. */
  @Test
  void triesWhenTheHeadMoves() {
    loop.start();
    loop.imported(List.of(), NONE, NONE);
    loop.imported(List.of(), NONE, NONE);
    assertEquals(3, tries);
    assertEquals(1, clock.waiting());
    clock.advance(Duration.ofSeconds(SECONDS));
    assertEquals(4, tries);
  }

  @Test
  void endsWhenAllBlocksAreMade() {
    answers.add(new Step.Done());
    loop.start();
    loop.imported(List.of(), NONE, NONE);
    clock.advance(Duration.ofSeconds(5 * SECONDS));
    assertEquals(1, tries);
  }

  @Test
  void tellsThatItHasStoppedByItself() {
    RuntimeException full = new UncheckedIOException(new IOException("No space left on device"));
    AuthorLoop failing =
        new AuthorLoop(
            () -> {
              tries++;
              throw full;
            },
            time,
            clock.timer(),
            failures::add);
    failing.start();
    failing.imported(List.of(), NONE, NONE);
    assertEquals(List.of(full), failures);
    assertEquals(1, tries);
  }

  @Test
  void endsWhenClosed() {
    loop.start();
    loop.close();
    assertEquals(0, clock.waiting());
    loop.imported(List.of(), NONE, NONE);
    assertEquals(1, tries);
  }
}
