package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.PluginErrors.Edge;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.net.StreamStatistics;
import io.tessera.net.StreamStatistics.Counts;
import io.tessera.net.event.NodeEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is counted of streams, and under what. */
@Timeout(30)
class TrafficTest {
  private static final Codec<Integer> BYTE =
      Codec.of("byte", in -> in.u8(), (value, out) -> out.u8(value));

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final AtomicLong nanos = new AtomicLong(1);
  private final StreamRuntime runtime =
      new StreamRuntime(Settings.DEFAULT, nanos::get, timer, NodeEvents.NONE);
  private final FakeConnection connection = new FakeConnection(false);
  private final ErrorCounts errors = new ErrorCounts();

  @AfterEach
  void close() {
    runtime.close();
    timer.shutdownNow();
  }

  /** Answers a byte with the next one, 7 ms later; 9 is a bug. */
  private final class Echo implements StreamProtocol {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public void serve(PeerStream stream) throws StreamException {
      int value = stream.read(BYTE);
      stream.readFin();
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(7));
      if (value == 9) {
        throw new IllegalStateException("a bug");
      }
      stream.finish(BYTE, value + 1);
    }
  }

  private Echo bind() {
    Echo echo = new Echo();
    runtime.bind(200, echo, new Provider("io.example.echo", "1.0.0", 0, 0));
    return echo;
  }

  /** Waits for the end, whichever. */
  private FakeStream served(String hex) {
    FakeStream stream = connection.peerOpens().comes(hex);
    stream.handler.fin();
    connection.handler.readComplete();
    return stream;
  }

  private Counts counts(int kind, boolean initiator) {
    return runtime.streams().stream()
        .filter(of -> of.kind() == kind && of.initiator() == initiator)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatPeersOpen() throws Exception {
    runtime.countErrors(errors::add);
    Echo echo = bind();
    runtime.attach(connection, connection);
    served("c8 01000000 05").awaitFin();
    served("c8 01000000 09").awaitReset();
    served("c8 02000000 0505").awaitReset();
    connection.peerOpens().comes("c8"); // stays open
    runtime.unbind(echo); // what is open ends, and the counts go on
    Echo next = bind();
    served("c8 01000000 06").awaitFin();
    runtime.unbind(next); // returns when all is counted

    Counts counts = counts(200, false);
    assertEquals(0, counts.active());
    assertEquals(2, counts.ok());
    assertEquals(
        Map.of(Fault.INTERNAL, 1L, Fault.MALFORMED, 1L, Fault.REFUSED, 1L), counts.faults());
    assertEquals(4, counts.messagesReceived());
    assertEquals(2, counts.messagesSent());
    assertEquals(3 * 6 + 7 + 1, counts.bytesReceived());
    assertEquals(2 * 5, counts.bytesSent());
    assertEquals(2, counts.duration().count());
    assertEquals(0.014, counts.duration().seconds(), 1e-9);
    assertEquals(Map.of("io.example.echo", Map.of(Edge.STREAM, 1L)), errors.counts());
  }

  @Test
  void whatThisSideOpens() throws Exception {
    bind();
    runtime.attach(connection, connection);
    try (PeerStream stream = runtime.open(connection.id(), 200, Duration.ofSeconds(5))) {
      assertEquals(1, counts(200, true).active());
      stream.write(Bytes.fromHex("aabb"));
      stream.finish();
      connection.opened.getFirst().comes("01000000 07").handler.fin();
      connection.handler.readComplete();
      assertEquals(7, stream.read(BYTE));
      stream.readFin();
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(3));
    }
    Counts counts = counts(200, true);
    assertEquals(List.of(0L, 1L), List.of(counts.active(), counts.ok()));
    assertEquals(List.of(1L, 1L), List.of(counts.messagesReceived(), counts.messagesSent()));
    assertEquals(List.of(5L, 7L), List.of(counts.bytesReceived(), counts.bytesSent()));
    assertEquals(0.003, counts.duration().seconds(), 1e-9);
    assertEquals(0, counts(200, false).ok());
  }

  /** A peer can name 256 kinds: they have one place together. */
  @Test
  void kindsThatNobodyServesAreOne() throws Exception {
    bind();
    runtime.attach(connection, connection);
    for (int kind = 128; kind < 190; kind++) {
      connection.peerOpens().comes(Integer.toHexString(kind)).awaitReset();
    }
    connection.peerOpens().handler.closed("gone"); // before its kind
    assertEquals(4, runtime.streams().size());
    Counts counts = counts(StreamStatistics.OTHER, false);
    assertEquals(Map.of(Fault.REFUSED, 62L, Fault.DISCONNECTED, 1L), counts.faults());
    assertEquals(0, counts.active());
    assertEquals(62, counts.bytesReceived());
  }
}
