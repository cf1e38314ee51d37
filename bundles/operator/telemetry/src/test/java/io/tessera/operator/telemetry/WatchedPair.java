package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.PersistentProtocol;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Topology;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.StreamEvents.Ended;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.TelemetryDecoder.Event;
import io.tessera.testing.testkit.TestNode;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Two nodes whose streams are watched; protocols are a test's few lines. */
final class WatchedPair implements AutoCloseable {
  static final Codec<Bytes> BYTE =
      Codec.of("byte", in -> Bytes.wrap(in.bytes(1)), (value, out) -> out.bytes(value));
  static final Bytes ONE = Bytes.fromHex("01");

  final PeerPair pair = new PeerPair();
  final Node asking = new Node(pair.initiator().node());
  private final AtomicInteger answers = new AtomicInteger();
  final Node answering = new Node(pair.acceptor().node());

  /** One of the two, with what was recorded there. */
  static final class Node {
    final TestNode node;
    final Recorder recorder = new Recorder(InstantSource.system(), 1 << 20);
    final Watch watch = new Watch(recorder);
    private final Frames frames = new Frames();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

    Node(TestNode node) {
      this.node = node;
      node.events().add(watch);
      node.events().add(this::note);
    }

    private void note(NodeEvent event) {
      if (event instanceof Ended end) {
        ended.add(end);
      }
    }

    void tell(NodeEvent event) {
      node.events().tell(event);
    }

    /** What was recorded since the last call. */
    List<Event> events() throws InterruptedException {
      recorder.record(new StatusMessages.SyncStatusChanged(true)); // so that nobody waits
      List<Event> events = frames.read(recorder.take(1 << 20));
      return events.subList(0, events.size() - 1);
    }

    List<Integer> types() throws InterruptedException {
      return events().stream().map(Event::type).toList();
    }

    /** Waits for the end of a stream to have been told of. */
    void awaitEnd() throws InterruptedException {
      ended.take();
    }
  }

  /** What one side does with a stream. */
  interface Part {
    void with(PeerStream stream) throws StreamException;
  }

  /** The answering side's protocol, which reads a byte and then does this. */
  void serve(int kind, Part part) {
    pair.acceptor()
        .serve(
            kind,
            new StreamProtocol() {
              @Override
              public String name() {
                return "test";
              }

              @Override
              public void serve(PeerStream stream) throws StreamException {
                stream.read(BYTE);
                part.with(stream);
              }
            });
  }

  /** A protocol of a persistent kind, on both sides. */
  void servePersistent(int kind, Part part) {
    PersistentProtocol protocol =
        new PersistentProtocol() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public boolean wanted(Peer peer, Topology topology) {
            return true;
          }

          @Override
          public void serve(PeerStream stream) throws StreamException {
            part.with(stream);
          }
        };
    pair.acceptor().serve(kind, protocol);
    pair.initiator().serve(kind, protocol);
  }

  /** Opens a stream, does the asking side's part, and waits for the stream to end on both sides. */
  void ask(int kind, Part part) throws InterruptedException {
    try (PeerStream stream = pair.initiator().open(kind)) {
      part.with(stream);
    } catch (StreamException expected) {
      // what the watchers are told of it is the test's subject
    }
    asking.awaitEnd();
    answering.awaitEnd();
  }

  /** Writes a byte and FIN, and reads a byte and FIN. */
  static void whole(PeerStream stream) throws StreamException {
    stream.finish(BYTE, ONE);
    stream.read(BYTE);
    stream.readFin();
  }

  /** Reads FIN and answers. */
  static void answer(PeerStream stream) throws StreamException {
    stream.readFin();
    stream.finish(BYTE, ONE);
  }

  /** Answers so many times, and then refuses. */
  void answerOr(PeerStream stream, int times) throws StreamException {
    if (answers.incrementAndGet() > times) {
      refuse(stream);
    }
    answer(stream);
  }

  /** As an answer there is none. */
  static void refuse(PeerStream stream) throws StreamException {
    if (!stream.initiator()) {
      throw new StreamException(Fault.REFUSED, "not today");
    }
  }

  @Override
  public void close() {
    pair.close();
  }
}
