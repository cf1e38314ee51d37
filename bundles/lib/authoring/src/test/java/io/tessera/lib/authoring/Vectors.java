package io.tessera.lib.authoring;

import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Public data, read in place. */
final class Vectors {
  static final Path SHARED = Path.of(System.getProperty("tessera.root")).resolveSibling("shared");

  private Vectors() {}

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A block of a trace of tiny parameters with the states around it. */
  static TraceStep step(String trace, int number) {
    Path folder = SHARED.resolve("vectors").resolve("traces").resolve(trace);
    return TraceStep.codec(ProtocolParameters.TINY)
        .decode(read(folder.resolve("%08d.bin".formatted(number))));
  }
}
