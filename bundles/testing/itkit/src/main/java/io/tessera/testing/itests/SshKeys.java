package io.tessera.testing.itests;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** For nodes in which somebody may log in over SSH, though nobody does. */
final class SshKeys {
  private SshKeys() {}

  /** A new public key as a line of {@code authorized_keys}. */
  static String line() throws GeneralSecurityException {
    byte[] encoded =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();
    byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer key = ByteBuffer.allocate(4 + type.length + 4 + 32);
    key.putInt(type.length).put(type).putInt(32).put(encoded, encoded.length - 32, 32);
    return "ssh-ed25519 " + Base64.getEncoder().encodeToString(key.array());
  }
}
