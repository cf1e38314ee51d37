package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./tessera key}: one identity for one data directory. */
class KeyIT {
  @Test
  void aKeyThatIsNotThereIsNotMadeToBeShown(@TempDir Path folder) throws Exception {
    Path typo = folder.resolve("typo");
    try (Cli show = Cli.start("key", "show", "--data", typo)) {
      assertEquals(1, show.status(), show + Wait.tail(show.err()));
      assertEquals(
          "tessera: key: there is no "
              + typo.resolve("node.key")
              + "; name the node's data directory with --data, or make a key with ./tessera key"
              + " generate",
          show.err().getLast());
    }
    assertFalse(Files.exists(typo), "nothing is made");
  }

  @Test
  void aKeyIsMadeOnceAndShown(@TempDir Path folder) throws Exception {
    Map<String, Object> made;
    try (Cli generate = Cli.start("key", "generate", "--data", folder, "--json")) {
      assertEquals(0, generate.status(), generate + Wait.tail(generate.err()));
      made = JSON.std.mapFrom(generate.out().get(0));
    }
    Path file = folder.resolve("node.key");
    assertEquals(file.toString(), made.get("file"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    byte[] key = Files.readAllBytes(file);
    // At once: what the clock says of the file must not matter.
    try (Cli again = Cli.start("key", "generate", "--data", folder)) {
      assertEquals(1, again.status(), again + Wait.tail(again.err()));
      String line = again.err().getLast();
      assertTrue(line.startsWith("tessera: key: " + file + " holds the key of "), line);
      assertTrue(line.contains(made.get("peer_id").toString()), line);
    }
    try (Cli show = Cli.start("key", "show", "--data", folder)) {
      assertEquals(0, show.status(), show + Wait.tail(show.err()));
      assertEquals("peer id     " + made.get("peer_id"), show.out().get(0));
      assertEquals("public key  " + made.get("public_key"), show.out().get(1));
    }
    assertEquals(-1, Arrays.mismatch(key, Files.readAllBytes(file)), "the key stays");
  }
}
