package io.tessera.discovery.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.testing.testkit.VirtualClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AskLimitTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final VirtualClock clock = new VirtualClock();
  private final AskLimit limit = new AskLimit(INTERVAL, clock::nanoTime);

  private static PeerId peer(int number) {
    byte[] key = new byte[Ed25519Public.SIZE];
    ByteBuffer.wrap(key).putInt(number);
    return new PeerId(Ed25519Public.wrap(key));
  }

  @Test
  void oneInAnIntervalInTheLongRun() {
    int admitted = 0;
    for (int second = 0; second < 1000; second++) {
      admitted += limit.admits(peer(1)) ? 1 : 0;
      clock.advance(Duration.ofSeconds(1));
    }
    assertTrue(admitted >= 100 && admitted <= 102, admitted + " answers");
  }

  @Test
  void refusalsDoNotCount() {
    limit.admits(peer(1));
    limit.admits(peer(1));
    for (int i = 0; i < 100; i++) {
      assertFalse(limit.admits(peer(1)));
    }
    clock.advance(INTERVAL);
    assertTrue(limit.admits(peer(1)));
  }

  @Test
  void peersDoNotShare() {
    limit.admits(peer(1));
    limit.admits(peer(1));
    assertTrue(limit.admits(peer(2)));
  }

  @Test
  void whatIsRememberedIsBounded() {
    for (int i = 0; i < AskLimit.MOST_PEERS; i++) {
      assertTrue(limit.admits(peer(i)));
    }
    assertFalse(limit.admits(peer(-1)));
    assertTrue(limit.admits(peer(5)), "who is known has its second answer");
    clock.advance(INTERVAL);
    assertTrue(limit.admits(peer(-1)));
  }
}
