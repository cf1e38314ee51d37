package io.tessera.lib.codec.trace;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.StateKey;

/**
 * One item of a serialized state.
 *
 * @param key where it stands
 * @param value its serialization
 */
public record KeyValue(StateKey key, Bytes value) {
  /** The key as it is, the value with its length. */
  public static final Codec<KeyValue> CODEC =
      Codec.of(
          "keyval",
          in -> new KeyValue(StateKey.CODEC.decode(in), in.blob()),
          (item, out) -> {
            out.bytes(item.key);
            out.blob(item.value);
          });

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = StateKey.SIZE + 1;
}
