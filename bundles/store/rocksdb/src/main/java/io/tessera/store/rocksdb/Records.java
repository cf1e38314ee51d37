package io.tessera.store.rocksdb;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.chain.BlockStore.StoredIdentity;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** How the store writes its keys and values. Keys are big-endian, so that they sort by number. */
final class Records {
  /** An entry: hash, slot, parent, height, size. */
  static final Codec<BlockEntry> ENTRY =
      Codec.of(
          "entry",
          in ->
              new BlockEntry(
                  BlockRef.CODEC.decode(in),
                  Hash.CODEC.decode(in),
                  in.u64(),
                  Math.toIntExact(in.u32())),
          (entry, out) -> {
            BlockRef.CODEC.encode(entry.ref(), out);
            out.bytes(entry.parent());
            out.u64(entry.height());
            out.u32(entry.size());
          });

  /** Both heads. */
  static final Codec<Heads> HEADS =
      Codec.of(
          "heads",
          in -> new Heads(ENTRY.decode(in), ENTRY.decode(in)),
          (heads, out) -> {
            ENTRY.encode(heads.best(), out);
            ENTRY.encode(heads.finalized(), out);
          });

  /** The chain's identity. */
  static final Codec<StoredIdentity> IDENTITY =
      Codec.of(
          "identity",
          in -> new StoredIdentity(Hash.CODEC.decode(in), Hash.CODEC.decode(in), in.blob()),
          (identity, out) -> {
            out.bytes(identity.genesisHash());
            out.bytes(identity.genesisStateRoot());
            out.blob(identity.parameters());
          });

  private Records() {}

  /** Key of a height of the best chain. */
  static byte[] height(long height) {
    return ByteBuffer.allocate(8).putLong(height).array();
  }

  /** Prefix of the keys of a slot's blocks. */
  static byte[] slot(long slot) {
    return ByteBuffer.allocate(4).putInt((int) slot).array();
  }

  /** Key of a block: those of neighbouring slots lie together, and new ones come at the end. */
  static byte[] block(BlockRef ref) {
    return join(slot(ref.slot()), ref.hash());
  }

  /** Key of a child. */
  static byte[] child(Hash parent, Hash child) {
    return join(parent.toByteArray(), child);
  }

  /** The hash at the end of a key. */
  static Hash tail(byte[] key) {
    byte[] hash = new byte[Hash.SIZE];
    System.arraycopy(key, key.length - Hash.SIZE, hash, 0, Hash.SIZE);
    return Hash.wrap(hash);
  }

  /** Whether a key begins with a prefix. */
  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] join(byte[] prefix, Hash hash) {
    return ByteBuffer.allocate(prefix.length + Hash.SIZE)
        .put(prefix)
        .put(hash.asByteBuffer())
        .array();
  }
}
