package io.tessera.core.streams;

import java.nio.ByteBuffer;

/**
 * Follows the messages in a stream's bytes (JAMNP-S, "Messages": a little-endian 32-bit size, then
 * the content), in constant memory. Confined to the event loop.
 */
final class Framing {
  private static final int SIZE_BYTES = 4;

  private int sizeBytes;
  private long size;
  private long left;
  private int whole;

  /**
   * Passes over bytes that have come in.
   *
   * @param capped number of the message, counted from 0, that {@code cap} is for; -1 for none
   * @return the size that the capped message claims, if it is above the cap; else -1
   */
  long scan(ByteBuffer bytes, int capped, long cap) {
    int end = bytes.limit();
    for (int i = bytes.position(); i < end; ) {
      if (sizeBytes == SIZE_BYTES) {
        int part = (int) Math.min(left, (long) end - i);
        i += part;
        left -= part;
      } else {
        size |= (bytes.get(i++) & 0xffL) << (8 * sizeBytes++);
        if (sizeBytes < SIZE_BYTES) {
          continue;
        }
        if (whole == capped && size > cap) {
          return size;
        }
        left = size;
      }
      if (left == 0) {
        whole++;
        sizeBytes = 0;
        size = 0;
      }
    }
    return -1;
  }

  /** Messages that have come in whole so far. */
  int whole() {
    return whole;
  }

  /** Whether a message has begun and not ended. */
  boolean inMessage() {
    return sizeBytes > 0;
  }
}
