package io.tessera.protocol.ce134;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.lib.crypto.Blake2b;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** A bundle with an extrinsic and two imported segments, written by hand. */
final class Bundles {
  private static final Bytes BLOB = Bytes.fromHex("a0");

  /** The only segment of a package: its root is its leaf, and no path leads there. */
  private static final String LONE = "5e".repeat(4104);

  /** The second of two segments: the path is the leaf of the first. */
  private static final String SECOND = "5f".repeat(4104);

  private static final Hash FIRST_LEAF = leaf("5d".repeat(4104));
  static final Hash ROOT = node(FIRST_LEAF, leaf(SECOND));
  static final Hash EXPORTER = Hash.fromHex("cc".repeat(32));

  static final String PACKAGE =
      "07000000" // service that hosts the authorizer
          + "aa".repeat(32) // its code
          + "11".repeat(32) // anchor
          + "22".repeat(32) // state root
          + "33".repeat(32) // Beefy root
          + "44".repeat(32) // lookup anchor
          + "05000000" // its slot
          + "00" // no prerequisites
          + "00" // no token
          + "00" // no configuration
          + "01" // one item
          + "01000000" // service
          + "bb".repeat(32) // its code
          + "0a00000000000000" // gas to refine
          + "0b00000000000000" // gas to accumulate
          + "0000" // no exports
          + "00" // no payload
          + "02" // two imports
          + leaf(LONE) // by segments-root
          + "0000" // the first
          + EXPORTER // by the package's hash
          + "0180" // the second
          + "01" // one extrinsic
          + Blake2b.hash(BLOB)
          + "01000000";

  /** Package, blob, segments, a path of no hashes and one of one: 8,576 bytes. */
  static final String HEX = PACKAGE + "a0" + LONE + SECOND + "00" + "01" + FIRST_LEAF;

  static final List<SegmentRootLookup> MAPPINGS = List.of(new SegmentRootLookup(EXPORTER, ROOT));

  private Bundles() {}

  private static Hash leaf(String segment) {
    return Blake2b.hash(ascii("leaf"), HexFormat.of().parseHex(segment));
  }

  private static Hash node(Hash left, Hash right) {
    return Blake2b.hash(ascii("node"), left.toByteArray(), right.toByteArray());
  }

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }

  static WorkPackageBundle bundle() {
    return new WorkPackageBundle(
        WorkPackage.CODEC.decode(Bytes.fromHex(PACKAGE).toByteArray()),
        List.of(BLOB),
        List.of(Bytes.fromHex(LONE), Bytes.fromHex(SECOND)),
        List.of(List.of(), List.of(FIRST_LEAF)));
  }

  /** A bundle that imports nothing, with one extrinsic of so many bytes. */
  static WorkPackageBundle large(int bytes) {
    Bytes blob = Bytes.wrap(new byte[bytes]);
    String length = "%08x".formatted(Integer.reverseBytes(bytes));
    String imports = "02" + leaf(LONE) + "0000" + EXPORTER + "0180";
    String named = Blake2b.hash(BLOB) + "01000000";
    String own = PACKAGE.replace(imports, "00").replace(named, Blake2b.hash(blob) + length);
    return new WorkPackageBundle(
        WorkPackage.CODEC.decode(Bytes.fromHex(own).toByteArray()),
        List.of(blob),
        List.of(),
        List.of());
  }
}
