package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomeScriptTest {
  @TempDir private Path folder;

  /** A folder that looks like a JDK; with no version it says one only when it is run. */
  private String jdk(String name, String release) throws Exception {
    Path java = Files.createDirectories(folder.resolve(name).resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"23.0.1\" 2024-10-15' >&2\n");
    java.toFile().setExecutable(true);
    if (!release.isEmpty()) {
      Files.writeString(
          folder.resolve(name).resolve("release"), "JAVA_VERSION=\"" + release + "\"\n");
    }
    return java.toString();
  }

  private static String find(String... candidates) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                ". src/main/dist/bin/java-home.sh; find_java \"$@\" 2>&1"
                    + " && echo \"$TESSERA_JAVA $TESSERA_JAVA_VERSION\"",
                "-"));
    line.addAll(Arrays.asList(candidates));
    Path module = Path.of(System.getProperty("tessera.root"), "distribution");
    Process process = new ProcessBuilder(line).directory(module.toFile()).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void takesTheNewest() throws Exception {
    String old = jdk("a", "17.0.9");
    String newest = jdk("b", "25");
    String between = jdk("c", "21.0.2");
    assertEquals(newest + " 25", find(old, newest, between, "/nowhere/bin/java", ""));
  }

  @Test
  void asksAJavaThatHasNoReleaseFile() throws Exception {
    String silent = jdk("a", "");
    assertEquals(silent + " 23", find(jdk("b", "21"), silent));
  }

  @Test
  void saysWhatToDoWhenAllAreTooOld() throws Exception {
    assertEquals(
        "tessera: no Java 21 or newer in JAVA_HOME, PATH, /usr/lib/jvm, /opt or ~/.sdkman;"
            + " install a JDK (such as Temurin 25) or set JAVA_HOME to one",
        find(jdk("a", "1.8.0_392"), jdk("b", "17.0.9")));
  }
}
