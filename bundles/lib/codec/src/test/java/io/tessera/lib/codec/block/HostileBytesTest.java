package io.tessera.lib.codec.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.Vectors;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that nobody meant well: cut off, bent, or claiming to be huge. The outcome is a {@link
 * CodecException} that says where and why, or a value with exactly these bytes as its encoding.
 */
class HostileBytesTest {
  private static final boolean SOAK = Boolean.getBoolean("tessera.soak");

  /** Bytes that one decoding may take for itself, however short the input. */
  private static final long ALLOCATION_BASE = 4 << 10;

  /** Bytes of objects that a byte of input may become: small records in lists are the worst. */
  private static final long ALLOCATION_FACTOR = 16;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Path> files() {
    return Stream.of("tiny", "full")
        .flatMap(
            chain -> Vectors.files(Vectors.ROOT.resolve("codec").resolve(chain), ".bin").stream());
  }

  /** How often a file of this size is tried: the large ones in a plain run at every 97th place. */
  private static int stride(int size) {
    return SOAK || size < 8_000 ? 1 : 97;
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyBeginningIsRefused(Path file) {
    byte[] bytes = Vectors.read(file);
    Codec<?> codec = Structures.codecOf(file);
    for (int length = 0; length < bytes.length; length += stride(bytes.length)) {
      JamReader in = new JamReader(bytes, 0, length);
      CodecException refused =
          assertThrows(CodecException.class, () -> codec.decode(in), file + " cut at " + length);
      checkError(refused, length);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void flippedBitsAreFoundOrAreAnotherValue(Path file) {
    byte[] bytes = Vectors.read(file);
    Codec<?> codec = Structures.codecOf(file);
    Random random = new Random(bytes.length);
    int rounds = (SOAK ? 100 : 1) * (bytes.length < 8_000 ? 2_000 : 60);
    for (int round = 0; round < rounds; round++) {
      byte[] bent = bytes.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int bit = random.nextInt(8 * bent.length);
        bent[bit / 8] ^= (byte) (1 << (bit % 8));
      }
      refusesOrReencodes(codec, bent);
    }
  }

  /** At every place, one of which is each length: 2^60 elements to come. */
  @ParameterizedTest
  @MethodSource("files")
  void hugeLengthsCostNothing(Path file) {
    byte[] bytes = Vectors.read(file);
    Codec<?> codec = Structures.codecOf(file);
    JamWriter huge = new JamWriter();
    huge.natural(1L << 60);
    byte[] claim = huge.toByteArray();
    for (int at = 0; at < bytes.length; at += stride(bytes.length)) {
      byte[] bent = Arrays.copyOf(bytes, bytes.length + claim.length - 1);
      System.arraycopy(claim, 0, bent, at, claim.length);
      System.arraycopy(bytes, at + 1, bent, at + claim.length, bytes.length - at - 1);
      refusesOrReencodes(codec, bent);
    }
  }

  /** Lengths that the input does not back up, from one more than there is to the largest. */
  @Test
  void shortInputsAreCheap() {
    List<Path> files = files().toList();
    assertFalse(files.isEmpty());
    for (Path file : files) {
      for (int first = 0; first < 256; first++) {
        for (int length = 1; length < 40; length += 3) {
          byte[] bytes = new byte[length];
          Arrays.fill(bytes, (byte) first);
          refusesOrReencodes(Structures.codecOf(file), bytes);
        }
      }
    }
  }

  /** A chain specification may claim any epoch length; its headers must still bring the tickets. */
  @Test
  void lengthsFromTheChainSpecificationCostNothingEither() {
    byte[] encoded = ProtocolParameters.CODEC.encode(ProtocolParameters.TINY);
    encoded[33] = 0x7f; // the highest byte of the epoch length
    ProtocolParameters longEpochs = ProtocolParameters.CODEC.decode(encoded);
    assertTrue(longEpochs.epochLength() > 2_000_000_000);
    Path file = Vectors.ROOT.resolve("codec").resolve("tiny").resolve("header_1.bin");
    byte[] header = Vectors.read(file);
    Codec<Header> codec = Header.codec(longEpochs);
    checkAllocation(codec, header);
    CodecException refused = assertThrows(CodecException.class, () -> codec.decode(header));
    assertTrue(refused.path().startsWith("header.tickets_mark["), refused.path());
  }

  /** The most objects for the fewest bytes: preimages of nothing take five bytes each. */
  @Test
  void manySmallElementsStayInProportion() {
    JamWriter out = new JamWriter();
    out.natural(10_000);
    out.bytes(new byte[50_000]);
    refusesOrReencodes(Extrinsic.preimagesCodec(), out.toByteArray());
  }

  private static <T> void refusesOrReencodes(Codec<T> codec, byte[] bytes) {
    checkAllocation(codec, bytes);
    try {
      assertArrayEquals(bytes, codec.encode(codec.decode(bytes)));
    } catch (CodecException refused) {
      checkError(refused, bytes.length);
    }
  }

  /** What linking costs when a line runs for the first time is gone the second time. */
  private static void checkAllocation(Codec<?> codec, byte[] bytes) {
    long limit = ALLOCATION_BASE + ALLOCATION_FACTOR * bytes.length;
    long allocated = allocatedBy(codec, bytes);
    if (allocated > limit) {
      allocated = allocatedBy(codec, bytes);
    }
    assertTrue(
        allocated <= limit,
        allocated + " bytes allocated for " + bytes.length + " of " + codec.getClass());
  }

  private static long allocatedBy(Codec<?> codec, byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      codec.decode(bytes);
    } catch (CodecException refused) {
      // Allocation is what is measured here.
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static void checkError(CodecException error, int length) {
    assertTrue(error.offset() >= 0 && error.offset() <= length, error.getMessage());
    assertFalse(error.reason().isBlank());
    assertFalse(error.path().isBlank() && !error.reason().endsWith("left over"), error.reason());
  }
}
