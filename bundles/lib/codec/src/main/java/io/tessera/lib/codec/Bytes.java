package io.tessera.lib.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;

/** An immutable byte string. Values of the same class with the same bytes are equal. */
public class Bytes implements Comparable<Bytes> {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  /** Takes the array over: the caller gives it away. */
  protected Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the array over: the caller gives it away. */
  protected Bytes(byte[] bytes, int length) {
    this(bytes);
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          getClass().getSimpleName() + " has " + length + " bytes, not " + bytes.length);
    }
  }

  /** The codec of a type of {@code size} bytes: the bytes as they are. */
  protected static <T extends Bytes> Codec<T> codec(int size, Function<byte[], T> constructor) {
    return new Codec<>() {
      @Override
      public T decode(JamReader in) {
        return constructor.apply(in.bytes(size));
      }

      @Override
      public void encode(T value, JamWriter out) {
        value.writeTo(out);
      }
    };
  }

  /** A byte string that takes the array over: the caller must not change it afterwards. */
  public static Bytes wrap(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes);
  }

  /** A byte string with a copy of the array. */
  public static Bytes copyOf(byte[] bytes) {
    return wrap(bytes.clone());
  }

  /** The bytes that a string of hexadecimal digits stands for, with or without {@code 0x}. */
  public static Bytes fromHex(String hex) {
    return wrap(parseHex(hex));
  }

  /**
   * The bytes that a string of hexadecimal digits stands for, with or without {@code 0x}.
   *
   * @throws IllegalArgumentException when it has other characters or an odd number of digits
   */
  protected static byte[] parseHex(String hex) {
    return HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex);
  }

  /** Number of bytes. */
  public final int size() {
    return bytes.length;
  }

  /** The byte at {@code index}, 0 to 255. */
  public final int get(int index) {
    return bytes[index] & 0xff;
  }

  /** The bytes, as a copy. */
  public final byte[] toByteArray() {
    return bytes.clone();
  }

  /** The bytes, as a read-only view. */
  public final ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Appends the bytes, without a length. */
  public final void writeTo(JamWriter out) {
    out.bytes(bytes);
  }

  /** Lower-case hexadecimal digits, two a byte. */
  public final String toHex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** The first eight hexadecimal digits: how logs and tables name a hash or a key. */
  public final String toShortHex() {
    return HexFormat.of().formatHex(bytes, 0, Math.min(4, bytes.length));
  }

  @Override
  public String toString() {
    return toHex();
  }

  /** Compares byte by byte as unsigned numbers; a prefix comes first. */
  @Override
  public final int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Bytes that
        && that.getClass() == getClass()
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public final int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
