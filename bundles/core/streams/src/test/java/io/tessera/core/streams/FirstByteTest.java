package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.PersistentProtocol;
import io.tessera.net.StreamException;
import io.tessera.net.Topology;
import io.tessera.net.event.NodeEvents;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message has its time from its first byte on, also if its reader is just about to wait then. */
@Timeout(60)
class FirstByteTest {

  /** Two threads must meet within some ten instructions: one round in 100,000 or so. */
  private static final int ROUNDS = Boolean.getBoolean("tessera.soak") ? 1_000_000 : 3_000;

  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();
  private static final Codec<Bytes> ALL =
      new Codec<>() {
        @Override
        public Bytes decode(JamReader in) {
          return Bytes.wrap(in.bytes((int) in.remaining()));
        }

        @Override
        public void encode(Bytes value, JamWriter out) {
          out.bytes(value);
        }
      };

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final StreamRuntime runtime =
      new StreamRuntime(Settings.DEFAULT, System::nanoTime, timer, NodeEvents.NONE);
  private final FakeConnection connection = new FakeConnection(false);

  @AfterEach
  void close() {
    runtime.close();
    timer.shutdownNow();
  }

  private static final class Reads implements PersistentProtocol {
    @Override
    public String name() {
      return "reads";
    }

    @Override
    public boolean wanted(Peer peer, Topology topology) {
      return true;
    }

    @Override
    public void serve(PeerStream stream) throws StreamException {
      while (true) {
        stream.read(ALL);
      }
    }
  }

  @Test
  void aPersistentStreamHasNoMessageWithoutALimit() throws Exception {
    runtime.bind(0, new Reads(), new Provider("test", "1.0.0", 0, 0));
    runtime.attach(connection, connection);
    FakeStream stream = connection.peerOpens().comes("00");
    connection.handler.readComplete();
    Inbox inbox = ((WireStream) stream.handler).inbox();
    for (int round = 0; round < ROUNDS; round++) {
      stream.comes("01");
      connection.handler.readComplete();
      awaitLimit(inbox);
      stream.comes("000000 aa");
      connection.handler.readComplete(); // it wakes and reads, and is soon about to wait again
      for (int i = round % 300; i > 0; i--) {
        Thread.onSpinWait();
      }
    }
  }

  /** The reader may be on its way to its wait: but where it waits, there is a limit, soon. */
  private static void awaitLimit(Inbox inbox) {
    long end = System.nanoTime() + PATIENCE;
    while (!inbox.overdue(System.nanoTime() + HOUR)) {
      assertTrue(System.nanoTime() - end < 0, "a message that may stay unfinished for ever");
      Thread.onSpinWait();
    }
  }
}
