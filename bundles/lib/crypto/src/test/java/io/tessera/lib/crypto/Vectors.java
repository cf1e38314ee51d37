package io.tessera.lib.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The public test vectors, read in place. */
public final class Vectors {
  public static final Path ROOT =
      Path.of(System.getProperty("tessera.root")).resolveSibling("shared").resolve("vectors");

  private Vectors() {}

  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
