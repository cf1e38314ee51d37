package io.tessera.lib.merkle;

import io.tessera.lib.crypto.Blake2b;

/** A node with two sub-tries that together have at least two leaves; one of them may be empty. */
final class Branch implements Node {
  /** In the first word of the left hash: the first bit of its first byte tells node from leaf. */
  private static final long FIRST_BIT = 0x80;

  final Node left;
  final Node right;
  private final long hash0;
  private final long hash1;
  private final long hash2;
  private final long hash3;

  Branch(Node left, Node right) {
    this.left = left;
    this.right = right;
    long[] hash = Blake2b.hashOfWords(words());
    hash0 = hash[0];
    hash1 = hash[1];
    hash2 = hash[2];
    hash3 = hash[3];
  }

  /** The sub-trie of the keys with this bit. */
  Node child(boolean bit) {
    return bit ? right : left;
  }

  @Override
  public void hashTo(long[] words, int at) {
    words[at] = hash0;
    words[at + 1] = hash1;
    words[at + 2] = hash2;
    words[at + 3] = hash3;
  }

  @Override
  public byte[] encode() {
    return Node.bytes(words());
  }

  private long[] words() {
    long[] words = new long[2 * HASH_WORDS];
    if (left != null) {
      left.hashTo(words, 0);
      words[0] &= ~FIRST_BIT;
    }
    if (right != null) {
      right.hashTo(words, HASH_WORDS);
    }
    return words;
  }
}
