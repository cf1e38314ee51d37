package io.tessera.store.rocksdb;

import io.tessera.chain.Beginning;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.KeyRange;
import io.tessera.chain.PartialState.Target;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.StateKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How the store writes what it knows of a state that is not complete. */
final class PartialRecords {
  /** Key of the target. */
  static final byte[] TARGET = {'t'};

  /** Prefix of the open ranges: with a range's last key it leads to its first one. */
  static final byte[] RANGES = {'r'};

  /** Prefix of the blocks: with slot and hash it leads to parent and size. */
  static final byte[] BLOCKS = {'b'};

  /** Behind all of these. */
  static final byte[] END = {'z'};

  /** Where the chain that counts begins. */
  static final Codec<Beginning> BEGINNING =
      Codec.of(
          "beginning",
          in -> new Beginning(BlockRef.CODEC.decode(in), text(in)),
          (beginning, out) -> {
            BlockRef.CODEC.encode(beginning.block(), out);
            text(beginning.trust(), out);
          });

  private PartialRecords() {}

  /**
   * What is fetched, and where.
   *
   * @param generation whose keys the items have
   */
  record Attempt(Target target, int generation) {
    static final Codec<Attempt> CODEC =
        Codec.of(
            "attempt",
            in ->
                new Attempt(
                    new Target(
                        BlockRef.CODEC.decode(in),
                        Hash.CODEC.decode(in),
                        Hash.CODEC.decode(in),
                        text(in)),
                    Math.toIntExact(in.u32())),
            (attempt, out) -> {
              BlockRef.CODEC.encode(attempt.target.block(), out);
              out.bytes(attempt.target.parent());
              out.bytes(attempt.target.root());
              text(attempt.target.trust(), out);
              out.u32(attempt.generation);
            });

    /** What the keys of its items begin with. */
    byte[] prefix() {
      return StateRecords.generation(generation);
    }
  }

  private static String text(JamReader in) {
    return new String(in.blob().toByteArray(), StandardCharsets.UTF_8);
  }

  private static void text(String text, JamWriter out) {
    out.blob(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] range(StateKey end) {
    return ByteBuffer.allocate(1 + StateKey.SIZE).put(RANGES).put(end.asByteBuffer()).array();
  }

  static KeyRange range(byte[] key, byte[] value) {
    return new KeyRange(StateKey.wrap(value), StateRecords.stateKey(key));
  }

  static byte[] block(BlockRef ref) {
    byte[] key = Records.block(ref);
    return ByteBuffer.allocate(1 + key.length).put(BLOCKS).put(key).array();
  }

  static byte[] place(EncodedBlock block) {
    return ByteBuffer.allocate(Hash.SIZE + Integer.BYTES)
        .put(block.header().parent().asByteBuffer())
        .putInt(block.raw().size())
        .array();
  }

  /** A block whose height is not known. */
  static BlockEntry block(byte[] key, byte[] value) {
    long slot = Integer.toUnsignedLong(ByteBuffer.wrap(key).getInt(1));
    ByteBuffer place = ByteBuffer.wrap(value);
    byte[] parent = new byte[Hash.SIZE];
    place.get(parent);
    return new BlockEntry(
        new BlockRef(Records.tail(key), slot), Hash.wrap(parent), 0, place.getInt());
  }
}
