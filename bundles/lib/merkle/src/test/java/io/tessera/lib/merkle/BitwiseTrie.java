package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.Blake2b;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The trie as its formulas read, bit by bit, with the order of the bits in a byte left open: the
 * published trie vectors are older than the Gray Paper's choice of the most significant bit first.
 */
final class BitwiseTrie {
  private final boolean mostSignificantFirst;

  BitwiseTrie(boolean mostSignificantFirst) {
    this.mostSignificantFirst = mostSignificantFirst;
  }

  Hash root(Map<? extends Bytes, Bytes> state) {
    Map<String, byte[]> leaves = new TreeMap<>();
    state.forEach((key, value) -> leaves.put(bits(key), leaf(key, value)));
    return root(leaves, 0);
  }

  private Hash root(Map<String, byte[]> leaves, int depth) {
    if (leaves.isEmpty()) {
      return Hash.ZERO;
    }
    if (leaves.size() == 1) {
      return Blake2b.hash(leaves.values().iterator().next());
    }
    List<Map<String, byte[]>> halves = List.of(new TreeMap<>(), new TreeMap<>());
    leaves.forEach((bits, leaf) -> halves.get(bits.charAt(depth) - '0').put(bits, leaf));
    String left = bits(root(halves.get(0), depth + 1));
    String right = bits(root(halves.get(1), depth + 1));
    return Blake2b.hash(octets("0" + left.substring(1) + right));
  }

  private byte[] leaf(Bytes key, Bytes value) {
    String length = bits(Bytes.wrap(new byte[] {(byte) value.size()}));
    // Six bits are kept: those that hold the number.
    length = mostSignificantFirst ? length.substring(2) : length.substring(0, 6);
    String node =
        value.size() <= 32
            ? "10" + length + bits(key) + bits(value)
            : "11000000" + bits(key) + bits(Blake2b.hash(value));
    return octets(node + "0".repeat(512 - node.length()));
  }

  private String bits(Bytes bytes) {
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < 8 * bytes.size(); i++) {
      int shift = mostSignificantFirst ? 7 - i % 8 : i % 8;
      bits.append(bytes.get(i / 8) >>> shift & 1);
    }
    return bits.toString();
  }

  private byte[] octets(String bits) {
    List<Integer> octets = new ArrayList<>();
    for (int i = 0; i < bits.length(); i += 8) {
      StringBuilder octet = new StringBuilder(bits.substring(i, i + 8));
      octets.add(Integer.parseInt((mostSignificantFirst ? octet : octet.reverse()).toString(), 2));
    }
    byte[] bytes = new byte[octets.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = octets.get(i).byteValue();
    }
    return bytes;
  }
}
