package io.tessera.store.rocksdb;

import io.tessera.chain.BlockEntry;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.merkle.StateChange;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How the store writes states and their changes. */
final class StateRecords {
  private static final byte REMOVED = 0;
  private static final byte PRESENT = 1;

  private StateRecords() {}

  /**
   * The base: a whole state on disk.
   *
   * @param block whose posterior state it is
   * @param generation first part of its keys: another whole state is written beside it, and takes
   *     its place in one step
   */
  record Base(BlockEntry block, int generation) {
    static final Codec<Base> CODEC =
        Codec.of(
            "base",
            in -> new Base(Records.ENTRY.decode(in), Math.toIntExact(in.u32())),
            (base, out) -> {
              Records.ENTRY.encode(base.block, out);
              out.u32(base.generation);
            });

    Hash hash() {
      return block.ref().hash();
    }

    /** What the keys of its items begin with. */
    byte[] prefix() {
      return StateRecords.generation(generation);
    }
  }

  /** Prefix of a generation's keys, big-endian, so that generations sort by number. */
  static byte[] generation(int generation) {
    return ByteBuffer.allocate(4).putInt(generation).array();
  }

  /** The key of an item: in a generation's state, or in a block's delta. */
  static byte[] item(byte[] prefix, StateKey key) {
    return ByteBuffer.allocate(prefix.length + StateKey.SIZE)
        .put(prefix)
        .put(key.asByteBuffer())
        .array();
  }

  /** The state key at the end of an item's key. */
  static StateKey stateKey(byte[] item) {
    return StateKey.wrap(Arrays.copyOfRange(item, item.length - StateKey.SIZE, item.length));
  }

  /** A changed value: a byte that tells whether there is one, then the value. */
  static byte[] changed(StateChange change) {
    if (change.value().isEmpty()) {
      return new byte[] {REMOVED};
    }
    Bytes value = change.value().get();
    return ByteBuffer.allocate(1 + value.size()).put(PRESENT).put(value.asByteBuffer()).array();
  }

  /** The value that was changed to; empty when the key was removed. */
  static Optional<Bytes> changedTo(byte[] changed) {
    return changed[0] == REMOVED
        ? Optional.empty()
        : Optional.of(Bytes.wrap(Arrays.copyOfRange(changed, 1, changed.length)));
  }
}
