package io.tessera.lib.erasure;

/**
 * GF(2^16) in the representation of the Gray Paper, appendix "Erasure Coding", section "Code Word
 * representation": bit i of a word stands for the element v_i of a Cantor basis, so that words are
 * added with XOR. Shards are evaluations at the elements whose words are small numbers.
 */
final class Field {
  /** Bits of a word. */
  static final int BITS = 16;

  /** Number of elements but zero; logarithms are taken modulo this. */
  static final int UNITS = (1 << BITS) - 1;

  /** x^16 + x^5 + x^3 + x^2 + 1. */
  private static final int POLYNOMIAL = 0x1002D;

  /** The basis as polynomials in x: v_0 = 1, and v_i^2 + v_i = v_(i-1). */
  private static final int[] BASIS = {
    0x0001, 0xACCA, 0x3C0E, 0x163E, 0xC582, 0xED2E, 0x914C, 0x4012,
    0x6C98, 0x10D8, 0x6A72, 0xB900, 0xFDB8, 0xFB34, 0xFF38, 0x991E
  };

  private static final char[] LOG = new char[UNITS + 1];

  /** Twice, so that the sum of two logarithms needs no division. */
  private static final char[] EXP = new char[2 * UNITS];

  static {
    char[] logOfPolynomial = new char[UNITS + 1];
    int power = 1;
    for (int i = 0; i < UNITS; i++) {
      logOfPolynomial[power] = (char) i;
      power <<= 1;
      power = power > UNITS ? power ^ POLYNOMIAL : power;
    }
    for (int word = 1; word <= UNITS; word++) {
      char log = logOfPolynomial[polynomial(word)];
      LOG[word] = log;
      EXP[log] = (char) word;
      EXP[log + UNITS] = (char) word;
    }
  }

  private Field() {}

  private static int polynomial(int word) {
    int sum = 0;
    for (int i = 0; i < BITS; i++) {
      sum ^= (word >>> i & 1) * BASIS[i];
    }
    return sum;
  }

  /** The logarithm of a word that is not zero, to the base x: 0 to {@link #UNITS} - 1. */
  static int log(int word) {
    return LOG[word];
  }

  /** The word with this logarithm, which is taken modulo {@link #UNITS} and may be negative. */
  static int exp(long log) {
    return EXP[(int) Math.floorMod(log, (long) UNITS)];
  }

  /** The product of any word and one that is not zero, of which the logarithm is given. */
  static int multiply(int word, int log) {
    return word == 0 ? 0 : EXP[LOG[word] + log];
  }
}
