package io.tessera.lib.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.lib.merkle.LeafPage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** P(s): pages of 64 leaves with their justification, in segments of their own. */
class PagedProofsTest {
  private static final String LEAF = "6c656166";
  private static final String NODE = "6e6f6465";

  private static List<Bytes> segments(int count) {
    Random random = new Random(count);
    return IntStream.range(0, count)
        .mapToObj(i -> Subsets.data(random, ErasureCode.SEGMENT_SIZE))
        .toList();
  }

  private static String leaf(Bytes segment) {
    return Blake2b.hash(Bytes.fromHex(LEAF + segment.toHex())).toHex();
  }

  private static String node(String left, String right) {
    return Blake2b.hash(Bytes.fromHex(NODE + left + right)).toHex();
  }

  /** Three segments by hand: no justification, three leaves, zeros up to 4,104 octets. */
  @Test
  void onePageByHand() throws Exception {
    List<Bytes> exported = segments(3);
    List<String> leaves = exported.stream().map(PagedProofsTest::leaf).toList();
    String content = "00" + "03" + String.join("", leaves);
    Bytes proof =
        Bytes.fromHex(content + "00".repeat(ErasureCode.SEGMENT_SIZE - content.length() / 2));
    assertEquals(List.of(proof), PagedProofs.of(exported));
    Hash root =
        Hash.fromHex(
            node(node(leaves.get(0), leaves.get(1)), node(leaves.get(2), "00".repeat(32))));
    assertEquals(root, PagedProofs.root(exported));
    LeafPage page = PagedProofs.verify(proof, 0, root, 3);
    assertEquals(
        List.of(Hash.fromHex(node(leaves.get(0), leaves.get(1))), Hash.ZERO),
        page.justification(2));
  }

  @Test
  void thereIsAPageForEach64() {
    assertEquals(List.of(), PagedProofs.of(List.of()));
    assertEquals(Hash.ZERO, PagedProofs.root(List.of()));
    assertEquals(1, PagedProofs.of(segments(64)).size());
    assertEquals(2, PagedProofs.of(segments(65)).size());
    assertEquals(48, PagedProofs.count(3072));
    assertEquals(64 + 0, PagedProofs.indexOf(63, 64));
    assertEquals(65 + 1, PagedProofs.indexOf(64, 65));
    assertThrows(IndexOutOfBoundsException.class, () -> PagedProofs.indexOf(65, 65));
  }

  @Test
  void everySegmentIsProvedByItsPage() throws Exception {
    for (int count : new int[] {1, 2, 64, 65, 130}) {
      List<Bytes> exported = segments(count);
      List<Bytes> proofs = PagedProofs.of(exported);
      Hash root = PagedProofs.root(exported);
      for (int i = 0; i < count; i++) {
        LeafPage page = PagedProofs.verify(proofs.get(i / 64), i / 64, root, count);
        assertEquals(leaf(exported.get(i)), page.leaf(i % 64).toHex());
        PagedProofs.verify(exported.get(i), i, page.justification(i % 64), root);
      }
    }
  }

  @Test
  void otherPagesAreRefused() {
    List<Bytes> exported = segments(130);
    List<Bytes> proofs = PagedProofs.of(exported);
    Hash root = PagedProofs.root(exported);
    refused(() -> PagedProofs.verify(proofs.get(0), 1, root, 130));
    refused(() -> PagedProofs.verify(proofs.get(2), 2, root, 131));
    refused(() -> PagedProofs.verify(proofs.get(0), 0, Hash.ZERO, 130));
    refused(() -> PagedProofs.verify(exported.get(0), 0, root, 130));
    refused(() -> PagedProofs.verify(Bytes.fromHex("ff"), 0, root, 130));
    for (int at : new int[] {0, 1, 40, 70, 1000}) {
      byte[] changed = proofs.get(0).toByteArray();
      changed[at] ^= 1;
      refused(() -> PagedProofs.verify(Bytes.wrap(changed), 0, root, 130));
    }
  }

  @Test
  void otherSegmentsAreRefused() throws Exception {
    List<Bytes> exported = segments(5);
    Hash root = PagedProofs.root(exported);
    LeafPage page = PagedProofs.verify(PagedProofs.of(exported).getFirst(), 0, root, 5);
    List<Hash> path = page.justification(2);
    PagedProofs.verify(exported.get(2), 2, path, root);
    refused(() -> PagedProofs.verify(exported.get(3), 2, path, root));
    refused(() -> PagedProofs.verify(exported.get(2), 3, path, root));
    refused(() -> PagedProofs.verify(exported.get(2), 10, path, root));
    refused(() -> PagedProofs.verify(exported.get(2), 2, path.subList(1, 3), root));
    refused(() -> PagedProofs.verify(exported.get(2), 2, Collections.nCopies(40, root), root));
  }

  private interface Check {
    void run() throws InvalidProofException;
  }

  private static void refused(Check check) {
    assertThrows(InvalidProofException.class, check::run);
  }

  /** Shards of exported segments and their proofs, with one tree for all justifications. */
  @Test
  void allThatAGuarantorMakesAvailable() throws Exception {
    for (ProtocolParameters parameters :
        List.of(ProtocolParameters.TINY, ProtocolParameters.FULL)) {
      ErasureCode code = ErasureCode.of(parameters);
      List<Bytes> exported = segments(3);
      Bytes bundle = Subsets.data(new Random(1), 1000);
      Hash hash = Blake2b.hash(bundle);
      CodedPackage coded = CodedPackage.of(code, hash, bundle, exported);
      assertEquals(hash, coded.spec().hash());
      assertEquals(1000, coded.spec().length());
      assertEquals(3, coded.spec().exportsCount());
      assertEquals(PagedProofs.root(exported), coded.spec().exportsRoot());
      assertEquals(4, coded.segments().size());
      assertEquals(new ErasureTree(coded.tree().leaves()).root(), coded.spec().erasureRoot());
      int shard = code.validators() / 2;
      Bytes all = coded.segmentShards().get(shard);
      SegmentShards shards = new SegmentShards(all, code.segmentShardSize());
      Justification stored = coded.tree().justification(shard);
      assertEquals(
          ShardProof.audit(stored, all, code.segmentShardSize()),
          ShardProof.audit(stored, shards.root()));
      Bytes bundleShard = coded.bundleShards().get(shard);
      List<Justification> expected = new ArrayList<>();
      List<Justification> made = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        expected.add(ShardProof.segment(stored, bundleShard, all, code.segmentShardSize(), i));
        made.add(shards.justification(stored, Blake2b.hash(bundleShard), i));
      }
      assertEquals(
          expected.stream().map(PagedProofsTest::hex).toList(),
          made.stream().map(PagedProofsTest::hex).toList());
    }
  }

  private static List<String> hex(Justification justification) {
    return justification.nodes().stream().map(Bytes::toHex).toList();
  }
}
