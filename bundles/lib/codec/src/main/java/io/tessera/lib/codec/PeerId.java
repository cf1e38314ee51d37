package io.tessera.lib.codec;

import java.math.BigInteger;

/**
 * Who a peer is: its Ed25519 key. Written as the 53-character alternative name that its certificate
 * carries (JAMNP-S, "Alternative name"): {@code e}, then the key as a little-endian number in base
 * 32, lowest digit first.
 *
 * @param key the peer's Ed25519 public key
 */
public record PeerId(Ed25519Public key) implements Comparable<PeerId> {
  /** Number of characters of a name. */
  public static final int NAME_LENGTH = 53;

  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

  /** The alternative name, N(k) in JAMNP-S. */
  public String name() {
    StringBuilder name = new StringBuilder(NAME_LENGTH).append('e');
    for (int bit = 0; bit < 8 * Ed25519Public.SIZE; bit += 5) {
      int low = key.get(bit / 8);
      int high = bit / 8 + 1 < Ed25519Public.SIZE ? key.get(bit / 8 + 1) : 0;
      name.append(DIGITS.charAt(((low | (high << 8)) >>> (bit % 8)) & 31));
    }
    return name.toString();
  }

  /**
   * The peer whose alternative name is {@code name}.
   *
   * @throws IllegalArgumentException when it is no such name: the message says why
   */
  public static PeerId parse(String name) {
    if (name.length() != NAME_LENGTH || name.charAt(0) != 'e') {
      throw new IllegalArgumentException(
          "a peer id is 'e' and 52 characters of a-z and 2-7, not '" + name + "'");
    }
    BigInteger number = BigInteger.ZERO;
    for (int i = NAME_LENGTH - 1; i > 0; i--) {
      int digit = DIGITS.indexOf(name.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException(
            "a peer id has characters of a-z and 2-7 only, not '"
                + name.charAt(i)
                + "' in "
                + name);
      }
      number = number.shiftLeft(5).or(BigInteger.valueOf(digit));
    }
    if (number.bitLength() > 256) {
      throw new IllegalArgumentException("peer id " + name + " stands for more than 32 bytes");
    }
    byte[] key = new byte[Ed25519Public.SIZE];
    for (int i = 0; i < key.length; i++) {
      key[i] = number.shiftRight(8 * i).byteValue();
    }
    return new PeerId(Ed25519Public.wrap(key));
  }

  /** The first nine characters of the name: how logs and tables show a peer. */
  public String shortName() {
    return name().substring(0, 9);
  }

  /** Written out, since every table of peers asks often. */
  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof PeerId peer && key.equals(peer.key));
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public int compareTo(PeerId other) {
    return key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return name();
  }
}
