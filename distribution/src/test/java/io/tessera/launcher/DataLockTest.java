package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
  @TempDir private Path folder;

  @Test
  void oneOwnerAtATime() throws Exception {
    Path data = folder.resolve("new/data");
    DataLock first = DataLock.take(data);
    String line = assertThrows(IOException.class, () -> DataLock.take(data)).getMessage();
    assertEquals(
        "the data directory '"
            + data
            + "' is in use by process "
            + ProcessHandle.current().pid()
            + "; stop it, or choose another directory with --data",
        line);
    first.close();
    DataLock.take(data).close();
  }
}
