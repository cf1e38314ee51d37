package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
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
      byte[] source = blob.toByteArray();
      int from = 0;
      for (byte[] shard : shards) {
        int part = Math.min(size, source.length - from);
        System.arraycopy(source, from, shard, at, part);
        from += part;
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
    List<byte[]> sources = shards.stream().map(Bytes::toByteArray).toList();
    List<Bytes> blobs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] blob = new byte[length];
      int at = 0;
      for (byte[] source : sources) {
        int part = Math.min(size, length - at);
        System.arraycopy(source, i * size, blob, at, part);
        at += part;
      }
      blobs.add(Bytes.wrap(blob));
    }
    return blobs;
  }
}
