package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Data shards as parts of what they were made of: each blob is cut into as many pieces as there are
 * data shards, and a shard has the piece with its index of each blob.
 */
final class Pieces {
  private Pieces() {}

  /**
   * Data shards.
   *
   * @param blobs as long as all pieces together, or shorter
   * @param count number of shards
   * @param size octets of a piece
   */
  static List<Bytes> cut(List<Bytes> blobs, int count, int size) {
    byte[][] shards = new byte[count][blobs.size() * size];
    int at = 0;
    for (Bytes blob : blobs) {
      ByteBuffer source = blob.asByteBuffer();
      for (byte[] shard : shards) {
        source.get(shard, at, Math.min(size, source.remaining()));
      }
      at += size;
    }
    return Arrays.stream(shards).map(Bytes::wrap).toList();
  }

  /**
   * The blobs that data shards are made of.
   *
   * @param shards all of them
   * @param count number of blobs
   * @param size octets of a piece
   * @param length octets of a blob
   */
  static List<Bytes> join(List<Bytes> shards, int count, int size, int length) {
    List<ByteBuffer> sources = shards.stream().map(Bytes::asByteBuffer).toList();
    List<Bytes> blobs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] blob = new byte[length];
      int at = 0;
      for (ByteBuffer source : sources) {
        int part = Math.min(size, length - at);
        source.get(i * size, blob, at, part);
        at += part;
      }
      blobs.add(Bytes.wrap(blob));
    }
    return blobs;
  }
}
