package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When {@code ./tessera} builds, and that one does at a time: a copy of it in a small tree, with a
 * Maven that only counts.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartScriptTest {
  private static final Path ROOT = Path.of(System.getProperty("tessera.root"));
  private static final int MANY = 6;
  private static final String JAVA = System.getProperty("java.home") + "/bin/java";

  /** Waits at the gate if there is one, fails if it is to, and makes what a build makes. */
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo build >>builds
      mkdir busy || echo 'at the same time as another' >>builds
      [ ! -e gate ] || cat gate
      rmdir busy
      echo "[INFO] Building Launcher and distribution 1.2   [1/1]"
      if [ -e fail ]; then
        echo "[ERROR] COMPILATION ERROR"
        exit 1
      fi
      mkdir -p distribution/target/tessera-1.2/bin
      printf '#!/bin/sh\\necho "$TESSERA_JAVA: $*"\\n' >distribution/target/tessera-1.2/bin/tessera
      chmod +x distribution/target/tessera-1.2/bin/tessera
      touch distribution/target/tessera-1.2/built
      """;

  private static final List<String> SOURCES =
      List.of(
          "LICENSE",
          "bundles/a/src/main/java/A.java",
          "bundles/a/src/main/java/B.java",
          "bundles/a/src/test/java/ATest.java",
          "bundles/a/target/a.jar",
          "bundles/testing/itests/pom.xml",
          "configs/default.json",
          "docs/operations.md",
          "docs/status-page.png",
          "docs/adr/0001-a-decision.md");

  @TempDir private Path folder;
  private Path tree;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void makeTree() throws Exception {
    tree = Files.createDirectories(folder.resolve("a tree"));
    for (String source : SOURCES) {
      Path file = tree.resolve(source);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    Files.writeString(tree.resolve("pom.xml"), "<project>\n  <version>1.2</version>\n</project>\n");
    for (String script : List.of("tessera", "distribution/src/main/dist/bin/java-home.sh")) {
      Files.createDirectories(tree.resolve(script).getParent());
      Files.copy(ROOT.resolve(script), tree.resolve(script));
    }
    Path maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
    Files.writeString(maven, MAVEN);
    maven.toFile().setExecutable(true);
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path each : all.toList()) {
        age(each, 3600);
      }
    }
  }

  @AfterEach
  void end() {
    started.forEach(StartScriptTest::kill);
  }

  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly(); // first, so that it does nothing about the end of these
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static void age(Path file, int seconds) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(seconds)));
  }

  /** As if the last build had begun a minute ago. */
  private void ageBuild() throws Exception {
    age(tree.resolve("distribution/target/tessera-1.2/built"), 60);
  }

  private Process start() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(tree.resolve("tessera").toString(), "devnet", "-a");
    builder.directory(folder.toFile());
    builder.environment().merge("PATH", folder + "/bin", (path, bin) -> bin + ":" + path);
    builder.environment().put("TESSERA_JAVA", JAVA);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** Runs it to its end; what it prints as an error. */
  private String run(int status) throws Exception {
    Process process = start();
    String errors = String.join("\n", process.errorReader().lines().toList());
    assertEquals(status, process.waitFor(), errors);
    if (status == 0) {
      assertRuns(process);
    }
    return errors;
  }

  /** With the words that it was given, on the java that it was told. */
  private static void assertRuns(Process process) {
    assertEquals(List.of(JAVA + ": devnet -a"), process.inputReader().lines().toList());
  }

  private List<String> builds() throws Exception {
    return Files.readAllLines(tree.resolve("builds"));
  }

  /** A build that waits until what is returned is closed. */
  private OutputStream startSlowBuild(Path gate) throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", gate.toString()).start().waitFor());
    Process builder = start();
    assertTrue(builder.errorReader().readLine().contains("building the distribution"));
    return Files.newOutputStream(gate); // which returns when Maven is at the gate
  }

  @Test
  void buildsWhenThereIsNoneAndNotAgain() throws Exception {
    String errors = run(0);
    assertTrue(errors.startsWith("tessera: building the distribution "), errors);
    assertTrue(errors.endsWith("tessera:   [1/1] Launcher and distribution"), errors);
    ageBuild();
    assertEquals("", run(0));
    assertEquals(List.of("build"), builds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        "LICENSE",
        "bundles/a/src/main/java/A.java",
        "configs/default.json",
        "docs/operations.md",
        "distribution/src/main/dist/bin/java-home.sh"
      })
  void buildsAgainWhenSomethingOfItIsNewer(String source) throws Exception {
    run(0);
    ageBuild();
    age(tree.resolve(source), 0);
    run(0);
    assertEquals(List.of("build", "build"), builds());
    assertEquals("", run(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bundles/a/src/main/java/B.java", "configs/default.json", "docs/operations.md"})
  void buildsAgainWhenSomethingOfItIsGone(String source) throws Exception {
    run(0);
    ageBuild();
    Files.delete(tree.resolve(source));
    run(0);
    assertEquals(List.of("build", "build"), builds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bundles/a/src/test/java/ATest.java",
        "bundles/a/target/a.jar",
        "bundles/testing/itests/pom.xml",
        "docs/status-page.png",
        "docs/adr/0001-a-decision.md"
      })
  void doesNotBuildForWhatIsNoPartOfIt(String source) throws Exception {
    run(0);
    ageBuild();
    age(tree.resolve(source), 0);
    assertEquals("", run(0));
  }

  @Test
  void saysThatTheBuildFailedAndWhereAllOfItStands() throws Exception {
    Files.createFile(tree.resolve("fail"));
    Path log = tree.toRealPath().resolve("distribution/target/build.log");
    String errors = run(1);
    assertTrue(
        errors.endsWith(
            "\n[ERROR] COMPILATION ERROR\ntessera: the build failed; all of its output is in "
                + log),
        errors);
    assertTrue(Files.readString(log).contains("[ERROR] COMPILATION ERROR"));
    Files.delete(tree.resolve("fail"));
    run(0);
  }

  @Test
  void saysThatItCannotWrite() throws Exception {
    Files.createFile(tree.resolve("distribution/target"));
    String errors = run(1);
    assertTrue(errors.contains("tessera: the distribution must be built, and "), errors);
  }

  @Test
  void waitsForABuildThatIsRunning() throws Exception {
    OutputStream gate = startSlowBuild(tree.resolve("gate"));
    String said = start().errorReader().readLine();
    String process = "(process " + started.get(0).pid() + ")";
    assertTrue(said.startsWith("tessera: another build is running " + process), said);
    gate.close();
    for (Process each : started) {
      assertEquals(0, each.waitFor());
      assertRuns(each);
    }
    assertEquals(List.of("build"), builds());
  }

  @Test
  void oneOfManyTakesOverFromADeadBuilder() throws Exception {
    OutputStream gate = startSlowBuild(tree.resolve("gate"));
    kill(started.get(0));
    started.remove(0).waitFor();
    gate.close();
    Files.delete(tree.resolve("gate"));
    Files.delete(tree.resolve("busy"));
    assertOneOfManyBuilds();
    assertEquals(List.of("build", "build"), builds());
  }

  @Test
  void oneOfManyIsTheFirst() throws Exception {
    assertOneOfManyBuilds();
    assertEquals(List.of("build"), builds());
  }

  private void assertOneOfManyBuilds() throws Exception {
    for (int i = 0; i < MANY; i++) {
      start();
    }
    for (Process each : started) {
      assertTrue(each.waitFor(1, TimeUnit.MINUTES));
      assertEquals(0, each.exitValue());
      assertRuns(each);
    }
  }
}
