package io.tessera.core.streams;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.net.MessageReader;
import io.tessera.net.StreamException;

/** Reads a message element by element while it comes in. */
final class IncomingMessage implements MessageReader {
  private final MessageStream stream;
  private final FramedReader reader;
  private final long size;

  IncomingMessage(MessageStream stream, FramedReader reader, long size) {
    this.stream = stream;
    this.reader = reader;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean hasNext() {
    return reader.left() > 0;
  }

  @Override
  public <T> T next(Codec<T> codec, int maxSize) throws StreamException {
    try {
      reader.beginValue(maxSize);
      T value = codec.decode(reader);
      reader.endValue();
      return value;
    } catch (CodecException e) {
      throw stream.malformed(e);
    } catch (FramedReader.Interruption e) {
      throw stream.failed(e.reason());
    }
  }
}
