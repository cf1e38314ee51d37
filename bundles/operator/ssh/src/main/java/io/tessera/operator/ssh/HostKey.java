package io.tessera.operator.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client knows this node's shell by: an Ed25519 key in the data directory, in OpenSSH's
 * format, made at first use and kept. It is not the node's own key: losing one does not cost the
 * other.
 */
final class HostKey {
  /** Name of the file. */
  static final String NAME = "ssh_host_ed25519_key";

  private static final Logger LOG = LoggerFactory.getLogger(HostKey.class);

  private HostKey() {}

  /** Where it is. */
  static Path file(Path data) {
    return data.resolve(NAME);
  }

  /**
   * Reads it, and makes it when there is none.
   *
   * @throws IOException when there is one that cannot be used: it is not replaced, or clients would
   *     think of an impostor
   */
  static KeyPair in(Path data) throws IOException {
    Algorithms.prepare();
    Path file = file(data);
    try {
      if (Files.notExists(file)) {
        make(file);
      }
      SshFiles.mustBeSecret(file);
      return read(file);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          file + " is no Ed25519 key; restore it, or remove it to get a new one", e);
    }
  }

  private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Iterable<KeyPair> all =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(file.toString()), in, null);
      Iterator<KeyPair> pairs = all == null ? null : all.iterator();
      if (pairs != null && pairs.hasNext()) {
        KeyPair pair = pairs.next();
        if (KeyPairProvider.SSH_ED25519.equals(KeyUtils.getKeyType(pair))) {
          return pair;
        }
      }
    }
    throw new GeneralSecurityException("no Ed25519 key in it");
  }

  /** Whole or not at all: a crash in between leaves nothing under the name. */
  private static void make(Path file) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "tessera", null, text);
    Path half = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(half);
    Files.createFile(half, SshFiles.secret(file.getParent()));
    try (var out =
        Files.newByteChannel(half, Set.of(StandardOpenOption.WRITE, StandardOpenOption.SYNC))) {
      out.write(java.nio.ByteBuffer.wrap(text.toByteArray()));
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    LOG.info("The host key of SSH in {} is a new one: {}", file, fingerprint(pair));
  }

  /** As clients show it. */
  static String fingerprint(KeyPair pair) {
    return KeyUtils.getFingerPrint(pair.getPublic());
  }
}
