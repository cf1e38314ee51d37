package io.tessera.operator.shell;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Copies of the jars that were swapped in, in this bundle's part of the cache. Each is named after
 * its bundle's id and the moment of the update: a bundle that was updated by others since is not
 * taken for it.
 */
final class KeptJars {
  private final Path folder;

  private KeptJars(Path folder) {
    this.folder = folder;
  }

  static KeptJars of(BundleContext context) throws IOException {
    File folder = context.getDataFile("swapped");
    if (folder == null) {
      throw new IOException("swap: the framework has no file system for its cache");
    }
    return new KeptJars(Files.createDirectories(folder.toPath()));
  }

  /** Copies a jar that is to be swapped in. */
  Path take(Path jar) throws IOException {
    Path copy = Files.createTempFile(folder, "new", ".jar");
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    return copy;
  }

  /** Keeps the copy that a bundle has just been updated with, and drops older ones. */
  void keep(Bundle bundle, Path copy) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path old : files.filter(each -> name(each).startsWith(prefix(bundle))).toList()) {
        Files.delete(old);
      }
    }
    Files.move(copy, file(bundle));
  }

  /** What a bundle was last updated with here, unless others have updated it since. */
  Optional<Path> current(Bundle bundle) {
    return Optional.of(file(bundle)).filter(Files::exists);
  }

  private Path file(Bundle bundle) {
    return folder.resolve(prefix(bundle) + bundle.getLastModified() + ".jar");
  }

  private static String prefix(Bundle bundle) {
    return bundle.getBundleId() + "-";
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
