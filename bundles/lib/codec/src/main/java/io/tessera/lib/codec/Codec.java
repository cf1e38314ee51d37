package io.tessera.lib.codec;

/**
 * Reads and writes one type in the JAM serialization codec. Implementations are stateless and may
 * be shared between threads.
 *
 * @param <T> the type
 */
public interface Codec<T> {

  /**
   * Decodes one value from where the reader stands and leaves the reader behind it.
   *
   * @throws CodecException when the bytes are no encoding of this type
   */
  T decode(JamReader in);

  /** Appends the encoding of {@code value}. */
  void encode(T value, JamWriter out);

  /** The encoding of {@code value} as an array of its own. */
  default byte[] encode(T value) {
    JamWriter out = new JamWriter();
    encode(value, out);
    return out.toByteArray();
  }

  /**
   * Decodes a value that fills {@code bytes} to the last byte.
   *
   * @throws CodecException when the bytes are no encoding of this type or when some are left over
   */
  default T decode(byte[] bytes) {
    JamReader in = new JamReader(bytes);
    T value = decode(in);
    in.expectEnd();
    return value;
  }
}
