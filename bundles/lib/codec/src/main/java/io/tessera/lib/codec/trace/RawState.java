package io.tessera.lib.codec.trace;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.StateKey;
import java.util.List;

/**
 * A whole state, serialized.
 *
 * @param stateRoot what the file claims to be the state's Merkle root
 * @param keyvals all items, in the file's order
 */
public record RawState(Hash stateRoot, List<KeyValue> keyvals) {
  private static final Codec<List<KeyValue>> KEYVALS =
      Codec.list("keyvals", KeyValue.CODEC, KeyValue.MIN_SIZE);

  /** The root, then the items with their number before them. */
  public static final Codec<RawState> CODEC =
      Codec.of(
          "state",
          in -> new RawState(Hash.CODEC.decode(in), KEYVALS.decode(in)),
          (state, out) -> {
            out.bytes(state.stateRoot);
            KEYVALS.encode(state.keyvals, out);
          });

  /** Takes a copy of the list. */
  public RawState {
    keyvals = List.copyOf(keyvals);
  }

  /** Goes past a state without copying its items. */
  public static void skip(JamReader in) {
    in.enter("state");
    in.skip(Hash.SIZE);
    int count = in.count(KeyValue.MIN_SIZE);
    for (int i = 0; i < count; i++) {
      in.skip(StateKey.SIZE);
      in.skip(in.count(1));
    }
    in.leave();
  }
}
