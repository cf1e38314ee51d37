package io.tessera.lib.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads JAM encodings from bytes that nobody vouches for. Never allocates more than the bytes that
 * are really there justify, and fails with {@link CodecException} only. Confined to one thread.
 *
 * <p>A subclass may bring the bytes piece by piece: it is asked by {@link #more} when those at hand
 * do not suffice.
 */
public class JamReader {
  private final Deque<Object> path = new ArrayDeque<>(8);

  /** The bytes at hand: those from {@link #position} to {@link #limit} are not read yet. */
  protected byte[] buffer;

  /** Index in {@link #buffer} of the next byte. */
  protected int position;

  /** Index in {@link #buffer} behind the last byte at hand. */
  protected int limit;

  /** Offset of {@code buffer[0]} counted from where decoding began. */
  protected long base;

  /** Reads {@code bytes} from the first to the last; the caller must not change them meanwhile. */
  public JamReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads {@code length} bytes from {@code offset} on. */
  public JamReader(byte[] bytes, int offset, int length) {
    buffer = bytes;
    position = offset;
    limit = offset + length;
    base = -(long) offset;
  }

  /**
   * Brings at least {@code wanted} bytes behind {@link #position} to hand, keeping all those from
   * {@code buffer[0]} on. The default has nothing to bring.
   *
   * @return whether they are at hand now
   */
  protected boolean more(int wanted) {
    return false;
  }

  /** Bytes that may still come: an upper bound for what a length inside them can claim. */
  public long remaining() {
    return (long) limit - position;
  }

  /** Offset of the next byte, counted from where decoding began. */
  public final long offset() {
    return base + position;
  }

  /** The bytes between an earlier {@link #offset()} and now, as a copy. */
  public final byte[] since(long offset) {
    return Arrays.copyOfRange(buffer, Math.toIntExact(offset - base), position);
  }

  /** One byte, 0 to 255. */
  public final int u8() {
    need(1);
    return buffer[position++] & 0xff;
  }

  /** Two bytes, little-endian, 0 to 65,535. */
  public final int u16() {
    return (int) littleEndian(2);
  }

  /** Four bytes, little-endian, 0 to 2^32 - 1. */
  public final long u32() {
    return littleEndian(4);
  }

  /** Eight bytes, little-endian, as an unsigned long. */
  public final long u64() {
    return littleEndian(8);
  }

  /** One byte that must be 0 or 1. */
  public final boolean bool() {
    int value = u8();
    if (value > 1) {
      throw failAt(offset() - 1, "0 or 1 expected, found " + value);
    }
    return value == 1;
  }

  private long littleEndian(int octets) {
    need(octets);
    long value = 0;
    for (int i = 0; i < octets; i++) {
      value |= (buffer[position++] & 0xffL) << (8 * i);
    }
    return value;
  }

  /**
   * A natural number in the variable-length form, as an unsigned long. Only the shortest form is
   * accepted, since each value has exactly one encoding.
   */
  public final long natural() {
    int first = u8();
    int octets = Integer.numberOfLeadingZeros(~first << 24);
    if (first == 0xff) {
      octets = 8;
    }
    long value = littleEndian(octets);
    if (octets < 8) {
      value |= (long) (first & (0xff >>> (octets + 1))) << (8 * octets);
    }
    // With l further octets the shortest form starts at 2^(7l), for l = 8 at 2^56.
    if (octets > 0 && Long.compareUnsigned(value, 1L << (7 * octets)) < 0) {
      throw failAt(offset() - octets - 1, "natural number not in its shortest form");
    }
    return value;
  }

  /**
   * A natural number that counts what follows.
   *
   * @param elementSize the fewest bytes that one counted element takes
   */
  public final int count(int elementSize) {
    long offset = offset();
    long count = natural();
    long room = remaining() / Math.max(1, elementSize);
    if (count < 0 || count > room) {
      throw failAt(
          offset,
          "length "
              + Long.toUnsignedString(count)
              + " where at most "
              + room
              + " elements can follow");
    }
    return Math.toIntExact(count);
  }

  /** A natural number of at most {@code max}. */
  public final int natural(int max) {
    long offset = offset();
    long value = natural();
    if (value < 0 || value > max) {
      throw failAt(offset, Long.toUnsignedString(value) + " where at most " + max + " is allowed");
    }
    return (int) value;
  }

  /** Goes past {@code length} bytes without copying them. */
  public final void skip(int length) {
    need(length);
    position += length;
  }

  /** Exactly {@code length} bytes. */
  public final byte[] bytes(int length) {
    need(length);
    byte[] bytes = Arrays.copyOfRange(buffer, position, position + length);
    position += length;
    return bytes;
  }

  /** A length as a natural number, then that many bytes. */
  public final Bytes blob() {
    return Bytes.wrap(bytes(count(1)));
  }

  /** A length as a natural number, then that many elements of at least {@code minSize} bytes. */
  public final <T> List<T> list(Codec<T> codec, int minSize) {
    return elements(codec, count(minSize));
  }

  /** One byte, 0 or 1, then the value if it was 1. */
  public final <T> Optional<T> optional(Codec<T> codec) {
    return bool() ? Optional.of(codec.decode(this)) : Optional.empty();
  }

  /** Exactly {@code count} elements, without a length. */
  public final <T> List<T> elements(Codec<T> codec, int count) {
    List<T> elements = new ArrayList<>(Math.min(count, 64));
    Index index = new Index();
    path.addLast(index);
    while (index.value < count) {
      elements.add(codec.decode(this));
      index.value++;
    }
    path.removeLast();
    return List.copyOf(elements);
  }

  /**
   * Names the structure that is read from here on, for error messages; ends with {@link #leave}.
   */
  public final void enter(String name) {
    path.addLast(name);
  }

  /** Ends the innermost structure begun with {@link #enter}. */
  public final void leave() {
    path.removeLast();
  }

  /** Fails unless everything has been read. */
  public final void expectEnd() {
    if (remaining() > 0) {
      throw fail(remaining() + " bytes left over");
    }
  }

  /** An error at the next byte. */
  public final CodecException fail(String reason) {
    return failAt(offset(), reason);
  }

  /** An error at an earlier {@link #offset()}. */
  public final CodecException failAt(long offset, String reason) {
    return new CodecException(offset, path(), reason);
  }

  private String path() {
    StringBuilder names = new StringBuilder();
    for (Object name : path) {
      names.append(names.isEmpty() || name instanceof Index ? "" : ".").append(name);
    }
    return names.toString();
  }

  private void need(int length) {
    if (length > limit - position && (length > remaining() || !more(length))) {
      throw fail(length + " bytes expected, " + remaining() + " left");
    }
  }

  /** Where in a list the reader is, as a part of the path. */
  private static final class Index {
    private int value;

    @Override
    public String toString() {
      return "[" + value + "]";
    }
  }
}
