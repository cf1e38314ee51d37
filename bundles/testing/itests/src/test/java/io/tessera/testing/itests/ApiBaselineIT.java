package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The API of this build against that of the last release, which {@code bundles/api/released} names.
 */
class ApiBaselineIT {
  private static final List<String> ROLES = List.of("bundles/api", "bundles/lib");

  @Test
  void theVersionsOfTheApiTellWhatHasChangedSinceTheLastRelease() throws Exception {
    Optional<ReleasedSources> release = ReleasedSources.last(Paths.root());
    if (release.isEmpty()) {
      System.out.println(
          "skipped: the commit that bundles/api/released names is not in this clone, so that there"
              + " is no API to compare with; 'git fetch --unshallow' brings it");
    }
    Assumptions.assumeTrue(release.isPresent(), "no released commit");
    try (Jar newer = ApiBaseline.jar(folders(Paths.root(), "target/classes"));
        Jar older = ApiBaseline.jar(List.of(classes(release.get())))) {
      assertTrue(older.getPackages().contains("io.tessera.net"), "the API is in it");
      assertEquals(List.of(), ApiBaseline.breaches(release.get().name(), newer, older));
    }
  }

  /** Compiled once for a commit, and kept until the next clean build. */
  private static Path classes(ReleasedSources release) throws IOException, InterruptedException {
    Path kept = Paths.log().resolveSibling("api-" + release.commit());
    if (!Files.exists(kept)) {
      Path fresh = Files.createTempDirectory(Paths.log().getParent(), "api");
      release.extract(fresh.resolve("sources"), ROLES.toArray(String[]::new));
      Javac.compile(folders(fresh.resolve("sources"), "src/main/java"), fresh.resolve("classes"));
      Files.move(fresh.resolve("classes"), kept);
    }
    return kept;
  }

  private static List<Path> folders(Path root, String inEach) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String role : ROLES) {
      try (Stream<Path> rooms = Files.list(root.resolve(role))) {
        rooms.map(room -> room.resolve(inEach)).filter(Files::isDirectory).forEach(folders::add);
      }
    }
    return folders;
  }
}
