package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;

/**
 * The field over which Bandersnatch is defined, which is also the scalar field of BLS12-381
 * (Bandersnatch VRF specification, section 2.1; eprint 2021/1152). All methods are static. What
 * takes elements and bytes takes the same course for all values; only {@link #of} and {@link
 * #toInteger}, for constants and tests, do not.
 *
 * <p>An element is five limbs of 52 bits in a {@code long[]}, lowest first, at any offset: the
 * value is their sum with weights 2^52i, times 2^-260 modulo q (Montgomery's form). Limbs are
 * signed and may leave their 52 bits, so that sums need neither carries nor comparisons:
 *
 * <ul>
 *   <li><i>tight</i>: limbs 0 to 3 in [0, 2^52), the value below 9/4 q in magnitude. What {@link
 *       #mul}, {@link #square}, {@link #add}, {@link #sub} and {@link #neg} return. A tight element
 *       is no unique representative: compare with {@link #equal}.
 *   <li><i>loose</i>: sums and differences of a few tight elements, limb by limb. Products accept
 *       limbs below 2^55 and factors whose magnitudes multiply to at most 44 q^2.
 * </ul>
 *
 * <p>Five limbs need more products of words than four, but no carries, which cost the JVM more:
 * four limbs whose carries are computed without branches took longer.
 */
public final class Fq {
  /** Length of an element in an array, in limbs. */
  public static final int LIMBS = 5;

  /** Length of an encoded element in bytes. */
  public static final int BYTES = 32;

  /** The field's order q, a prime of 255 bits. */
  public static final BigInteger MODULUS =
      new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

  /**
   * Whether {@link #products} counts: for the test that limits the work for a header. The JIT
   * compiler removes the code when not.
   */
  static final boolean COUNTED = Boolean.getBoolean("tessera.crypto.count");

  /** Products and squares so far, of one thread, when {@link #COUNTED}. */
  static long products;

  static final long MASK = (1L << 52) - 1;
  static final long Q0 = 0xfffff00000001L;
  static final long Q1 = 0x02fffe5bfefffL;
  static final long Q2 = 0x9a1d80553bda4L;
  static final long Q3 = 0x7d483339d8080L;
  static final long Q4 = 0x073eda753299dL;

  /** 2^520 modulo q: brings an integer into Montgomery's form. */
  private static final long[] R_SQUARED = {
    0x99103f29c6cf0L, 0x57927663d999eL, 0xa1c0ed631138bL, 0x3c829f7715f1bL, 0x009ff646cc027L
  };

  private static final long[] UNIT = {1, 0, 0, 0, 0};

  private Fq() {}

  /** z = a b. */
  public static void mul(long[] z, long[] a, long[] b) {
    mul(z, 0, a, 0, b, 0);
  }

  /** z = a b, at offsets; z may be a or b. */
  public static void mul(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
    if (COUNTED) {
      products++;
    }
    FqProduct.mul(z, zo, a, ao, b, bo);
  }

  /** z = a^2. */
  public static void square(long[] z, long[] a) {
    square(z, 0, a, 0);
  }

  /** z = a^2, at offsets; z may be a. */
  public static void square(long[] z, int zo, long[] a, int ao) {
    if (COUNTED) {
      products++;
    }
    FqProduct.square(z, zo, a, ao);
  }

  /** z = a + b. */
  public static void add(long[] z, long[] a, long[] b) {
    add(z, 0, a, 0, b, 0);
  }

  /** z = a + b, at offsets; z may be a or b. */
  public static void add(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
    addLoose(z, zo, a, ao, b, bo);
    tighten(z, zo);
  }

  /** z = a - b. */
  public static void sub(long[] z, long[] a, long[] b) {
    sub(z, 0, a, 0, b, 0);
  }

  /** z = a - b, at offsets; z may be a or b. */
  public static void sub(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
    subLoose(z, zo, a, ao, b, bo);
    tighten(z, zo);
  }

  /** z = -a. */
  public static void neg(long[] z, long[] a) {
    neg(z, 0, a, 0);
  }

  /** z = -a, at offsets; z may be a. */
  public static void neg(long[] z, int zo, long[] a, int ao) {
    for (int i = 0; i < LIMBS; i++) {
      z[zo + i] = -a[ao + i];
    }
    tighten(z, zo);
  }

  /** z = a + b limb by limb: loose. */
  static void addLoose(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
    z[zo] = a[ao] + b[bo];
    z[zo + 1] = a[ao + 1] + b[bo + 1];
    z[zo + 2] = a[ao + 2] + b[bo + 2];
    z[zo + 3] = a[ao + 3] + b[bo + 3];
    z[zo + 4] = a[ao + 4] + b[bo + 4];
  }

  /** z = a - b limb by limb: loose. */
  static void subLoose(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
    z[zo] = a[ao] - b[bo];
    z[zo + 1] = a[ao + 1] - b[bo + 1];
    z[zo + 2] = a[ao + 2] - b[bo + 2];
    z[zo + 3] = a[ao + 3] - b[bo + 3];
    z[zo + 4] = a[ao + 4] - b[bo + 4];
  }

  /** Makes a loose element below 8 q in magnitude tight. */
  static void tighten(long[] z, int zo) {
    long t3 = z[zo + 3];
    long t4 = z[zo + 4];
    // 2^255 is 1.104 q: subtracting q as often as 2^255 fits leaves little
    long k = (t4 + (t3 >> 52)) >> 47;
    long c = z[zo] - k * Q0;
    z[zo] = c & MASK;
    c = (c >> 52) + z[zo + 1] - k * Q1;
    z[zo + 1] = c & MASK;
    c = (c >> 52) + z[zo + 2] - k * Q2;
    z[zo + 2] = c & MASK;
    c = (c >> 52) + t3 - k * Q3;
    z[zo + 3] = c & MASK;
    z[zo + 4] = (c >> 52) + t4 - k * Q4;
  }

  /** The representative in [0, q) of a loose element below 8 q: unique, limbs in [0, 2^52). */
  static long[] canonical(long[] a, int ao) {
    long[] z = new long[LIMBS];
    copy(z, 0, a, ao);
    tighten(z, 0);
    subtractModulus(z, -1); // now in (0, 3 q)
    for (int i = 0; i < 2; i++) {
      long[] less = z.clone();
      subtractModulus(less, 1);
      select(z, 0, less, 0, ~(less[4] >> 63));
    }
    return z;
  }

  private static void subtractModulus(long[] z, int times) {
    long c = z[0] - times * Q0;
    z[0] = c & MASK;
    c = (c >> 52) + z[1] - times * Q1;
    z[1] = c & MASK;
    c = (c >> 52) + z[2] - times * Q2;
    z[2] = c & MASK;
    c = (c >> 52) + z[3] - times * Q3;
    z[3] = c & MASK;
    z[4] = (c >> 52) + z[4] - times * Q4;
  }

  /** z = a. */
  public static void copy(long[] z, int zo, long[] a, int ao) {
    System.arraycopy(a, ao, z, zo, LIMBS);
  }

  /** z = a where the mask is -1, and z as it is where it is 0. */
  public static void select(long[] z, int zo, long[] a, int ao, long mask) {
    for (int i = 0; i < LIMBS; i++) {
      z[zo + i] ^= (z[zo + i] ^ a[ao + i]) & mask;
    }
  }

  /** Whether two elements are the same. */
  public static boolean equal(long[] a, int ao, long[] b, int bo) {
    long[] difference = new long[LIMBS];
    subLoose(difference, 0, a, ao, b, bo);
    return isZero(difference, 0);
  }

  /** Whether an element is zero. */
  public static boolean isZero(long[] a, int ao) {
    long[] z = canonical(a, ao);
    return (z[0] | z[1] | z[2] | z[3] | z[4]) == 0;
  }

  /** The element of an integer, as a new array. */
  public static long[] of(BigInteger value) {
    return of(value.mod(MODULUS).toByteArray());
  }

  /** The element of a small integer, as a new array. */
  public static long[] of(long value) {
    return of(BigInteger.valueOf(value));
  }

  private static long[] of(byte[] bigEndian) {
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < Math.min(BYTES, bigEndian.length); i++) {
      bytes[i] = bigEndian[bigEndian.length - 1 - i];
    }
    long[] z = new long[LIMBS];
    decode(z, 0, bytes, 0);
    return z;
  }

  /**
   * Reads 32 bytes, lowest first.
   *
   * @return whether they are an integer below q; z holds the integer modulo q all the same
   */
  public static boolean decode(long[] z, int zo, byte[] bytes, int offset) {
    long w0 = word(bytes, offset);
    long w1 = word(bytes, offset + 8);
    long w2 = word(bytes, offset + 16);
    long w3 = word(bytes, offset + 24);
    long[] integer = {
      w0 & MASK,
      ((w0 >>> 52) | (w1 << 12)) & MASK,
      ((w1 >>> 40) | (w2 << 24)) & MASK,
      ((w2 >>> 28) | (w3 << 36)) & MASK,
      w3 >>> 16
    };
    mul(z, zo, integer, 0, R_SQUARED, 0);
    subtractModulus(integer, 1);
    return integer[4] < 0;
  }

  /** Writes 32 bytes, lowest first: the integer in [0, q) that an element stands for. */
  public static void encode(byte[] bytes, int offset, long[] a, int ao) {
    long[] t = integer(a, ao);
    word(bytes, offset, t[0] | (t[1] << 52));
    word(bytes, offset + 8, (t[1] >>> 12) | (t[2] << 40));
    word(bytes, offset + 16, (t[2] >>> 24) | (t[3] << 28));
    word(bytes, offset + 24, (t[3] >>> 36) | (t[4] << 16));
  }

  /** Whether the integer in [0, q) that an element stands for is above (q - 1) / 2. */
  public static boolean isUpperHalf(long[] a, int ao) {
    long[] t = integer(a, ao);
    addLoose(t, 0, t, 0, t, 0);
    subtractModulus(t, 1);
    return t[4] >= 0;
  }

  /** Whether the integer in [0, q) that an element stands for is odd (RFC 9380, sgn0). */
  public static boolean isOdd(long[] a, int ao) {
    return (integer(a, ao)[0] & 1) == 1;
  }

  /** The integer in [0, q) that an element stands for. */
  public static BigInteger toInteger(long[] a, int ao) {
    byte[] bytes = new byte[BYTES];
    encode(bytes, 0, a, ao);
    return LittleEndian.integer(bytes, 0, BYTES);
  }

  /** Out of Montgomery's form: the limbs of the integer itself. */
  private static long[] integer(long[] a, int ao) {
    long[] t = new long[LIMBS];
    mul(t, 0, a, ao, UNIT, 0);
    return canonical(t, 0);
  }

  private static long word(byte[] bytes, int offset) {
    return (long) LittleEndian.WORD.get(bytes, offset);
  }

  private static void word(byte[] bytes, int offset, long value) {
    LittleEndian.WORD.set(bytes, offset, value);
  }
}
