package io.tessera.lib.merkle;

import io.tessera.lib.codec.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A node of the state trie (Gray Paper, appendix "Node Encoding and Trie Identification"). Never
 * changes, so that tries share nodes. An empty sub-trie is {@code null}.
 *
 * <p>Hashes are four little-endian words: objects of their own for each would take twice the
 * memory.
 */
sealed interface Node permits Branch, Leaf {
  /** Length of an encoded node in bytes. */
  int SIZE = 64;

  /** Words of a hash. */
  int HASH_WORDS = Hash.SIZE / Long.BYTES;

  /** Writes the four words of this node's hash. */
  void hashTo(long[] words, int at);

  /** The node's 64 bytes. */
  byte[] encode();

  /** The hash of a node or of an empty sub-trie. */
  static Hash hash(Node node) {
    if (node == null) {
      return Hash.ZERO;
    }
    long[] words = new long[HASH_WORDS];
    node.hashTo(words, 0);
    return Hash.wrap(bytes(words));
  }

  /** The words' bytes. */
  static byte[] bytes(long[] words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(words);
    return bytes.array();
  }
}
