package io.tessera.lib.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A growing buffer that JAM encodings are appended to. Confined to one thread. */
public final class JamWriter {
  private byte[] buffer;
  private int size;

  /** An empty buffer. */
  public JamWriter() {
    this(256);
  }

  /** An empty buffer with room for {@code capacity} bytes before it grows. */
  public JamWriter(int capacity) {
    buffer = new byte[capacity];
  }

  /** Bytes written so far. */
  public int size() {
    return size;
  }

  /** The bytes written so far, as a copy. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /** One byte, 0 to 255. */
  public void u8(int value) {
    fixed(value, 1);
  }

  /** Two bytes, little-endian, 0 to 65,535. */
  public void u16(int value) {
    fixed(value, 2);
  }

  /** Four bytes, little-endian, 0 to 2^32 - 1. */
  public void u32(long value) {
    fixed(value, 4);
  }

  /** Eight bytes, little-endian. */
  public void u64(long value) {
    littleEndian(value, 8);
  }

  /** One byte, 0 or 1. */
  public void bool(boolean value) {
    u8(value ? 1 : 0);
  }

  /** A number that must fit: a value cut to size would silently encode another one. */
  private void fixed(long value, int octets) {
    if (value >>> (8 * octets) != 0) {
      throw new IllegalArgumentException(value + " does not fit in " + octets + " bytes");
    }
    littleEndian(value, octets);
  }

  /** The {@code octets} lowest bytes of {@code value}, little-endian. */
  private void littleEndian(long value, int octets) {
    reserve(octets);
    for (int i = 0; i < octets; i++) {
      buffer[size++] = (byte) (value >>> (8 * i));
    }
  }

  /**
   * A natural number below 2^64 (given as an unsigned long) in the variable-length form: the first
   * byte tells how many follow and holds the highest bits (Gray Paper, general natural number
   * serialization).
   */
  public void natural(long value) {
    int bits = 64 - Long.numberOfLeadingZeros(value);
    if (bits > 56) {
      u8(0xff);
      u64(value);
      return;
    }
    int octets = bits <= 7 ? 0 : (bits - 1) / 7;
    u8((int) ((256 - (1 << (8 - octets))) + (value >>> (8 * octets))));
    littleEndian(value, octets);
  }

  /** The bytes as they are, without a length. */
  public void bytes(byte[] bytes) {
    bytes(bytes, 0, bytes.length);
  }

  /** A part of an array as it is, without a length. */
  public void bytes(byte[] bytes, int offset, int length) {
    reserve(length);
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
  }

  /** The bytes as they are, without a length. */
  public void bytes(Bytes bytes) {
    bytes.writeTo(this);
  }

  /** The length as a natural number, then the bytes. */
  public void blob(Bytes bytes) {
    natural(bytes.size());
    bytes(bytes);
  }

  /** The length as a natural number, then each element. */
  public <T> void list(Codec<T> codec, List<? extends T> elements) {
    natural(elements.size());
    elements(codec, elements);
  }

  /** One byte, 0 or 1, then the value if there is one. */
  public <T> void optional(Codec<T> codec, Optional<T> value) {
    bool(value.isPresent());
    value.ifPresent(present -> codec.encode(present, this));
  }

  /** Each element, without a length. */
  public <T> void elements(Codec<T> codec, List<? extends T> elements) {
    for (T element : elements) {
      codec.encode(element, this);
    }
  }

  private void reserve(int more) {
    if (more > buffer.length - size) {
      buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, more), buffer.length * 2));
    }
  }
}
