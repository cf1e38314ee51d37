package io.tessera.net;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** libp2p's peer ids: a multihash of the protobuf encoding of a public key. */
final class Multihash {
  static final int DIGEST_SIZE = 32;

  /** Protobuf: field 1, the key's type, is 1 (Ed25519); field 2 has 32 bytes. */
  private static final byte[] ED25519 = {0x08, 0x01, 0x12, Ed25519Public.SIZE};

  private static final int ENCODING_SIZE = 4 + Ed25519Public.SIZE;

  /** The identity function, and the length of what follows. */
  private static final byte[] IDENTITY = {0x00, ENCODING_SIZE};

  /** SHA-256, and the length of what follows. */
  private static final byte[] SHA_256 = {0x12, DIGEST_SIZE};

  /** No multihash that is meant has more characters. */
  private static final int MAX_LENGTH = 64;

  private Multihash() {}

  static PeerName parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("peer id '" + cut(text) + "' is too long");
    }
    byte[] bytes;
    try {
      bytes = Base58.decode(text);
    } catch (IllegalArgumentException bad) {
      throw new IllegalArgumentException("peer id '" + text + "': " + bad.getMessage(), bad);
    }
    if (Base58.startsWith(bytes, SHA_256)) {
      return new PeerName.Digest(Bytes.wrap(rest(bytes, 2, DIGEST_SIZE, text)));
    }
    if (bytes.length < 2 || bytes[0] != IDENTITY[0]) {
      throw new IllegalArgumentException(
          "peer id '" + text + "' is no multihash of SHA-256 or of the identity");
    }
    byte[] prefix = rest(bytes, 0, ED25519.length + IDENTITY.length + Ed25519Public.SIZE, text);
    if (prefix[1] != IDENTITY[1]
        || !Arrays.equals(prefix, 2, 2 + ED25519.length, ED25519, 0, ED25519.length)) {
      throw new IllegalArgumentException(
          "peer id '"
              + text
              + "' is of a key that is not Ed25519: its encoding begins with "
              + HexFormat.of().formatHex(prefix, 2, 2 + ED25519.length)
              + ", not 08011220");
    }
    return PeerName.of(
        new PeerId(
            Ed25519Public.wrap(Arrays.copyOfRange(bytes, 2 + ED25519.length, bytes.length))));
  }

  private static byte[] rest(byte[] bytes, int from, int length, String text) {
    if (bytes.length != from + length) {
      throw new IllegalArgumentException(
          "peer id '" + text + "' has " + bytes.length + " bytes, not " + (from + length));
    }
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  /** libp2p's encoding of a peer's key. */
  static byte[] encoding(PeerId peer) {
    byte[] encoding = Arrays.copyOf(ED25519, ENCODING_SIZE);
    System.arraycopy(peer.key().toByteArray(), 0, encoding, ED25519.length, Ed25519Public.SIZE);
    return encoding;
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  static String write(Bytes sha256) {
    byte[] multihash = Arrays.copyOf(SHA_256, SHA_256.length + DIGEST_SIZE);
    System.arraycopy(sha256.toByteArray(), 0, multihash, SHA_256.length, DIGEST_SIZE);
    return Base58.encode(multihash);
  }

  /** What may have come from anywhere, short enough for a message. */
  static String cut(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
