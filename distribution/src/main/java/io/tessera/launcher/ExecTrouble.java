package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why nobody answers, as far as the data directory shows it. */
final class ExecTrouble {
  private ExecTrouble() {}

  /**
   * One line that names the directory and what to do.
   *
   * @param failure of the attempt to connect
   */
  static String noNode(Path data, Path socket, Exception failure) {
    // Of a socket the system says no more than this, and only in words.
    boolean denied = "Permission denied".equals(failure.getMessage());
    if (denied) {
      return "exec: the node on '"
          + data
          + "' is another user's; call it as the user that the node runs as";
    }
    if (Files.isDirectory(data) && !Files.isReadable(data)) {
      return "exec: '" + data + "' cannot be read; call it as the user that the node runs as";
    }
    if (Files.exists(data.resolve("node.json")) && isAlive(data.resolve("node.lock"))) {
      return "exec: a node runs on '"
          + data
          + "' but nobody answers at "
          + socket
          + "; its plugin io.tessera.operator.shell.exec may be off";
    }
    return "exec: no node runs on '"
        + data
        + "'; start it with ./tessera run --data "
        + data
        + ", or name the directory of the one that runs with --data";
  }

  private static boolean isAlive(Path lock) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(lock).strip())).isPresent();
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }
}
