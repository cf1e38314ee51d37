package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Short rows: one word after another, multiplied by table. */
final class WordLanes implements Lanes {
  private final char[][] rows;

  /** Rows of so many zeros. */
  WordLanes(int count, int length) {
    rows = new char[count][length];
  }

  @Override
  public void clear(int x) {
    Arrays.fill(rows[x], (char) 0);
  }

  @Override
  public void copy(int x, int y) {
    System.arraycopy(rows[y], 0, rows[x], 0, rows[x].length);
  }

  @Override
  public void add(int x, int y) {
    char[] to = rows[x];
    char[] from = rows[y];
    for (int i = 0; i < to.length; i++) {
      to[i] ^= from[i];
    }
  }

  @Override
  public void addProduct(int x, int y, Multiplier factor) {
    char[] to = rows[x];
    char[] from = rows[y];
    int log = factor.log();
    for (int i = 0; i < to.length; i++) {
      to[i] ^= (char) Field.multiply(from[i], log);
    }
  }

  @Override
  public void load(int x, Bytes shard, Strip part) {
    ByteBuffer bytes = shard.asByteBuffer();
    char[] row = rows[x];
    for (int i = 0; i < part.size() / 2; i++) {
      row[i] = Character.reverseBytes(bytes.getChar(part.from() + 2 * i));
    }
    Arrays.fill(row, part.size() / 2, row.length, (char) 0);
  }

  @Override
  public void store(int x, byte[] shard, Strip part) {
    ByteBuffer bytes = ByteBuffer.wrap(shard);
    char[] row = rows[x];
    for (int i = 0; i < part.size() / 2; i++) {
      bytes.putChar(part.from() + 2 * i, Character.reverseBytes(row[i]));
    }
  }
}
