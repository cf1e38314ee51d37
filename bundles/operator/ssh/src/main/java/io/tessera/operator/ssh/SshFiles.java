package io.tessera.operator.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What of a file's owner and permissions decides whether it is believed. */
final class SshFiles {
  private static final String ROOT = "root";

  private SshFiles() {}

  /**
   * Refuses a file that somebody else could have written.
   *
   * @param trusted a file that is certainly this user's
   */
  static void mustBeOurs(Path file, Path trusted) throws IOException {
    if (isPosix(file)) {
      PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
      Set<PosixFilePermission> all = found.permissions();
      if (all.contains(PosixFilePermission.GROUP_WRITE)
          || all.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new IOException(
            file + " can be written by others than its owner; say chmod go-w " + file);
      }
      if (!found.owner().equals(Files.getOwner(trusted)) && !found.owner().getName().equals(ROOT)) {
        throw new IOException(
            file
                + " belongs to "
                + found.owner().getName()
                + "; it must belong to the user that the node runs as, or root");
      }
    }
  }

  /** Refuses a secret that somebody else can read. */
  static void mustBeSecret(Path file) throws IOException {
    if (isPosix(file)) {
      String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      if (!permissions.endsWith("------")) {
        throw new IOException(
            file + " can be read by others than its owner; say chmod 600 " + file);
      }
    }
  }

  /** For a file that is made: nobody else reads it, from the first moment on. */
  static FileAttribute<?>[] secret(Path folder) throws IOException {
    return isPosix(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path file) throws IOException {
    return Files.getFileStore(file).supportsFileAttributeView("posix");
  }
}
