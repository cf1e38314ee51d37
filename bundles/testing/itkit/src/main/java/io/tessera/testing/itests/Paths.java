package io.tessera.testing.itests;

import java.nio.file.Path;

/** Where things lie. */
final class Paths {
  private static final Path ROOT = Path.of(System.getProperty("tessera.root"));

  private Paths() {}

  /** The project's folder. */
  static Path root() {
    return ROOT;
  }

  /** The distribution that this build has put together. */
  static Path distribution() {
    return Path.of(System.getProperty("tessera.dist"));
  }

  /** A folder of trace files, such as {@code safrole}. */
  static Path trace(String name) {
    return ROOT.resolveSibling("shared/vectors/traces").resolve(name);
  }

  /** A chain specification of others. */
  static Path chainSpec(String name) {
    return ROOT.resolveSibling("shared/chainspecs").resolve(name);
  }

  /** The log of all nodes in this JVM. */
  static Path log() {
    return Path.of(System.getProperty("tessera.logs")).resolve("itests.log");
  }

  /** The class path of this test, for compilers. */
  static String classPath() {
    String ofSurefire = System.getProperty("surefire.test.class.path");
    return ofSurefire == null ? System.getProperty("java.class.path") : ofSurefire;
  }
}
