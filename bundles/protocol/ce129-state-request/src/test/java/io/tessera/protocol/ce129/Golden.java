package io.tessera.protocol.ce129;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

/**
 * A state of three items, its nodes as the Gray Paper has them (appendix "State Merklization") and
 * messages as JAMNP-S has them, written by hand.
 */
final class Golden {
  /** 00…, 40… and c0…: a fork over the first two, and the root over fork and third. */
  static final String LOW = "00".repeat(31);

  static final String MIDDLE = "40" + "00".repeat(30);
  static final String HIGH = "c0" + "00".repeat(30);

  static final String LOW_ITEM = LOW + "01" + "a1";
  static final String MIDDLE_ITEM = MIDDLE + "01" + "a2";

  /** 200 bytes of value: its length takes two bytes, 0x80 and 0xc8. */
  static final String HIGH_VALUE = "a3".repeat(200);

  static final String HIGH_ITEM = HIGH + "80c8" + HIGH_VALUE;

  /** A leaf that holds its value of one byte: 0b10 and the length in six bits. */
  static final String LOW_LEAF = "81" + LOW + "a1" + "00".repeat(31);

  static final String MIDDLE_LEAF = "81" + MIDDLE + "a2" + "00".repeat(31);

  /** A leaf that holds its value's hash. */
  static final String HIGH_LEAF = "c0" + HIGH + hash(HIGH_VALUE);

  static final String FORK = branch(hash(LOW_LEAF), hash(MIDDLE_LEAF));
  static final String ROOT_NODE = branch(hash(FORK), hash(HIGH_LEAF));
  static final Hash ROOT = Hash.fromHex(hash(ROOT_NODE));

  static final StateTrie STATE =
      StateTrie.of(
          List.of(
              new KeyValue(StateKey.fromHex(LOW), Bytes.fromHex("a1")),
              new KeyValue(StateKey.fromHex(MIDDLE), Bytes.fromHex("a2")),
              new KeyValue(StateKey.fromHex(HIGH), Bytes.fromHex(HIGH_VALUE))));

  private Golden() {}

  /** Workers for those who only compute: on the calling thread. */
  static Workers inline() {
    return new Workers() {
      @Override
      public Future<?> start(String name, Task task) {
        throw new UnsupportedOperationException(name);
      }

      @Override
      public Future<?> repeat(String name, Duration period, Task task) {
        throw new UnsupportedOperationException(name);
      }
    };
  }

  private static String hash(String hex) {
    return Blake2b.hash(Bytes.fromHex(hex)).toHex();
  }

  /** The first bit of the left hash tells a branch from a leaf. */
  private static String branch(String left, String right) {
    String digit = Integer.toHexString(Character.digit(left.charAt(0), 16) & 7);
    return digit + left.substring(1) + right;
  }

  /**
   * A request: kind 129, a message of 98 bytes.
   *
   * @param maximum four bytes, little-endian
   */
  static String request(Hash block, String start, String end, String maximum) {
    return "81" + "62000000" + block.toHex() + start + end + maximum;
  }

  /** One message: its size as four bytes, little-endian, then the content. */
  static String message(String... parts) {
    String content = String.join("", parts);
    return "%08x".formatted(Integer.reverseBytes(content.length() / 2)) + content;
  }
}
