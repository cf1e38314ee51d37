package io.tessera.core.chain;

import java.nio.file.Path;

/** Where the shared test data lies. */
final class Vectors {
  private static final Path SHARED =
      Path.of(System.getProperty("tessera.root")).resolveSibling("shared");

  private Vectors() {}

  static Path trace(String name) {
    return SHARED.resolve("vectors/traces").resolve(name);
  }

  static Path genesis(String name) {
    return trace(name).resolve("genesis.bin");
  }

  static Path chainSpec() {
    return SHARED.resolve("chainspecs/polkajam-dev.json");
  }
}
