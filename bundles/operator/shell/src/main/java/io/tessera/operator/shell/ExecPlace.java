package io.tessera.operator.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the door's socket lies: {@code control/exec} in the data directory. The system's bound for
 * such a path is about 107 octets; where the data directory's name is too long for that, the socket
 * lies in a private folder of its own, which {@code control/exec.path} tells. The launcher's {@code
 * ExecPath} looks in both places.
 *
 * @param socket where to bind
 * @param note the file that tells where that is; it is there only when the socket is elsewhere
 */
record ExecPlace(Path socket, Path note) {
  private static final int LONGEST = 100;
  private static final String NAME = "exec";
  private static final String PREFIX = "tessera-";

  /**
   * Prepares a place that only this user can enter, and removes what a node that was killed has
   * left there: the data directory has one owner at a time, who is the caller.
   *
   * @param elsewhere holds the private folder when it is needed
   */
  static ExecPlace prepare(Path data, Path elsewhere) throws IOException {
    Path folder = data.toAbsolutePath().resolve("control");
    Files.createDirectories(folder);
    protect(folder, "rwx------");
    Path socket = folder.resolve(NAME);
    Path note = folder.resolve("exec.path");
    Files.deleteIfExists(socket);
    removeNoted(note, elsewhere);
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
      return new ExecPlace(socket, note);
    }
    Path own = Files.createTempDirectory(elsewhere, PREFIX);
    protect(own, "rwx------");
    Path half = note.resolveSibling("exec.path.new");
    Files.writeString(half, own.resolve(NAME) + "\n");
    Files.move(half, note, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    return new ExecPlace(own.resolve(NAME), note);
  }

  /**
   * Where short paths are: the user's own folder for such files if there is one, else the common.
   */
  static Path elsewhere(String runtimeFolder) {
    if (runtimeFolder != null && !runtimeFolder.isEmpty() && runtimeFolder.length() < LONGEST / 2) {
      Path folder = Path.of(runtimeFolder);
      if (Files.isDirectory(folder) && Files.isWritable(folder)) {
        return folder;
      }
    }
    return Path.of("/tmp");
  }

  /** Only what looks like a folder that this class has made: the file could say anything. */
  private static void removeNoted(Path note, Path elsewhere) throws IOException {
    if (Files.exists(note)) {
      Path old = Path.of(Files.readString(note).strip());
      Path folder = old.getParent();
      if (folder != null
          && elsewhere.equals(folder.getParent())
          && folder.getFileName().toString().startsWith(PREFIX)
          && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(old);
        Files.deleteIfExists(folder);
      }
      Files.delete(note);
    }
  }

  /** For this user only, where the file system knows users. */
  static void protect(Path path, String permissions) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  /** Removes the socket, and its folder where that is private. */
  void remove() throws IOException {
    Files.deleteIfExists(socket);
    if (Files.deleteIfExists(note)) {
      Files.deleteIfExists(socket.getParent());
    }
  }
}
