package io.tessera.testing.bench;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.erasure.CodedPackage;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.Justification;
import io.tessera.lib.erasure.SegmentShards;
import io.tessera.lib.erasure.Shard;
import io.tessera.lib.erasure.ShardProof;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Erasure coding and justifications with 1,023 validators on one core; megabytes of the data. */
final class ErasureBench {
  private static final int BUNDLE = 10_000_000;
  private static final int MANY = 2_400;

  private static final ErasureCode CODE = ErasureCode.of(ProtocolParameters.FULL);

  private ErasureBench() {}

  static void run() throws Exception {
    System.out.println("1,023 validators, one core, by the time that the thread had it:");
    Random random = new Random(1);
    Bytes bundle = data(random, BUNDLE);
    print("encode, a bundle of 10 MB", BUNDLE, () -> CODE.encode(bundle));
    List<Shard> shards = shards(CODE.encode(bundle));
    reconstruct("reconstruct it from data shards", shards.subList(0, CODE.threshold()));
    List<Shard> shuffled = new ArrayList<>(shards);
    Collections.shuffle(shuffled, random);
    reconstruct("from 342 random shards", shuffled.subList(0, CODE.threshold()));
    reconstruct(
        "from parity shards alone",
        shards.subList(shards.size() - CODE.threshold(), shards.size()));
    for (int count : new int[] {1, 10, 100, MANY}) {
      segments(random, count);
    }
    justifications(random);
  }

  /**
   * What an assurer, an auditor and a guarantor check of each answer, hashing of shards included.
   */
  private static void justifications(Random random) throws Exception {
    List<Bytes> exported =
        IntStream.range(0, MANY).mapToObj(i -> data(random, ErasureCode.SEGMENT_SIZE)).toList();
    CodedPackage coded = CodedPackage.of(CODE, Hash.ZERO, data(random, BUNDLE), exported);
    int size = CODE.segmentShardSize();
    int index = CODE.validators() / 2;
    Bytes bundleShard = coded.bundleShards().get(index);
    Bytes segmentShards = coded.segmentShards().get(index);
    Justification stored = coded.tree().justification(index);
    ShardProof proof = new ShardProof(coded.spec().erasureRoot(), CODE.validators(), index);
    check(
        "justification of CE 137, with all shards",
        () -> proof.verify(bundleShard, segmentShards, size, stored));
    SegmentShards shards = new SegmentShards(segmentShards, size);
    Justification audit = ShardProof.audit(stored, shards.root());
    check("of CE 138, with the bundle shard", () -> proof.verifyAudit(bundleShard, audit));
    Justification segment = shards.justification(stored, Blake2b.hash(bundleShard), 0);
    byte[] first = new byte[size];
    segmentShards.asByteBuffer().get(first);
    Bytes segmentShard = Bytes.wrap(first);
    check(
        "of CE 140, of one segment shard",
        () -> proof.verifySegment(segmentShard, 0, coded.segments().size(), segment));
    check("making one of CE 140", () -> shards.justification(stored, Hash.ZERO, 1));
  }

  private static void check(String what, Work work) throws Exception {
    double seconds = Figures.coreSeconds(work);
    System.out.printf("  %-42s %,8.4f ms %,8.0f a second%n", what, seconds * 1e3, 1 / seconds);
  }

  private static void reconstruct(String what, List<Shard> shards) throws Exception {
    print(what, BUNDLE, () -> CODE.reconstruct(shards, BUNDLE));
  }

  private static void segments(Random random, int count) throws Exception {
    List<Bytes> segments =
        IntStream.range(0, count).mapToObj(i -> data(random, ErasureCode.SEGMENT_SIZE)).toList();
    int size = count * ErasureCode.SEGMENT_SIZE;
    print("encode, segments: " + count, size, () -> CODE.encodeSegments(segments));
    List<Shard> shards = shards(CODE.encodeSegments(segments));
    Collections.shuffle(shards, random);
    List<Shard> some = shards.subList(0, CODE.threshold());
    print(
        "reconstruct them from 342 random shards",
        size,
        () -> CODE.reconstructSegments(some, count));
  }

  private static List<Shard> shards(List<Bytes> all) {
    List<Shard> shards = new ArrayList<>();
    for (Bytes bytes : all) {
      shards.add(new Shard(shards.size(), bytes));
    }
    return shards;
  }

  private static Bytes data(Random random, int length) {
    byte[] data = new byte[length];
    random.nextBytes(data);
    return Bytes.wrap(data);
  }

  private static void print(String what, int bytes, Work work) throws Exception {
    double seconds = Figures.coreSeconds(work);
    System.out.printf(
        "  %-42s %,8.2f ms %,8.1f MB/s%n", what, seconds * 1e3, bytes / seconds / 1e6);
  }
}
