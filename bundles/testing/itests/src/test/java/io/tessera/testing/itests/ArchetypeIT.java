package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/**
 * The documents on writing plugins, command by command. The projects that the archetypes make are
 * those that the build of the archetypes has made; they are built and tested by Maven here, with
 * nothing but what it would find in a reader's local repository. In long runs everything is done as
 * it is written, in a copy of the sources, from the installation of the API on.
 */
class ArchetypeIT {
  @TempDir Path folder;
  private final List<NodeUnderTest> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(NodeUnderTest::close);
  }

  @Test
  void thePluginsOfTheDocumentsAreBuiltAndWorkInRunningNodes() throws Exception {
    Files.createDirectory(folder.resolve("tessera"));
    copy(Paths.root().resolve("archetype/protocol/target/generated"), folder);
    copy(Paths.root().resolve("archetype/discovery/target/generated"), folder);
    Files.writeString(folder.resolve("pom.xml"), pomOfBoth());
    // Within Maven's own process: the projects' own way to test, which takes longer, is for long
    // runs.
    Path repository = MavenRepository.withBuild(Maven.testRepository(), Maven.usersRepository());
    Maven.run(folder, Maven.environment(repository), "mvn -o -q -B verify -DforkCount=0");
    walk(new Quick());
  }

  @Test
  void everyCommandDoesAsItIsWritten() throws Exception {
    Soak.unless(false, "builds all anew, which takes minutes");
    copy(Paths.root(), folder.resolve("tessera"));
    Path repository = MavenRepository.without(Maven.testRepository(), Maven.usersRepository());
    walk(new Literal(Maven.environment(repository)));
  }

  private void walk(DocWalk.Reader reader) throws Exception {
    DocWalk discovery = new DocWalk(folder.resolve("tessera"), reader);
    discovery.walk(document("write-a-discovery.md"));
    assertBuilt("peerfile");
    DocWalk.awaitGone(discovery.node("a"), "tessera:discovery", "peerfile");

    DocWalk protocol = new DocWalk(folder.resolve("tessera"), reader);
    protocol.walk(document("write-a-protocol.md"));
    assertBuilt("hello");
    DocWalk.awaitGone(protocol.node("b"), "tessera:protocols", "CE 200");
    NodeUnderTest a = protocol.node("a");
    String others = a.gogo("tessera:protocols");
    assertTrue(others.contains("CE 200 hello"), "a's own stays: " + others);
    Loader loader = new Swap(a, "com.example.hello").loader();
    Files.delete(folder.resolve("tessera/data/hello-a/plugins/hello.jar"));
    DocWalk.awaitGone(a, "tessera:protocols", "CE 200");
    loader.assertCollected();
  }

  private void assertBuilt(String plugin) throws IOException {
    Path project = folder.resolve(plugin);
    assertTrue(tests(project) >= 5, "tests of " + plugin);
    assertEquals(versionsOfApi(), importOfApi(project.resolve("target/" + plugin + ".jar")));
  }

  /** From the one that it was built against to the next major one. */
  private static String versionsOfApi() throws IOException {
    Map<String, String> api =
        BundleFacts.readAll(Paths.distribution().resolve("bundles")).stream()
            .filter(bundle -> bundle.name().equals("io.tessera.api.net"))
            .findFirst()
            .orElseThrow()
            .exports()
            .get("io.tessera.net");
    Version built = Version.parseVersion(api.get("version"));
    return "[%d.%d,%d)".formatted(built.getMajor(), built.getMinor(), built.getMajor() + 1);
  }

  private static Path document(String name) {
    return Paths.root().resolve("docs").resolve(name);
  }

  private static String pomOfBoth() {
    return "<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId>"
        + "<artifactId>both</artifactId><version>1</version><packaging>pom</packaging>"
        + "<modules><module>hello</module><module>peerfile</module></modules></project>";
  }

  /** Without what a build makes, and without the history. */
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (each.endsWith("target") || each.endsWith(".git")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(each)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
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

  private NodeUnderTest start(Path data, Path chain, String... bootnodes) throws Exception {
    Files.createDirectories(data.resolve("plugins"));
    NodeUnderTest node = NodeUnderTest.start(Setup.of(data, chain, bootnodes).withShell());
    nodes.add(node);
    return node;
  }

  /** Takes what Maven has made already, and makes the changed plugin with javac alone. */
  private final class Quick implements DocWalk.Reader {
    private final List<Path> built = new ArrayList<>();
    private final Map<String, Path> datas = new HashMap<>();
    private final Map<String, NodeUnderTest> running = new HashMap<>();

    @Override
    public void run(Path where, String command) throws Exception {
      if (command.startsWith("mvn -q verify")) {
        if (built.contains(where)) {
          ChangedPlugin.rebuild(where);
        }
        built.add(where);
      } else if (!command.startsWith("mvn ") && !command.startsWith("./tessera ")) {
        Maven.run(where, Map.of(), command);
      }
    }

    /**
     * The nodes of the first document go on in the second, which would tell one of the other: they
     * have found each other by then.
     */
    @Override
    public NodeUnderTest start(Path where, String command, String name, Path data)
        throws Exception {
      Path first = datas.putIfAbsent(name, data);
      if (first == null) {
        Path chain = Paths.trace("safrole").resolve("genesis.bin");
        running.put(name, ArchetypeIT.this.start(data, chain));
      } else {
        Files.createSymbolicLink(data, first);
      }
      return running.get(name);
    }
  }

  /** Does as it is told; once a node has started as written, one goes on where its shell is. */
  private final class Literal implements DocWalk.Reader {
    private final Map<String, String> environment;

    Literal(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    public void run(Path where, String command) throws Exception {
      Maven.run(where, environment, command);
    }

    @Override
    public NodeUnderTest start(Path where, String command, String name, Path data)
        throws Exception {
      ProcessBuilder builder = new ProcessBuilder("bash", "-c", "exec " + command);
      builder.directory(where.toFile()).environment().putAll(environment);
      Process process = builder.inheritIO().start();
      try {
        Wait.forFile(
            data.resolve("node.json"),
            text -> text.contains("\"listening\":[\""),
            () -> Wait.tail(data.resolve("logs/tessera.log")));
      } finally {
        process.toHandle().destroy();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), command + " ends when it is told to");
      }
      Path chain = where.resolve(option("chain", command).orElseThrow());
      return ArchetypeIT.this.start(
          data, chain, option("bootnode", command).stream().toArray(String[]::new));
    }

    private static Optional<String> option(String name, String command) {
      var matcher = Pattern.compile("--" + name + " (\\S+)").matcher(command);
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
  }
}
