package io.tessera.lib.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The public test vectors, read in place. */
public final class Vectors {
  /** The folder of the vectors. */
  public static final Path ROOT =
      Path.of(System.getProperty("tessera.root")).resolveSibling("shared").resolve("vectors");

  /** The chain specification of another implementation. */
  public static final Path POLKAJAM_DEV =
      ROOT.resolveSibling("chainspecs").resolve("polkajam-dev.json");

  private Vectors() {}

  /** A file's bytes. */
  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files in a folder whose names end so, sorted. */
  public static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
