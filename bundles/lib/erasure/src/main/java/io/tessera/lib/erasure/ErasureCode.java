package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The erasure code that makes work-package bundles and segments available (Gray Paper, appendix
 * "Erasure Coding"): data becomes V shards, and any R of them give it back. The first R shards are
 * the data itself, cut into pieces of equal length.
 *
 * <p>Making an object takes about a millisecond; it is immutable and safe from any thread. A call
 * computes on its caller's thread, a full-sized bundle for tens of milliseconds. Besides its result
 * it needs memory for a copy of the data, and for 4,096 words of each shard at most, which is less
 * than 10 MB.
 */
public final class ErasureCode {
  /** Octets of a segment: W_G. */
  public static final int SEGMENT_SIZE = 4104;

  /**
   * Most octets that are coded at a time: more than the largest bundle (W_B, 13,791,360) and than
   * the segments that a work-package exports, with their proofs.
   */
  public static final int MOST_OCTETS = 1 << 24;

  private static final int MOST_VALIDATORS = 1023;

  private final Points points;
  private final AdditiveFft fft;

  /**
   * The code of a number of validators.
   *
   * @param validators V: number of shards, up to 1,023
   * @param threshold R: shards that suffice
   * @throws IllegalArgumentException when segments do not divide into pieces, when there are not
   *     clearly more parity shards than data shards (another arrangement of points is usual then,
   *     which this is not), or when the two are not numbers of a chain at all
   */
  public ErasureCode(int validators, int threshold) {
    points = new Points(validators, threshold);
    boolean fits = threshold > 0 && validators <= MOST_VALIDATORS && threshold < validators;
    if (!fits || points.blocks() < 3 || SEGMENT_SIZE % pieceSize() != 0) {
      throw new IllegalArgumentException("no code of " + threshold + " in " + validators);
    }
    fft = new AdditiveFft(points.blocks() * points.block());
  }

  /** The code of a chain: V shards, of which W_E / 2 suffice. */
  public static ErasureCode of(ProtocolParameters parameters) {
    return new ErasureCode(parameters.validators(), parameters.erasurePieceSize() / 2);
  }

  /** V: number of shards. */
  public int validators() {
    return points.validators();
  }

  /** R: number of shards that suffice. */
  public int threshold() {
    return points.threshold();
  }

  /** W_E: octets that make two of each shard. */
  public int pieceSize() {
    return 2 * points.threshold();
  }

  /**
   * Octets of a shard of a blob that is filled up to a multiple of W_E.
   *
   * @param length of the blob, 0 to {@link #MOST_OCTETS}
   */
  public int shardSize(int length) {
    if (length < 0 || length > MOST_OCTETS) {
      throw new IllegalArgumentException(length + " octets");
    }
    return 2 * ((length + pieceSize() - 1) / pieceSize());
  }

  /** Octets of a shard of one segment. */
  public int segmentShardSize() {
    return SEGMENT_SIZE / points.threshold();
  }

  /**
   * The shard that a validator keeps of what a core made (JAMNP-S, "Shard assignment"): (c R + v)
   * mod V.
   *
   * @param core c, not negative
   * @param validator v, 0 to V - 1
   */
  public int shardOf(int core, int validator) {
    Objects.checkIndex(core, Integer.MAX_VALUE);
    Objects.checkIndex(validator, validators());
    return (int) (((long) core * threshold() + validator) % validators());
  }

  /** The validator that keeps a shard of what a core made: {@link #shardOf} the other way round. */
  public int validatorOf(int core, int shard) {
    Objects.checkIndex(core, Integer.MAX_VALUE);
    Objects.checkIndex(shard, validators());
    return (int) Math.floorMod(shard - (long) core * threshold(), (long) validators());
  }

  /**
   * The V shards of a blob, which counts as filled up with zeros to a multiple of W_E. Of nothing
   * the shards are empty.
   *
   * @throws IllegalArgumentException when it has more than {@link #MOST_OCTETS}
   */
  public List<Bytes> encode(Bytes blob) {
    return encode(List.of(blob), shardSize(blob.size()));
  }

  /**
   * The shards of each of several segments, one after another: shard i has the shards i of all
   * segments, {@link #segmentShardSize} octets each. That is what a validator gets, and it takes
   * much less time than one segment after another.
   *
   * @throws IllegalArgumentException when there are more than {@link #MOST_OCTETS}, or a segment of
   *     another size
   */
  public List<Bytes> encodeSegments(List<Bytes> segments) {
    checkSegments(segments.size());
    for (Bytes segment : segments) {
      if (segment.size() != SEGMENT_SIZE) {
        throw new IllegalArgumentException("a segment of " + segment.size() + " octets");
      }
    }
    return encode(segments, segmentShardSize());
  }

  private static void checkSegments(int count) {
    if (count < 0 || (long) count * SEGMENT_SIZE > MOST_OCTETS) {
      throw new IllegalArgumentException(count + " segments");
    }
  }

  private List<Bytes> encode(List<Bytes> blobs, int shardSize) {
    if (blobs.size() * shardSize == 0) {
      return Collections.nCopies(validators(), Bytes.EMPTY);
    }
    List<Bytes> shards = new ArrayList<>(validators());
    shards.addAll(Pieces.cut(blobs, threshold(), shardSize));
    for (byte[] parity : new Encoder(points, fft).parity(shards)) {
      shards.add(Bytes.wrap(parity));
    }
    return Collections.unmodifiableList(shards);
  }

  /**
   * The blob that shards were made of. They are believed: shards of different blobs give something
   * else. Whoever has to know encodes the result and compares roots.
   *
   * @param shards R or more, in any order; data shards are preferred, and with all R of them there
   *     is nothing to compute
   * @param length octets of the blob, without what filled it up
   * @throws UnusableShardsException when there are too few, two with one index, one with an index
   *     that does not exist, or one of another length than those of such a blob
   * @throws IllegalArgumentException when no blob has this length
   */
  public Bytes reconstruct(Collection<Shard> shards, int length) throws UnusableShardsException {
    int size = shardSize(length);
    return Pieces.join(data(shards, size), 1, size, length).getFirst();
  }

  /**
   * The segments that shards of several segments were made of, each shard as {@link
   * #encodeSegments} makes them.
   *
   * @param count number of segments
   * @throws UnusableShardsException as {@link #reconstruct}
   * @throws IllegalArgumentException when there cannot be so many
   */
  public List<Bytes> reconstructSegments(Collection<Shard> shards, int count)
      throws UnusableShardsException {
    checkSegments(count);
    List<Bytes> data = data(shards, count * segmentShardSize());
    return Pieces.join(data, count, segmentShardSize(), SEGMENT_SIZE);
  }

  private List<Bytes> data(Collection<Shard> shards, int size) throws UnusableShardsException {
    Bytes[] given = checked(shards, size);
    int left = threshold();
    for (int i = 0; i < given.length; i++) {
      if (given[i] != null && --left < 0) {
        given[i] = null;
      }
    }
    if (left > 0) {
      throw new UnusableShardsException(
          (threshold() - left) + " shards, where " + threshold() + " are needed");
    }
    List<Bytes> data = Arrays.asList(given).subList(0, threshold());
    if (size == 0) {
      return List.of();
    }
    return data.contains(null) ? new Recovery(points, fft, given).data() : data;
  }

  private Bytes[] checked(Collection<Shard> shards, int size) throws UnusableShardsException {
    Bytes[] given = new Bytes[validators()];
    for (Shard shard : shards) {
      int index = shard.index();
      if (index < 0 || index >= given.length) {
        throw new UnusableShardsException("no shard has the index " + index);
      }
      if (given[index] != null) {
        throw new UnusableShardsException("two shards have the index " + index);
      }
      if (shard.bytes().size() != size) {
        throw new UnusableShardsException(
            "shard %,d has %,d octets, not %,d".formatted(index, shard.bytes().size(), size));
      }
      given[index] = shard.bytes();
    }
    return given;
  }
}
