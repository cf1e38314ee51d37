package io.tessera.protocol.ce139;

import static io.tessera.testing.testkit.Background.message;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.erasure.CodedPackage;
import io.tessera.testing.testkit.TestPackage;

/** A package of three exported segments and one that proves them, and its paths by hand. */
final class Golden {
  static final int SHARD = 2;

  static final CodedPackage PACKAGE = TestPackage.of(ProtocolParameters.TINY, 0, 1, 3, 3).coded();

  static final CodedPackage OTHER = TestPackage.of(ProtocolParameters.TINY, 0, 2, 3, 1).coded();

  private static final int SHARD_SIZE = 2052;

  /** Segments 1 and 3 of one package, segment 0 of another: 34 + 1 + 4 and 34 + 1 + 2 bytes. */
  static final String REQUEST =
      "4c000000"
          + PACKAGE.spec().erasureRoot().toHex()
          + "0200"
          + "02"
          + "0100"
          + "0300"
          + OTHER.spec().erasureRoot().toHex()
          + "0200"
          + "01"
          + "0000";

  static final String SHARDS = message(shard(PACKAGE, 1), shard(PACKAGE, 3), shard(OTHER, 0));

  /**
   * The path to the shards of index 2, the hash of the bundle shard, and the path to a segment: of
   * four, segments 0 and 1 are beside 2 and 3.
   */
  static final String JUSTIFICATIONS =
      message(
              path(PACKAGE),
              "00" + node(shard(PACKAGE, 2), shard(PACKAGE, 3)),
              "02" + shard(PACKAGE, 0))
          + message(
              path(PACKAGE),
              "00" + node(shard(PACKAGE, 0), shard(PACKAGE, 1)),
              "02" + shard(PACKAGE, 2))
          + message(path(OTHER), "02" + shard(OTHER, 1));

  private Golden() {}

  static String shard(CodedPackage coded, int segment) {
    String all = coded.segmentShards().get(SHARD).toHex();
    return all.substring(2 * SHARD_SIZE * segment, 2 * SHARD_SIZE * (segment + 1));
  }

  private static String path(CodedPackage coded) {
    return "00"
        + node(node(leaf(coded, 3), leaf(coded, 4)), leaf(coded, 5))
        + "00"
        + node(leaf(coded, 0), leaf(coded, 1))
        + "00"
        + Blake2b.hash(coded.bundleShards().get(SHARD)).toHex();
  }

  private static String leaf(CodedPackage coded, int i) {
    String all = coded.segmentShards().get(i).toHex();
    int size = 2 * SHARD_SIZE;
    String root =
        all.length() == 2 * size
            ? node(all.substring(0, size), all.substring(size))
            : node(
                node(all.substring(0, size), all.substring(size, 2 * size)),
                node(all.substring(2 * size, 3 * size), all.substring(3 * size)));
    return Blake2b.hash(coded.bundleShards().get(i)).toHex() + root;
  }

  private static String node(String left, String right) {
    return Blake2b.hash(Bytes.fromHex("6e6f6465" + left + right)).toHex();
  }
}
