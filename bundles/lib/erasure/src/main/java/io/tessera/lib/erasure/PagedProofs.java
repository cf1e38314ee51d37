package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.merkle.ConstantDepthTree;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.lib.merkle.LeafPage;
import io.tessera.lib.merkle.TreeHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The segments that prove exported segments: one for each page of 64, with the page's justification
 * and its leaves, filled up with zeros (Gray Paper, section "Exporting", P).
 */
public final class PagedProofs {
  /** Segments in a page. */
  public static final int PAGE = 64;

  private static final int PAGE_BITS = 6;

  private PagedProofs() {}

  /** Number of proof segments of so many exported ones. */
  public static int count(int exported) {
    return (exported + PAGE - 1) / PAGE;
  }

  /**
   * Where the proof of a segment stands among exported and proof segments together.
   *
   * @param exported number of exported segments
   */
  public static int indexOf(int segment, int exported) {
    return exported + Objects.checkIndex(segment, exported) / PAGE;
  }

  /** The segment-root of exported segments: M. */
  public static Hash root(List<Bytes> exported) {
    return ConstantDepthTree.root(exported, TreeHash.BLAKE2B);
  }

  /** P: the proof segments of exported segments. */
  public static List<Bytes> of(List<Bytes> exported) {
    ConstantDepthTree tree = new ConstantDepthTree(exported, TreeHash.BLAKE2B);
    List<Bytes> proofs = new ArrayList<>();
    for (int page = 0; page < count(exported.size()); page++) {
      JamWriter out = new JamWriter(ErasureCode.SEGMENT_SIZE);
      out.list(Hash.CODEC, tree.justification(page, PAGE_BITS));
      out.list(Hash.CODEC, tree.page(page, PAGE_BITS));
      proofs.add(Bytes.wrap(Arrays.copyOf(out.toByteArray(), ErasureCode.SEGMENT_SIZE)));
    }
    return proofs;
  }

  /**
   * The page in a proof segment, once it is proved.
   *
   * @param root the segment-root
   * @param exported number of exported segments
   * @throws InvalidProofException when it is not that page of these segments
   */
  public static LeafPage verify(Bytes proofSegment, int page, Hash root, int exported)
      throws InvalidProofException {
    Objects.checkIndex(page, count(exported));
    try {
      JamReader in = new JamReader(proofSegment.toByteArray());
      List<Hash> justification = in.list(Hash.CODEC, Hash.SIZE);
      List<Hash> leaves = in.list(Hash.CODEC, Hash.SIZE);
      int above = Math.max(0, ConstantDepthTree.depth(exported) - PAGE_BITS);
      if (justification.size() == above
          && leaves.size() == Math.min(PAGE, exported - page * PAGE)) {
        LeafPage found = new LeafPage(leaves, page, PAGE_BITS, justification, TreeHash.BLAKE2B);
        if (found.root().equals(root)) {
          return found;
        }
      }
    } catch (CodecException | IllegalArgumentException noPage) {
      throw new InvalidProofException(noPage.getMessage());
    }
    throw new InvalidProofException("not page " + page + " of segments " + root.toShortHex());
  }

  /**
   * Checks the justification of one segment, J_0.
   *
   * @throws InvalidProofException when it is not that segment beneath the root
   */
  public static void verify(Bytes segment, int index, List<Hash> justification, Hash root)
      throws InvalidProofException {
    Hash found;
    try {
      List<Hash> leaf = List.of(ConstantDepthTree.leaf(segment, TreeHash.BLAKE2B));
      found = ConstantDepthTree.root(leaf, index, 0, justification, TreeHash.BLAKE2B);
    } catch (IllegalArgumentException noPath) {
      throw new InvalidProofException(noPath.getMessage());
    }
    if (!found.equals(root)) {
      throw new InvalidProofException("not segment " + index + " of " + root.toShortHex());
    }
  }
}
