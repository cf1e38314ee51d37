package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Maven as a reader of the documents would run it: with a local repository of the test's own. */
final class Maven {
  private static final long MINUTES = 15;

  private Maven() {}

  /** The user's local repository, where the plugins are that this build has used. */
  static Path usersRepository() {
    String home = System.getProperty("user.home");
    return Path.of(System.getProperty("tessera.maven.repository", home + "/.m2/repository"));
  }

  /** Where this build's is: not in a temporary folder of JUnit, which warns of each link. */
  static Path testRepository() {
    return Paths.log().resolveSibling("maven-repository");
  }

  /** What the processes get: the JDK of this test, and the repository. */
  static Map<String, String> environment(Path repository) {
    Path home = Path.of(System.getProperty("tessera.maven.home", "/usr/share/maven"));
    return Map.of(
        "JAVA_HOME",
        System.getProperty("java.home"),
        "MAVEN_OPTS",
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dmaven.repo.local=" + repository,
        "PATH",
        home.resolve("bin") + ":" + System.getenv("PATH"));
  }

  /** Runs a line of bash to its end, which must be a good one. */
  static void run(Path folder, Map<String, String> environment, String line)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("tessera-", ".log");
    ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", line);
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError(line + " does not end" + Wait.tail(log));
      }
      List<String> output = Files.readAllLines(log);
      assertEquals(0, process.exitValue(), () -> line + Wait.tail(output));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(log);
    }
  }
}
