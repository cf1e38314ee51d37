package io.tessera.testing.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The beginning of a directory of trace files. */
final class ShortTrace {
  private ShortTrace() {}

  /** Copies the genesis and so many blocks of the {@code safrole} trace to a folder that exists. */
  static Path copy(Path to, int blocks) throws IOException {
    Path trace = Paths.trace("safrole");
    Files.copy(trace.resolve("genesis.bin"), to.resolve("genesis.bin"));
    try (Stream<Path> files = Files.list(trace)) {
      for (Path block :
          (Iterable<Path>) files.filter(ShortTrace::isBlock).sorted().limit(blocks)::iterator) {
        Files.copy(block, to.resolve(block.getFileName()));
      }
    }
    return to;
  }

  private static boolean isBlock(Path file) {
    return file.getFileName().toString().matches("[0-9]+\\.bin");
  }
}
