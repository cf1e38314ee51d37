package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison, with a small API in a git repository of its own. */
class ApiBaselineTest {
  private static final String PLUGINS = "void serve(); ";
  private static final String NODES = "void offer(String address); ";

  @TempDir Path folder;

  private void write(String version, String plugins, String nodes) throws IOException {
    Path source = Files.createDirectories(folder.resolve("api/example"));
    Files.writeString(
        source.resolve("package-info.java"),
        "@org.osgi.annotation.bundle.Export @org.osgi.annotation.versioning.Version(\""
            + version
            + "\") package example;");
    Files.writeString(
        source.resolve("Plugin.java"),
        "package example; public interface Plugin { " + plugins + "}");
    Files.writeString(
        source.resolve("Node.java"),
        "package example; @org.osgi.annotation.versioning.ProviderType public interface Node { "
            + nodes
            + "}");
  }

  private void released(String commit) throws IOException {
    Path file = folder.resolve("bundles/api/released");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "api-1.2 " + commit + "\n");
  }

  private void git(String words) throws IOException, InterruptedException {
    String git = "git -c user.name=test -c user.email=test@example.com -c commit.gpgsign=false ";
    Maven.run(folder, Map.of(), git + words);
  }

  private List<String> breaches(String name, String version, String plugins, String nodes)
      throws Exception {
    write(version, plugins, nodes);
    Path now = folder.resolve("new-" + name);
    Javac.compile(List.of(folder.resolve("api")), now);
    try (Jar newer = ApiBaseline.jar(List.of(now));
        Jar older = ApiBaseline.jar(List.of(folder.resolve("released")))) {
      return ApiBaseline.breaches("api-1.2", newer, older);
    }
  }

  @Test
  void versionsMustTellWhatHasChanged() throws Exception {
    git("init -q");
    write("1.2.0", PLUGINS, NODES);
    git("add api");
    git("commit -q -m released");
    released("0123456789abcdef0123456789abcdef01234567");
    assertEquals(Optional.empty(), ReleasedSources.last(folder), "not in this clone");
    git("tag here");
    released("here");
    ReleasedSources release = ReleasedSources.last(folder).orElseThrow();
    assertEquals("api-1.2", release.name());
    write("9.9.9", "", "");
    release.extract(folder.resolve("sources"), "api");
    Javac.compile(List.of(folder.resolve("sources")), folder.resolve("released"));

    assertEquals(List.of(), breaches("same", "1.2.0", PLUGINS, NODES));

    String removed =
        "2.0.0\"), and has 1.3.0. example.Node: REMOVED METHOD offer(java.lang.String)";
    assertBreach(removed, breaches("removed", "1.3.0", PLUGINS, ""));
    assertEquals(List.of(), breaches("major", "2.0.0", PLUGINS, ""));

    // The node implements its own: a plugin does not mind another method there.
    String more = NODES + "void withdraw(String address); ";
    String added = "1.3.0\"), and has 1.2.0. example.Node: ADDED METHOD withdraw(java.lang.String)";
    assertBreach(added, breaches("added", "1.2.0", PLUGINS, more));
    assertEquals(List.of(), breaches("minor", "1.3.0", PLUGINS, more));

    // But every plugin would have to implement another method of what plugins implement.
    String duty = "2.0.0\"), and has 1.3.0. example.Plugin: ADDED METHOD stop()";
    assertBreach(duty, breaches("duty", "1.3.0", PLUGINS + "void stop(); ", NODES));
    assertEquals(List.of(), breaches("gift", "1.3.0", PLUGINS + "default void stop() {} ", NODES));
  }

  @Test
  void aPackageStays() throws Exception {
    write("1.2.0", PLUGINS, NODES);
    Path classes = Javac.compile(List.of(folder.resolve("api")), folder.resolve("classes"));
    try (Jar older = ApiBaseline.jar(List.of(classes));
        Jar newer = ApiBaseline.jar(List.of())) {
      assertEquals(
          List.of("example is gone, which api-1.2 has: plugins need it; keep it"),
          ApiBaseline.breaches("api-1.2", newer, older));
    }
  }

  private static void assertBreach(String what, List<String> breaches) {
    assertEquals(1, breaches.size(), breaches.toString());
    assertTrue(breaches.get(0).contains(what), breaches.toString());
  }
}
