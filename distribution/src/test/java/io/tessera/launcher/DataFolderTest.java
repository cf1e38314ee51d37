package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory that cannot be used is refused in one line that says why. */
class DataFolderTest {
  @TempDir private Path folder;

  @Test
  void itIsMadeWithTheFolderOfItsLog() throws Exception {
    DataFolder.prepare(folder.resolve("a/b"));
    assertTrue(Files.isDirectory(folder.resolve("a/b/logs")));
  }

  @Test
  void whatIsWrongIsSaidWithTheRemedy() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    String line = assertThrows(IOException.class, () -> DataFolder.prepare(file)).getMessage();
    assertEquals(
        "the data directory '%s' cannot be used: %s: is no directory; see to it that '%s' may write"
                .formatted(file, file, System.getProperty("user.name"))
            + " there, or choose another directory with --data",
        line);
  }

  /** The messages of these exceptions are a path. */
  @Test
  void theReasonIsInWords() {
    assertEquals(
        "/x/node.lock: permission denied", Cause.words(new AccessDeniedException("/x/node.lock")));
    assertEquals(
        "/x: there is no such file or directory", Cause.words(new NoSuchFileException("/x")));
    assertEquals(
        "/x: No space left on device",
        Cause.words(new FileSystemException("/x", null, "No space left on device")));
    assertEquals("as it stands", Cause.words(new IOException("as it stands")));
  }
}
