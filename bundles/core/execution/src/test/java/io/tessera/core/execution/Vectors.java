package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockFault;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The public test vectors, read in place. */
final class Vectors {
  static final Path ROOT =
      Path.of(System.getProperty("tessera.root")).resolveSibling("shared").resolve("vectors");

  private Vectors() {}

  /** The vectors of one transition; fails when there are not as many as expected. */
  static List<Path> transition(String name, int count) {
    List<Path> files = files(ROOT.resolve("stf").resolve(name).resolve("tiny"));
    assertEquals(count, files.size(), "vectors of " + name);
    return files;
  }

  /** The files {@code *.bin} in a folder, sorted. */
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".bin")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An output: empty for success, whose data the reader stands before, else the vector's error. */
  static Optional<BlockFault> error(JamReader in, List<BlockFault> errors) {
    return in.bool() ? Optional.of(errors.get(in.u8())) : Optional.empty();
  }

  /** Reads one value. */
  static <T> T read(JamReader in, Codec<T> codec) {
    return codec.decode(in);
  }
}
