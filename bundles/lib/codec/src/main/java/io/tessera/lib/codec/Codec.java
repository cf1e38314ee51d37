package io.tessera.lib.codec;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

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

  /**
   * A codec of a structure that error messages call {@code name}.
   *
   * @param name the structure's or field's name in a {@link CodecException#path()}
   * @param decoder reads the fields in their order
   * @param encoder writes them in the same order
   */
  static <T> Codec<T> of(
      String name, Function<JamReader, T> decoder, BiConsumer<T, JamWriter> encoder) {
    return new Codec<>() {
      @Override
      public T decode(JamReader in) {
        in.enter(name);
        T value = decoder.apply(in);
        in.leave();
        return value;
      }

      @Override
      public void encode(T value, JamWriter out) {
        encoder.accept(value, out);
      }
    };
  }

  /**
   * A codec of a sequence with its length before it.
   *
   * @param name the sequence's name in a {@link CodecException#path()}
   * @param element the elements' codec
   * @param elementSize the fewest bytes that one element takes
   * @param min the fewest elements
   * @param max the most elements
   */
  static <T> Codec<List<T>> list(String name, Codec<T> element, int elementSize, int min, int max) {
    return of(
        name,
        in -> {
          long offset = in.offset();
          int count = in.count(elementSize);
          if (count < min || count > max) {
            throw in.failAt(offset, count + " elements where " + min + " to " + max + " belong");
          }
          return in.elements(element, count);
        },
        (list, out) -> out.list(element, list));
  }

  /** A codec of a sequence of any length with its length before it. */
  static <T> Codec<List<T>> list(String name, Codec<T> element, int elementSize) {
    return list(name, element, elementSize, 0, Integer.MAX_VALUE);
  }

  /**
   * A codec of a sequence whose length both sides know: nothing but the elements.
   *
   * @throws IllegalArgumentException on encoding a list of another length
   */
  static <T> Codec<List<T>> array(String name, Codec<T> element, int count) {
    return of(
        name,
        in -> in.elements(element, count),
        (list, out) -> {
          if (list.size() != count) {
            throw new IllegalArgumentException(
                name + " has " + count + " elements, not " + list.size());
          }
          out.elements(element, list);
        });
  }
}
