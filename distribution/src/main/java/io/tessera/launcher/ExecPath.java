package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the door of a running node is: {@code control/exec} in its data directory, or where {@code
 * control/exec.path} says when that path would be too long for a socket. {@code operator/shell}'s
 * {@code ExecPlace} makes both.
 */
final class ExecPath {
  private ExecPath() {}

  /** The socket to try; there may be nobody behind it. */
  static Path of(Path data) throws IOException {
    Path control = data.resolve("control");
    Path note = control.resolve("exec.path");
    return Files.exists(note) ? Path.of(Files.readString(note).strip()) : control.resolve("exec");
  }
}
