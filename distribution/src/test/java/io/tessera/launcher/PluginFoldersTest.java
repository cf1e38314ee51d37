package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFoldersTest {
  @TempDir Path folder;

  /** In whichever order the file system lists them. */
  @Test
  void aLinkToNothingHidesNoOtherFile() throws Exception {
    Set<Path> jars = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      Files.createSymbolicLink(folder.resolve(i + "-link.jar"), folder.resolve("nothing.jar"));
      Files.createSymbolicLink(folder.resolve(i + "-loop.jar"), folder.resolve(i + "-loop.jar"));
      jars.add(Files.writeString(folder.resolve(i + ".jar"), "any"));
      Files.createFile(folder.resolve(i + ".txt"));
    }
    Path none = folder.resolve("none");
    PluginFolders folders = new PluginFolders(null, none, List.of(none, folder));
    assertEquals(jars, folders.list().keySet());
  }
}
