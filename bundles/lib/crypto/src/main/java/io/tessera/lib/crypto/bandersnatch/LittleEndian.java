package io.tessera.lib.crypto.bandersnatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

/** Integers whose lowest byte comes first. */
final class LittleEndian {
  /** A {@code long} at a byte offset of a {@code byte[]}. */
  static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static BigInteger integer(byte[] bytes, int offset, int length) {
    byte[] reversed = new byte[length];
    for (int i = 0; i < length; i++) {
      reversed[i] = bytes[offset + length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  /** A number of 0 or more, in so many bytes, which are enough. */
  static byte[] bytes(BigInteger number, int length) {
    byte[] bytes = new byte[length];
    byte[] highestFirst = number.toByteArray();
    for (int i = 0; i < highestFirst.length; i++) {
      bytes[i] = highestFirst[highestFirst.length - 1 - i];
    }
    return bytes;
  }
}
