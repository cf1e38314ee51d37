package io.tessera.core.streams;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.JamWriter;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.MessageWriter;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.event.StreamFact;
import java.util.Optional;

/** A stream as a protocol sees it: messages, each a size and its content. */
final class MessageStream implements PeerStream {
  /** Longer contents are written piece by piece. */
  private static final int LARGE = 64 * 1024;

  private static final long LARGEST = 0xffff_ffffL;

  private final WireStream wire;
  private final int maxMessage;
  private final FramedReader reader;
  private final Forks forks;
  private boolean kindSent;
  private boolean finRead;
  private OutgoingMessage outgoing;

  /**
   * A stream on {@code wire}.
   *
   * @param maxMessage largest message that is read without a cap of the call's own
   */
  MessageStream(WireStream wire, int maxMessage) {
    this.wire = wire;
    this.maxMessage = maxMessage;
    reader = new FramedReader(wire.inbox());
    forks = new Forks(wire);
    kindSent = !wire.initiator();
  }

  @Override
  public Peer peer() {
    return wire.link().peer();
  }

  @Override
  public int kind() {
    return wire.kind();
  }

  @Override
  public boolean initiator() {
    return wire.initiator();
  }

  @Override
  public <T> T read(Codec<T> codec) throws StreamException {
    return read(codec, maxMessage);
  }

  @Override
  public <T> T read(Codec<T> codec, int maxSize) throws StreamException {
    return readOrFin(codec, maxSize).orElseThrow(this::finInstead);
  }

  @Override
  public <T> Optional<T> readOrFin(Codec<T> codec, int maxSize) throws StreamException {
    checkBetweenMessages();
    try {
      if (!wire.inbox().awaitMessage(maxSize)) {
        return Optional.empty();
      }
      wire.traffic().messageReceived();
      reader.begin(wire.inbox().takeSize(), true);
      T value = codec.decode(reader);
      reader.expectEnd();
      return Optional.of(value);
    } catch (StreamException e) {
      throw failed(e);
    } catch (CodecException e) {
      throw malformed(e);
    } catch (FramedReader.Interruption e) {
      throw failed(e.reason());
    } finally {
      reader.letGo();
    }
  }

  @Override
  public MessageReader beginRead(long maxSize) throws StreamException {
    checkBetweenMessages();
    try {
      if (!wire.inbox().awaitSize(maxSize)) {
        throw finInstead();
      }
    } catch (StreamException e) {
      throw failed(e);
    }
    wire.traffic().messageReceived();
    long size = wire.inbox().takeSize();
    reader.begin(size, false);
    return new IncomingMessage(this, reader, size);
  }

  private void checkBetweenMessages() {
    if (reader.left() > 0 && wire.failure() == null) {
      throw new IllegalStateException("the message before has not been read to its end");
    }
  }

  @Override
  public void readFin() throws StreamException {
    checkBetweenMessages();
    try {
      wire.inbox().awaitFin();
      finRead = true;
    } catch (StreamException e) {
      throw failed(e);
    }
  }

  @Override
  public <T> void write(Codec<T> codec, T message) throws StreamException {
    byte[] bytes = framed(codec, message);
    send(bytes, bytes.length, false);
  }

  @Override
  public <T> void finish(Codec<T> codec, T last) throws StreamException {
    byte[] bytes = framed(codec, last);
    send(bytes, bytes.length, true);
  }

  private <T> byte[] framed(Codec<T> codec, T message) {
    JamWriter out = new JamWriter();
    writeHead(out, 0);
    int head = out.size();
    codec.encode(message, out);
    byte[] bytes = out.toByteArray();
    int size = bytes.length - head;
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[head - Integer.BYTES + i] = (byte) (size >>> (8 * i));
    }
    return bytes;
  }

  @Override
  public void write(Bytes message) throws StreamException {
    try (MessageWriter out = beginWrite(message.size())) {
      out.write(message);
    }
  }

  @Override
  public MessageWriter beginWrite(long size) throws StreamException {
    if (size < 0 || size > LARGEST) {
      throw new IllegalArgumentException("a message cannot have " + size + " bytes");
    }
    JamWriter head = new JamWriter(1 + Integer.BYTES);
    writeHead(head, size);
    outgoing = new OutgoingMessage(this, head.toByteArray(), size, LARGE);
    return outgoing;
  }

  /** What comes before the content: the kind, if nothing was sent before, and the size. */
  private void writeHead(JamWriter out, long size) {
    if (outgoing != null && !outgoing.complete() && wire.failure() == null) {
      throw new IllegalStateException("the message before has not been written to its end");
    }
    if (!kindSent) {
      kindSent = true;
      out.u8(wire.kind());
    }
    out.u32(size);
    wire.traffic().messageSent();
  }

  /** Gives an array away to be sent, with FIN behind it if the caller says so. */
  void send(byte[] bytes, int length, boolean fin) throws StreamException {
    try {
      for (int from = 0; from < length; from += LARGE) {
        int part = Math.min(LARGE, length - from);
        wire.outbox().write(bytes, from, part, fin && from + part == length);
      }
    } catch (StreamException e) {
      throw failed(e);
    }
    if (fin) {
      wire.tellSent();
    }
  }

  @Override
  public void finish() throws StreamException {
    if (outgoing != null && !outgoing.complete() && wire.failure() == null) {
      throw new IllegalStateException("the message before has not been written to its end");
    }
    try {
      wire.outbox().finish();
    } catch (StreamException e) {
      throw failed(e);
    }
    wire.tellSent();
  }

  @Override
  public void tell(StreamFact fact) {
    wire.tell(fact);
  }

  @Override
  public void fork(String name, Task task) {
    forks.start(name, task);
  }

  @Override
  public void close() {
    forks.end(wire.link().drain());
    if (wire.failure() == null && wire.outbox().finished() && (finRead || wire.inbox().atFin())) {
      wire.end(null);
    } else {
      wire.fail(Failure.of(Fault.CANCELLED, "closed before it was finished"));
      wire.end(wire.failure());
    }
  }

  /**
   * Checks that a protocol which returned did what is due, and waits for the peer's FIN if the
   * protocol did not.
   *
   * @throws StreamException MALFORMED or TIMEOUT when the peer does not finish its half
   */
  void complete() throws StreamException {
    if (!wire.outbox().finished()) {
      if (wire.persistent()) {
        throw new StreamException(Fault.CANCELLED, "the protocol left the stream");
      }
      throw new IllegalStateException("the protocol returned without finish()");
    }
    if (!finRead) {
      readFin();
    }
  }

  Forks forks() {
    return forks;
  }

  /** Notes a failure on the stream, so that whoever ends it knows why. */
  StreamException failed(StreamException cause) {
    wire.fail(Failure.of(cause));
    return cause;
  }

  StreamException malformed(CodecException cause) {
    return failed(new StreamException(Fault.MALFORMED, cause.getMessage(), cause));
  }

  private StreamException finInstead() {
    return failed(new StreamException(Fault.MALFORMED, "FIN where a message is due"));
  }
}
