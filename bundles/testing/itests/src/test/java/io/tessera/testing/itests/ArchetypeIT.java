package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documents on writing plugins, command by command. The projects that the archetypes make are
 * those that the build of the archetypes has made; they are built and tested by Maven here, with
 * nothing but what it would find in a reader's local repository. In long runs everything is done as
 * it is written, from the installation of the API on.
 */
class ArchetypeIT {
  private static final List<String> PLUGINS = List.of("hello", "peerfile");

  @TempDir Path folder;
  private final Map<Path, NodeUnderTest> nodes = new HashMap<>();

  @AfterEach
  void close() {
    nodes.values().forEach(NodeUnderTest::close);
  }

  @Test
  void thePluginsOfTheDocumentsAreBuiltAndWorkInRunningNodes() throws Exception {
    Path repository = MavenRepository.make(Maven.testRepository(), Maven.usersRepository());
    Map<String, String> environment = Maven.environment(repository);
    Files.createDirectory(folder.resolve("tessera"));
    copy(Paths.root().resolve("archetype/protocol/target/generated"), folder);
    copy(Paths.root().resolve("archetype/discovery/target/generated"), folder);
    Files.writeString(folder.resolve("pom.xml"), pomOfBoth());
    Maven.run(folder, environment, "mvn -o -q -B verify");
    for (String plugin : PLUGINS) {
      assertTrue(tests(folder.resolve(plugin)) >= 5, "tests of " + plugin);
      assertEquals("[1.1,2)", importOfApi(folder.resolve(plugin + "/target/" + plugin + ".jar")));
    }
    DocWalk.Reader reader = new Reader(environment);
    new DocWalk(folder.resolve("tessera"), reader).walk(document("write-a-discovery.md"));
    Path a = folder.resolve("tessera/data/a");
    DocWalk.awaitGone(nodes.get(a), "tessera:discovery", "peerfile");

    // The nodes have found each other and stay connected, so that the protocol can be tried.
    new DocWalk(folder.resolve("tessera"), reader).walk(document("write-a-protocol.md"));
    Path b = folder.resolve("tessera/data/b");
    DocWalk.awaitGone(nodes.get(b), "tessera:protocols", "CE 200");
    assertTrue(nodes.get(a).gogo("tessera:protocols").contains("CE 200 hello"), "a's stays");
  }

  private static Path document(String name) {
    return Paths.root().resolve("docs").resolve(name);
  }

  private static String pomOfBoth() {
    return "<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId>"
        + "<artifactId>both</artifactId><version>1</version><packaging>pom</packaging>"
        + "<modules><module>hello</module><module>peerfile</module></modules></project>";
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** How many tests Maven has run. */
  private static int tests(Path project) throws IOException {
    Pattern count = Pattern.compile("<testsuite [^>]*\\btests=\"(\\d+)\"");
    int tests = 0;
    try (Stream<Path> reports = Files.list(project.resolve("target/surefire-reports"))) {
      for (Path report : reports.filter(file -> file.toString().endsWith(".xml")).toList()) {
        var matcher = count.matcher(Files.readString(report));
        tests += matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
      }
    }
    return tests;
  }

  /** Which versions of the API the plugin works with: the next major version is another matter. */
  private static String importOfApi(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      String imports = file.getManifest().getMainAttributes().getValue("Import-Package");
      return ManifestHeader.parse(imports).get("io.tessera.net").get("version");
    }
  }

  /** Takes what Maven has made already, and makes the changed plugin with javac alone. */
  private final class Reader implements DocWalk.Reader {
    private final Map<String, String> environment;
    private final List<Path> built = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    public void run(Path where, String command) throws Exception {
      if (command.startsWith("mvn -q verify")) {
        if (built.contains(where)) {
          ChangedPlugin.rebuild(where);
        }
        built.add(where);
      } else if (!command.startsWith("mvn ") && !command.startsWith("./tessera ")) {
        Maven.run(where, environment, command);
      }
    }

    @Override
    public NodeUnderTest start(Path where, String command, Path data) throws Exception {
      NodeUnderTest running = nodes.get(data);
      if (running == null) {
        Files.createDirectories(data.resolve("plugins"));
        Path chain = Paths.trace("safrole").resolve("genesis.bin");
        running = NodeUnderTest.start(Setup.of(data, chain).withShell());
        nodes.put(data, running);
      }
      return running;
    }
  }
}
