package io.tessera.lib.crypto;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;

/** Ed25519 signature verification. */
public final class Ed25519 {
  private Ed25519() {}

  /** Whether {@code signature} is the key's signature of the message. */
  public static boolean verify(Ed25519Public key, byte[] message, Ed25519Signature signature) {
    return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
        signature.toByteArray(), 0, key.toByteArray(), 0, message, 0, message.length);
  }
}
