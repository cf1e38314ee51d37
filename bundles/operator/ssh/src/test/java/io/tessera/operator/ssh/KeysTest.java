package io.tessera.operator.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  private static String one;
  private static String two;
  private static String weak;

  @TempDir Path data;

  @BeforeAll
  static void make() throws Exception {
    // Somebody else's Bouncy Castle, which can nothing: it must not be asked.
    Security.addProvider(new Provider("BC", "0", "another one") {});
    try {
      Algorithms.prepare();
      one = line(KeyUtils.generateKeyPair("ssh-ed25519", 256));
    } finally {
      Security.removeProvider("BC");
    }
    two = line(KeyUtils.generateKeyPair("ecdsa-sha2-nistp384", 384));
    weak = line(KeyUtils.generateKeyPair("ssh-rsa", 1024));
  }

  private static String line(KeyPair pair) {
    return PublicKeyEntry.toString(pair.getPublic());
  }

  private static int count(String... lines) {
    return KeyLines.parse("test", List.of(lines)).size();
  }

  @Test
  void linesThatAreNotUnderstoodAreLeftOut() {
    assertEquals(2, count("", "# " + one, one + " me@here", " " + two));
    assertEquals(0, count("command=\"status\" " + one), "an option would be passed over");
    assertEquals(0, count("restrict,pty " + one));
    assertEquals(0, count(weak));
    assertEquals(0, count("ssh-ed25519 AAAA", "ssh-ed25519 !", "nonsense", "ssh-ed25519"));
    assertEquals(1, count("nonsense", one));
    assertEquals(
        KeyLines.MOST, count(java.util.Collections.nCopies(300, one).toArray(String[]::new)));
  }

  @Test
  void theFileCountsAsLongAsOnlyItsOwnerWritesItAndIsReadAgain() throws IOException {
    Path file = data.resolve("keys");
    Path ours = Files.createFile(data.resolve("ours"));
    AuthorizedKeys keys = new AuthorizedKeys(List.of(two), file, ours);
    assertEquals(1, keys.now().size());
    Files.writeString(file, one + "\n" + two + "\n");
    assertEquals(3, keys.now().size());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    assertEquals(1, keys.now().size());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(3, keys.now().size());
    Files.writeString(file, one + "\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertEquals(2, keys.now().size());
    Files.writeString(file, "#".repeat(300_000));
    assertEquals(1, keys.now().size());
    Files.delete(file);
    assertEquals(1, keys.now().size());
  }

  @Test
  void theHostKeyIsMadeOnceAndKeptSecret() throws IOException {
    KeyPair first = HostKey.in(data);
    Path file = HostKey.file(data);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertTrue(Files.readString(file).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----"));
    assertEquals(HostKey.fingerprint(first), HostKey.fingerprint(HostKey.in(data)));

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    IOException lax = assertThrows(IOException.class, () -> HostKey.in(data));
    assertTrue(lax.getMessage().endsWith("say chmod 600 " + file), lax.getMessage());

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "nonsense");
    assertThrows(IOException.class, () -> HostKey.in(data));
    assertEquals("nonsense", Files.readString(file), "it is not replaced");
  }
}
