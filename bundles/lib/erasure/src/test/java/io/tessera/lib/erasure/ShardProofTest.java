package io.tessera.lib.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.merkle.InvalidProofException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardProofTest {
  private static final ErasureCode TINY = ErasureCode.of(ProtocolParameters.TINY);
  private static final ErasureCode FULL = ErasureCode.of(ProtocolParameters.FULL);

  /** A package's shards and their tree. */
  private record Coded(ErasureCode code, List<Bytes> bundle, List<Bytes> segments, int count) {
    static Coded make(ErasureCode code, int segments) {
      Random random = new Random(segments);
      List<Bytes> made =
          IntStream.range(0, segments)
              .mapToObj(i -> Subsets.data(random, ErasureCode.SEGMENT_SIZE))
              .toList();
      Bytes bundle = Subsets.data(random, 5000);
      return new Coded(code, code.encode(bundle), code.encodeSegments(made), segments);
    }

    ErasureTree tree() {
      return new ErasureTree(bundle, segments, code.segmentShardSize());
    }

    ShardProof proof(int shard) {
      return new ShardProof(tree().root(), code.validators(), shard);
    }

    Bytes segmentShard(int shard, int segment) {
      return ErasureTree.split(segments.get(shard), code.segmentShardSize()).get(segment);
    }
  }

  @Test
  void rootByHand() {
    List<Bytes> bundle = List.of(Bytes.fromHex("01"), Bytes.fromHex("02"), Bytes.fromHex("03"));
    List<Bytes> segments =
        List.of(Bytes.fromHex("a1b1"), Bytes.fromHex("a2b2"), Bytes.fromHex("a3b3"));
    Bytes node = Bytes.fromHex("6e6f6465");
    List<Bytes> leaves = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Hash shards = Blake2b.hash(node, segments.get(i));
      leaves.add(Bytes.fromHex(Blake2b.hash(bundle.get(i)).toHex() + shards.toHex()));
    }
    Hash left = Blake2b.hash(node, leaves.get(0), leaves.get(1));
    ErasureTree tree = new ErasureTree(bundle, segments, 1);
    assertEquals(Blake2b.hash(node, left, leaves.get(2)), tree.root());
    assertEquals(List.of(leaves.get(2), leaves.get(1)), tree.justification(0).nodes());
    assertEquals(List.of(Bytes.wrap(left.toByteArray())), tree.justification(2).nodes());
  }

  @Test
  void wireBytesByHand() {
    Justification justification =
        new Justification(
            List.of(
                Bytes.fromHex("aa".repeat(32)),
                Bytes.fromHex("bb".repeat(64)),
                Bytes.fromHex("cc".repeat(12))));
    String wire = "00" + "aa".repeat(32) + "01" + "bb".repeat(64) + "02" + "cc".repeat(12);
    JamWriter out = new JamWriter();
    Justification.codec(12).encode(justification, out);
    assertEquals(wire, Bytes.wrap(out.toByteArray()).toHex());
    assertEquals(justification, decode(12, wire));
    assertEquals(List.of(), decode(0, "").nodes());
    assertThrows(CodecException.class, () -> decode(0, wire));
    assertThrows(CodecException.class, () -> decode(12, "03"));
    assertThrows(CodecException.class, () -> decode(12, "00aa"));
    assertThrows(CodecException.class, () -> decode(12, ("00" + "aa".repeat(32)).repeat(65)));
  }

  private static Justification decode(int segmentShardSize, String wire) {
    return Justification.codec(segmentShardSize).decode(Bytes.fromHex(wire).toByteArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void provesAllShards(int segments) throws Exception {
    for (ErasureCode code : List.of(TINY, FULL)) {
      Coded coded = Coded.make(code, segments);
      ErasureTree tree = coded.tree();
      int size = code.segmentShardSize();
      for (int i = 0; i < code.validators(); i += Math.max(1, code.validators() / 60)) {
        ShardProof proof = new ShardProof(tree.root(), code.validators(), i);
        Bytes bundle = coded.bundle.get(i);
        Bytes all = coded.segments.get(i);
        Justification stored = tree.justification(i);
        proof.verify(bundle, all, size, stored);
        proof.verifyAudit(bundle, ShardProof.audit(stored, all, size));
        for (int s = 0; s < segments; s++) {
          Justification path = ShardProof.segment(stored, bundle, all, size, s);
          proof.verifySegment(coded.segmentShard(i, s), s, segments, path);
        }
      }
    }
  }

  @Test
  void refusesOtherShards() {
    Coded coded = Coded.make(FULL, 5);
    ShardProof proof = coded.proof(7);
    Justification stored = coded.tree().justification(7);
    Bytes bundle = coded.bundle.get(7);
    Bytes all = coded.segments.get(7);
    Bytes other = coded.bundle.get(8);
    refused(() -> proof.verify(other, all, 12, stored));
    refused(() -> proof.verify(bundle, coded.segments.get(8), 12, stored));
    refused(() -> proof.verify(bundle, Bytes.wrap(new byte[13]), 12, stored));
    refused(() -> proof.verify(bundle, Bytes.EMPTY, 12, stored));
    refused(() -> coded.proof(8).verify(bundle, all, 12, stored));
    Justification audit = ShardProof.audit(stored, all, 12);
    refused(() -> proof.verifyAudit(other, audit));
    refused(() -> proof.verifyAudit(bundle, new Justification(List.of())));
    refused(() -> proof.verifyAudit(bundle, stored));
    Justification path = ShardProof.segment(stored, bundle, all, 12, 3);
    Bytes shard = coded.segmentShard(7, 3);
    refused(() -> proof.verifySegment(coded.segmentShard(7, 2), 3, 5, path));
    refused(() -> proof.verifySegment(shard, 2, 5, path));
    refused(() -> proof.verifySegment(shard, 3, 50, path));
    refused(() -> proof.verifySegment(shard, 3, 5, stored));
    assertThrows(IndexOutOfBoundsException.class, () -> proof.verifySegment(shard, 5, 5, path));
  }

  @Test
  void refusesChangedPaths() {
    Coded coded = Coded.make(FULL, 5);
    ShardProof proof = coded.proof(1000);
    Bytes shard = coded.segmentShard(1000, 4);
    Justification path =
        ShardProof.segment(
            coded.tree().justification(1000),
            coded.bundle.get(1000),
            coded.segments.get(1000),
            12,
            4);
    for (int i = 0; i < path.nodes().size(); i++) {
      List<Bytes> changed = new ArrayList<>(path.nodes());
      byte[] node = changed.get(i).toByteArray();
      node[i % node.length] ^= 1;
      changed.set(i, Bytes.wrap(node));
      refused(() -> proof.verifySegment(shard, 4, 5, new Justification(changed)));
      List<Bytes> shorter = new ArrayList<>(path.nodes());
      shorter.remove(i);
      refused(() -> proof.verifySegment(shard, 4, 5, new Justification(shorter)));
    }
  }

  private static void refused(Executable check) {
    assertThrows(InvalidProofException.class, check);
  }
}
