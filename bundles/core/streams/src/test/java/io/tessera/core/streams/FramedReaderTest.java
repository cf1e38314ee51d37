package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerStream;
import io.tessera.net.event.NodeEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that come in pieces, cut anywhere. */
@Timeout(60)
class FramedReaderTest {
  /** A blob, and before it its own encoding as {@link JamReader#since} gives it. */
  private static final Codec<List<Bytes>> WITH_RAW =
      new Codec<>() {
        @Override
        public List<Bytes> decode(JamReader in) {
          long start = in.offset();
          Bytes blob = in.blob();
          return List.of(Bytes.wrap(in.since(start)), blob);
        }

        @Override
        public void encode(List<Bytes> value, JamWriter out) {
          out.blob(value.getLast());
        }
      };

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final StreamRuntime runtime =
      new StreamRuntime(Settings.DEFAULT, System::nanoTime, timer, NodeEvents.NONE);
  private final FakeConnection connection = new FakeConnection(true);

  @AfterEach
  void close() {
    runtime.close();
    timer.shutdownNow();
  }

  private static byte[] message(List<Bytes> blobs) {
    JamWriter content = new JamWriter();
    blobs.forEach(content::blob);
    JamWriter message = new JamWriter();
    message.u32(content.size());
    message.bytes(content.toByteArray());
    return message.toByteArray();
  }

  private static List<Bytes> blobs(Random random, int count, int largest) {
    List<Bytes> blobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[random.nextInt(largest + 1)];
      random.nextBytes(bytes);
      blobs.add(Bytes.wrap(bytes));
    }
    return blobs;
  }

  private static List<Bytes> readAll(PeerStream stream, List<Bytes> sent) throws Exception {
    List<Bytes> read = new ArrayList<>();
    MessageReader reader = stream.beginRead(100_000_000);
    while (reader.hasNext()) {
      List<Bytes> element = reader.next(WITH_RAW, 1 << 20);
      JamWriter again = new JamWriter();
      again.blob(element.getLast());
      assertEquals(Bytes.wrap(again.toByteArray()), element.getFirst());
      read.add(element.getLast());
    }
    assertFalse(reader.hasNext());
    stream.readFin();
    assertEquals(sent.size(), read.size());
    return read;
  }

  @Test
  void elementsAreTheSameHoweverTheBytesAreCut() throws Exception {
    runtime.attach(connection, connection);
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      int largest = seed % 4 == 0 ? 100_000 : 300;
      List<Bytes> sent = blobs(random, 30, largest);
      byte[] bytes = message(sent);
      PeerStream stream = runtime.open(connection.id(), 200, Duration.ofSeconds(30));
      stream.write(Bytes.EMPTY);
      stream.finish();
      FakeStream fake = connection.opened.getLast();
      CompletableFuture<List<Bytes>> read = new CompletableFuture<>();
      Thread reader = Thread.ofVirtual().start(() -> complete(read, stream, sent));
      for (int at = 0; at < bytes.length; ) {
        int part = Math.min(bytes.length - at, 1 + random.nextInt(largest));
        while (!fake.reading) {
          Thread.onSpinWait();
        }
        fake.comes(java.util.Arrays.copyOfRange(bytes, at, at + part));
        connection.handler.readComplete();
        at += part;
      }
      fake.handler.fin();
      connection.handler.readComplete();
      assertEquals(sent, read.get());
      assertTrue(reader.join(Duration.ofSeconds(10)));
      stream.close();
      assertEquals(-1, fake.resetCode);
    }
  }

  private static void complete(
      CompletableFuture<List<Bytes>> read, PeerStream stream, List<Bytes> sent) {
    try {
      read.complete(readAll(stream, sent));
    } catch (Exception | AssertionError e) {
      read.completeExceptionally(e);
    }
  }

  @Test
  void aMessageMuchLargerThanTheBudgetIsReadAsOneValue() throws Exception {
    runtime.attach(connection, connection);
    Random random = new Random(7);
    byte[] large = new byte[3_000_000];
    random.nextBytes(large);
    JamWriter message = new JamWriter();
    message.u32(large.length + 5);
    message.blob(Bytes.wrap(large));
    byte[] bytes = message.toByteArray();
    message = null;
    PeerStream stream = runtime.open(connection.id(), 200, Duration.ofSeconds(30));
    stream.write(Bytes.EMPTY);
    FakeStream fake = connection.opened.getLast();
    CompletableFuture<Bytes> read = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                read.complete(stream.read(WITH_RAW, 4_000_000).getLast());
              } catch (Exception | AssertionError e) {
                read.completeExceptionally(e);
              }
            });
    // A natural number of that size takes four bytes: one less than announced above.
    bytes[0]--;
    for (int at = 0; at < bytes.length; at += 50_000) {
      while (!fake.reading) {
        Thread.onSpinWait();
      }
      fake.comes(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 50_000)));
      connection.handler.readComplete();
    }
    assertEquals(Bytes.wrap(large), read.get());
    stream.close();
  }
}
