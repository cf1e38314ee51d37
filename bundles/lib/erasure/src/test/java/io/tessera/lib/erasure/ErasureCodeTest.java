package io.tessera.lib.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureCodeTest {
  private static final ErasureCode TINY = ErasureCode.of(ProtocolParameters.TINY);
  private static final ErasureCode FULL = ErasureCode.of(ProtocolParameters.FULL);

  /** Around the changes from words to bits and from one strip to several, and odd ends. */
  @ParameterizedTest
  @ValueSource(ints = {1, 683, 684, 685, 684 * 384, 684 * 384 + 1, 684 * 4200 - 5})
  void anySufficientSetGivesTheDataBack(int length) throws Exception {
    Random random = new Random(length);
    Bytes data = Subsets.data(random, length);
    List<Bytes> shards = FULL.encode(data);
    assertEquals(1023, shards.size());
    for (Bytes shard : shards) {
      assertEquals(FULL.shardSize(length), shard.size());
    }
    for (int round = 0; round < 2; round++) {
      assertEquals(data, FULL.reconstruct(Subsets.random(random, shards, 342), length));
    }
    assertEquals(data, FULL.reconstruct(Subsets.range(shards, 681, 1023), length));
    assertEquals(data, FULL.reconstruct(Subsets.range(shards, 342, 684), length));
    assertEquals(data, FULL.reconstruct(Subsets.range(shards, 1, 343), length));
    assertEquals(data, FULL.reconstruct(Subsets.random(random, shards, 1023), length));
  }

  @Test
  void everyPairOfSixShardsSuffices() throws Exception {
    Bytes data = Subsets.data(new Random(1), 1001);
    List<Bytes> shards = TINY.encode(data);
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        List<Shard> two = List.of(new Shard(i, shards.get(i)), new Shard(j, shards.get(j)));
        if (i != j) {
          assertEquals(data, TINY.reconstruct(two, 1001));
        }
      }
    }
  }

  /** Other chains of JIP-4 have other numbers. */
  @ParameterizedTest
  @CsvSource({"12,3", "18,6", "36,12", "108,36"})
  void codesOfOtherSizes(int validators, int threshold) throws Exception {
    ErasureCode code = new ErasureCode(validators, threshold);
    Random random = new Random(validators);
    Bytes data = Subsets.data(random, 5000);
    List<Bytes> shards = code.encode(data);
    for (int round = 0; round < 20; round++) {
      assertEquals(data, code.reconstruct(Subsets.random(random, shards, threshold), 5000));
    }
  }

  @Test
  void dataShardsAreTheDataItself() throws Exception {
    Bytes data = Subsets.data(new Random(2), 684 * 3);
    List<Bytes> shards = FULL.encode(data);
    StringBuilder joined = new StringBuilder();
    shards.subList(0, 342).forEach(shard -> joined.append(shard.toHex()));
    assertEquals(data.toHex(), joined.toString());
    List<Shard> some = new ArrayList<>(Subsets.range(shards, 0, 342));
    Collections.shuffle(some, new Random(3));
    assertEquals(data, FULL.reconstruct(some, data.size()));
    // With all data shards at hand, nobody looks at the others.
    some.add(new Shard(1000, Bytes.wrap(new byte[6])));
    assertEquals(data, FULL.reconstruct(some, data.size()));
  }

  @ParameterizedTest
  @ValueSource(ints = {684, 684 * 500})
  void theCodeIsLinear(int length) {
    Random random = new Random(4);
    Bytes a = Subsets.data(random, length);
    Bytes b = Subsets.data(random, length);
    List<Bytes> ofA = FULL.encode(a);
    List<Bytes> ofB = FULL.encode(b);
    List<Bytes> ofSum = FULL.encode(sum(a, b));
    for (int i = 0; i < 1023; i++) {
      assertEquals(sum(ofA.get(i), ofB.get(i)), ofSum.get(i), "shard " + i);
    }
  }

  private static Bytes sum(Bytes a, Bytes b) {
    byte[] sum = a.toByteArray();
    for (int i = 0; i < sum.length; i++) {
      sum[i] ^= (byte) b.get(i);
    }
    return Bytes.wrap(sum);
  }

  @Test
  void segmentsAreCodedOneByOne() throws Exception {
    Random random = new Random(5);
    for (ErasureCode code : List.of(TINY, FULL)) {
      List<Bytes> segments =
          IntStream.range(0, 70)
              .mapToObj(i -> Subsets.data(random, ErasureCode.SEGMENT_SIZE))
              .toList();
      List<Bytes> shards = code.encodeSegments(segments);
      int size = code.segmentShardSize();
      for (int s : new int[] {0, 1, 69}) {
        List<Bytes> alone = code.encode(segments.get(s));
        for (int i = 0; i < code.validators(); i++) {
          assertEquals(
              alone.get(i).toHex(),
              shards.get(i).toHex().substring(2 * s * size, 2 * (s + 1) * size));
        }
      }
      List<Shard> some = Subsets.random(random, shards, code.threshold());
      assertEquals(segments, code.reconstructSegments(some, 70));
    }
  }

  @Test
  void ofNothingTheShardsAreEmpty() throws Exception {
    List<Bytes> shards = FULL.encode(Bytes.EMPTY);
    assertEquals(Collections.nCopies(1023, Bytes.EMPTY), shards);
    assertEquals(Bytes.EMPTY, FULL.reconstruct(Subsets.range(shards, 500, 842), 0));
    assertEquals(shards, FULL.encodeSegments(List.of()));
    assertEquals(List.of(), FULL.reconstructSegments(Subsets.range(shards, 0, 342), 0));
  }

  @Test
  void refusesShardsThatDoNotSuffice() {
    List<Bytes> shards = FULL.encode(Subsets.data(new Random(6), 684));
    refused("341 shards, where 342 are needed", Subsets.range(shards, 600, 941));
    refused("0 shards, where 342 are needed", List.of());
    List<Shard> twice = new ArrayList<>(Subsets.range(shards, 600, 942));
    twice.set(0, twice.get(1));
    refused("two shards have the index 601", twice);
  }

  @Test
  void refusesShardsThatDoNotFit() {
    List<Bytes> shards = FULL.encode(Subsets.data(new Random(7), 684));
    List<Shard> longer = new ArrayList<>(Subsets.range(shards, 600, 942));
    longer.set(3, new Shard(603, Bytes.wrap(new byte[4])));
    refused("shard 603 has 4 octets, not 2", longer);
    List<Shard> outside = new ArrayList<>(Subsets.range(shards, 600, 942));
    outside.set(3, new Shard(1023, Bytes.wrap(new byte[2])));
    refused("no shard has the index 1023", outside);
    outside.set(3, new Shard(-1, Bytes.wrap(new byte[2])));
    refused("no shard has the index -1", outside);
  }

  private static void refused(String reason, List<Shard> shards) {
    UnusableShardsException refusal =
        assertThrows(UnusableShardsException.class, () -> FULL.reconstruct(shards, 684));
    assertEquals(reason, refusal.getMessage());
  }

  @Test
  void sizesAreBounded() {
    assertEquals(2, FULL.shardSize(1));
    assertEquals(2 * 20_163, FULL.shardSize(ProtocolParameters.FULL.maxBundleSize()));
    assertEquals(12, FULL.segmentShardSize());
    assertEquals(2052, TINY.segmentShardSize());
    refusesArgument(() -> FULL.shardSize(-1));
    refusesArgument(() -> FULL.encode(Bytes.wrap(new byte[ErasureCode.MOST_OCTETS + 1])));
    refusesArgument(() -> FULL.encodeSegments(List.of(Bytes.wrap(new byte[4103]))));
    refusesArgument(() -> FULL.reconstructSegments(List.of(), 1 << 20));
    refusesArgument(() -> FULL.reconstructSegments(List.of(), -1));
    refusesArgument(() -> new ErasureCode(1024, 342));
    refusesArgument(() -> new ErasureCode(6, 0));
    refusesArgument(() -> new ErasureCode(6, 6));
    refusesArgument(() -> new ErasureCode(6, 4));
    // Other nodes would put these shards at other points.
    refusesArgument(() -> new ErasureCode(24, 9));
  }

  private static void refusesArgument(Executable call) {
    assertThrows(IllegalArgumentException.class, call);
  }

  @Test
  void everyValidatorHasAShardOfEachCore() {
    assertEquals(0, FULL.shardOf(0, 0));
    assertEquals(345, FULL.shardOf(1, 3));
    assertEquals((340 * 342 + 1022) % 1023, FULL.shardOf(340, 1022));
    assertEquals(1, TINY.shardOf(1, 5));
    for (int core : new int[] {0, 1, 2, 340}) {
      Set<Integer> shards = new HashSet<>();
      for (int validator = 0; validator < 1023; validator++) {
        int shard = FULL.shardOf(core, validator);
        assertTrue(shards.add(shard));
        assertEquals(validator, FULL.validatorOf(core, shard));
      }
    }
    assertThrows(IndexOutOfBoundsException.class, () -> FULL.shardOf(0, 1023));
    assertThrows(IndexOutOfBoundsException.class, () -> FULL.shardOf(-1, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> FULL.validatorOf(0, 1023));
  }
}
