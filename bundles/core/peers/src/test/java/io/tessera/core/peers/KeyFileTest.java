package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.core.peers.KeyFile.Fresh;
import io.tessera.lib.crypto.Ed25519KeyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final String SEED =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

  @TempDir private Path folder;

  @Test
  void aMissingKeyIsMadeForItsOwnerOnly() throws IOException {
    Path data = folder.resolve("new").resolve("data");
    Ed25519KeyPair made = KeyFile.load(data, KeyFileTest::fresh);
    Path file = data.resolve(KeyFile.NAME);
    assertEquals(HexFormat.of().formatHex(made.seed()) + "\n", Files.readString(file));
    assertEquals("rw-------", permissions(file));
    try (var files = Files.list(data)) {
      assertEquals(List.of(file), files.toList(), "nothing is left beside it");
    }
    assertArrayEquals(made.seed(), KeyFile.load(data, KeyFileTest::fresh).seed());
    assertNotEquals(
        made.publicKey(), KeyFile.load(folder.resolve("b"), KeyFileTest::fresh).publicKey());
  }

  private static Fresh fresh() {
    return Fresh.random(new SecureRandom());
  }

  /** Validators are known by their keys; the seed is JIP-5's of validator 1. */
  @Test
  void aNewNodeMayBeADevelopmentValidator() throws IOException {
    Path data = folder.resolve("validator");
    Ed25519KeyPair made = KeyFile.load(data, () -> Fresh.ofDevValidator(1));
    assertEquals(
        "ad93247bd01307550ec7acd757ce6fb805fcf73db364063265b30a949e90d933",
        made.publicKey().toHex());
    assertArrayEquals(
        made.seed(), KeyFile.load(data, () -> Fresh.ofDevValidator(2)).seed(), "it has one");
  }

  /** Not only afterwards: somebody could have opened the file by then. */
  @Test
  void aKeyIsForItsOwnerOnlyFromTheBeginning() throws IOException {
    Path file = folder.resolve(KeyFile.NAME);
    KeyFile.create(file, fresh());
    assertEquals("rw-------", permissions(file));
  }

  /** Key and seed are RFC 8032's first test. */
  @Test
  void aKeyIsRead() throws IOException {
    write(SEED);
    assertEquals(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        load().publicKey().toHex());
    write(SEED.toUpperCase(java.util.Locale.ROOT) + "\r\n");
    assertEquals(SEED, HexFormat.of().formatHex(load().seed()));
  }

  @Test
  void permissionsThatAreTooWideAreNarrowed() throws IOException {
    Path file = write(SEED);
    for (String wide : List.of("rw-r--r--", "rw-rw----", "rwx------", "rw----r--")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(wide));
      load();
      assertEquals("rw-------", permissions(file));
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    load();
    assertEquals("r--------", permissions(file), "narrower is the owner's wish");
  }

  @Test
  void aBrokenKeyIsNotReplacedAndNotShown() throws IOException {
    for (String broken :
        List.of("", SEED.substring(1), SEED + "00", SEED.replace('9', 'x'), "0".repeat(5000))) {
      Path file = write(broken);
      String message = assertThrows(IOException.class, this::load).getMessage();
      assertTrue(message.contains(file.toString()) && message.contains("64 hexadecimal digits"));
      assertFalse(broken.length() > 10 && message.contains(broken.substring(0, 10)), message);
      assertEquals(broken, Files.readString(file));
    }
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Files.createDirectories(folder.resolve(KeyFile.NAME));
    String message = assertThrows(IOException.class, this::load).getMessage();
    assertTrue(message.contains(folder.resolve(KeyFile.NAME).toString()), message);

    Path notAFolder = Files.writeString(folder.resolve("file"), "");
    IOException blocked =
        assertThrows(IOException.class, () -> KeyFile.load(notAFolder, KeyFileTest::fresh));
    assertTrue(
        blocked.getMessage().startsWith(notAFolder.resolve(KeyFile.NAME) + " cannot be used: "),
        blocked.getMessage());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve(KeyFile.NAME), text);
  }

  private Ed25519KeyPair load() throws IOException {
    return KeyFile.load(folder, KeyFileTest::fresh);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
