package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for a java, on a machine of the test's own: its root, its home, its PATH. */
class JavaHomeScriptTest {
  private static final Path ROOT = Path.of(System.getProperty("tessera.root"));
  private static final String SCRIPT = "distribution/src/main/dist/bin/java-home.sh";

  /** What the script itself runs; a java may lie beside these on the machine of the build. */
  private static final List<String> TOOLS =
      List.of("bash", "sed", "dirname", "readlink", "head", "renice");

  @TempDir private Path machine;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void tools() throws Exception {
    for (String tool : TOOLS) {
      Path program =
          Stream.of(System.getenv("PATH").split(":"))
              .map(folder -> Path.of(folder, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      program(machine.resolve("tools"), tool, "exec " + program + " \"$@\"");
    }
    environment.put("HOME", machine.resolve("home").toString());
    environment.put("PATH", machine.resolve("tools/bin").toString());
  }

  /** A folder that looks like a JDK; with no version it says one only when it is run. */
  private String jdk(String folder, String release) throws Exception {
    Path home = machine.resolve(folder);
    if (release.isEmpty()) {
      program(home, "java", "echo 'openjdk version \"23.0.1\" 2024-10-15' >&2");
      program(home, "javac", "echo 'javac 23.0.1'");
    } else {
      program(home, "java", "exit 1");
      program(home, "javac", "echo \"$0 $*\"");
      Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + release + "\"\n");
    }
    return home.resolve("bin/java").toString();
  }

  private static void program(Path home, String name, String line) throws Exception {
    Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    file.toFile().setExecutable(true);
  }

  private void javaHome(String folder) {
    environment.put("JAVA_HOME", machine.resolve(folder).toString());
  }

  private void onThePath(String folder) {
    environment.merge(
        "PATH", machine.resolve(folder).resolve("bin").toString(), (old, bin) -> bin + ":" + old);
  }

  private String find() throws Exception {
    return bash(
        ". %s; java_machine=%s; find_java 2>&1 && echo \"$TESSERA_JAVA $TESSERA_JAVA_VERSION\""
            .formatted(SCRIPT, machine));
  }

  private String bash(String line) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-c", line);
    builder.directory(ROOT.toFile()).environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void javaHomeIsTakenBeforeWhatIsNewer() throws Exception {
    String chosen = jdk("somewhere/a JDK", "21.0.2");
    javaHome("somewhere/a JDK");
    jdk("default", "23");
    onThePath("default");
    jdk("usr/lib/jvm/temurin-25", "25");
    assertEquals(chosen + " 21", find());
  }

  @Test
  void thePathIsTakenBeforeWhatIsNewer() throws Exception {
    jdk("old", "17.0.9");
    javaHome("old");
    String onPath = jdk("default", "21");
    onThePath("default");
    jdk("usr/lib/jvm/temurin-25", "25");
    assertEquals(onPath + " 21", find());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usr/lib/jvm/temurin-25",
        "opt/jdk-25",
        "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
        "home/.sdkman/candidates/java/25-tem",
        "home/.jdks/temurin-25"
      })
  void theNewestOfTheUsualPlacesIsTakenWhenWhatWasChosenIsTooOld(String place) throws Exception {
    jdk("usr/lib/jvm/java-17-openjdk", "17.0.9");
    jdk("usr/lib/jvm/java-21-openjdk", "21.0.2");
    jdk("home/.jdks/a", "23");
    jdk("home/.sdkman/candidates/java/22-tem", "22");
    String newest = jdk(place, "25");
    javaHome("usr/lib/jvm/java-17-openjdk");
    onThePath("usr/lib/jvm/java-17-openjdk");
    assertEquals(newest + " 25", find());
  }

  @Test
  void aJavaHomeThatIsNoneAndAMissingHomeAreNoTrouble() throws Exception {
    String there = jdk("opt/jdk", "21");
    javaHome("nowhere");
    environment.remove("HOME");
    assertEquals(there + " 21", find());
  }

  @Test
  void asksAJavaThatHasNoReleaseFile() throws Exception {
    String silent = jdk("a", "");
    javaHome("a");
    assertEquals(silent + " 23", find());
  }

  @Test
  void aCallersJavaIsTakenAsItIs() throws Exception {
    String callers = jdk("a", "21");
    environment.put("TESSERA_JAVA", callers);
    jdk("b", "25");
    javaHome("b");
    assertEquals(callers + " 21", find());
    environment.put("TESSERA_JAVA_VERSION", "24");
    assertEquals(callers + " 24", find(), "it has looked already");
    Files.delete(Path.of(callers));
    assertEquals(machine.resolve("b/bin/java") + " 25", find());
  }

  @Test
  void saysWhereItLookedAndWhatToDo() throws Exception {
    jdk("old", "1.8.0_392");
    javaHome("old");
    jdk("usr/lib/jvm/java-17-openjdk", "17.0.9");
    assertEquals(
        "tessera: no Java 21 or newer in JAVA_HOME, PATH, /usr/lib/jvm, /opt,"
            + " /Library/Java/JavaVirtualMachines, ~/.sdkman/candidates/java or ~/.jdks:"
            + " install a JDK (such as Temurin 25) there, or set JAVA_HOME to where one is",
        find());
  }

  /** Newer ones than any that this machine may have in the places that the compiler looks in. */
  @Test
  void theBuildTakesTheNewestCompiler() throws Exception {
    Path runtime = Path.of(jdk("home/.jdks/a", "999"));
    Files.delete(runtime.resolveSibling("javac"));
    String newest = jdk("home/.jdks/b", "998").replaceFirst("java$", "javac");
    jdk("chosen", "21");
    javaHome("chosen");
    assertEquals(newest + " -J-Xmx1g A.java", bash(".mvn/javac/javac -J-Xmx1g A.java"));
  }
}
