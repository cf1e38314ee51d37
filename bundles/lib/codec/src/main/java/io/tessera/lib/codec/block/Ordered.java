package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import java.util.List;
import java.util.function.Function;

/**
 * Sets and dictionaries: a list in strictly ascending order, since each of them has exactly one
 * encoding (Gray Paper, "Dictionary Encoding" and "Set Encoding").
 */
final class Ordered {
  private Ordered() {}

  /** A codec of elements that ascend by {@code key}, with their number before them. */
  static <T> Codec<List<T>> set(
      String name, Codec<T> element, int elementSize, Function<T, Hash> key) {
    Codec<List<T>> list = Codec.list(name, element, elementSize);
    return new Codec<>() {
      @Override
      public List<T> decode(JamReader in) {
        long offset = in.offset();
        List<T> elements = list.decode(in);
        for (int i = 1; i < elements.size(); i++) {
          if (key.apply(elements.get(i - 1)).compareTo(key.apply(elements.get(i))) >= 0) {
            throw in.failAt(offset, name + " not in ascending order at element " + i);
          }
        }
        return elements;
      }

      @Override
      public void encode(List<T> elements, JamWriter out) {
        list.encode(elements, out);
      }
    };
  }
}
