package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every stream kind of JAMNP-S has its bundle, its section in docs/spec-map.md and its bytes. */
class StreamKindsIT {
  /** All that the specification lists: UP 0, CE 128, 129 and 131 to 148. */
  private static final List<Integer> KINDS =
      IntStream.concat(IntStream.of(0, 128, 129), IntStream.rangeClosed(131, 148)).boxed().toList();

  private static final Pattern PROPERTY =
      Pattern.compile("name=\"stream.kind\" type=\"Integer\" value=\"(\\d+)\"");

  /** A heading such as {@code ## CE 139/140: Segment shard request}. */
  private static final Pattern HEADING = Pattern.compile("(?m)^## (?:UP|CE) ([0-9/]+): .*");

  private static final Pattern GOLDEN =
      Pattern.compile("@Test\\s+void \\w*[gG]oldenBytes(\\d+)\\w*\\(");

  /** The bundles that serve each kind. */
  private static final TreeMap<Integer, List<String>> SERVED = new TreeMap<>();

  @BeforeAll
  static void readTheBundles() throws IOException {
    try (Stream<Path> jars = Files.list(Paths.distribution().resolve("bundles"))) {
      for (Path jar : jars.sorted().toList()) {
        for (int kind : kinds(jar)) {
          SERVED.computeIfAbsent(kind, any -> new ArrayList<>()).add(jar.getFileName().toString());
        }
      }
    }
  }

  private static List<Integer> kinds(Path file) throws IOException {
    List<Integer> kinds = new ArrayList<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry :
          jar.stream().filter(it -> it.getName().matches("OSGI-INF/.*xml")).toList()) {
        String xml = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        PROPERTY.matcher(xml).results().forEach(it -> kinds.add(Integer.parseInt(it.group(1))));
      }
    }
    return kinds;
  }

  private static List<Integer> missing(Predicate<Integer> there) {
    return KINDS.stream().filter(there.negate()).toList();
  }

  @Test
  void oneBundleServesEachKind() {
    assertEquals(List.of(), missing(SERVED::containsKey), "kinds that no bundle serves");
    SERVED.forEach((kind, bundles) -> assertEquals(1, bundles.size(), kind + ": " + bundles));
    SERVED.values().stream()
        .flatMap(List::stream)
        .filter(jar -> !jar.startsWith("io.tessera.discovery."))
        .forEach(jar -> assertTrue(jar.startsWith("io.tessera.protocol."), jar));
  }

  @Test
  void eachKindHasASectionWithRows() throws IOException {
    String map = Files.readString(Paths.root().resolve("docs/spec-map.md"));
    Set<Integer> there = new TreeSet<>();
    Matcher heading = HEADING.matcher(map);
    while (heading.find()) {
      int end = map.indexOf("\n## ", heading.end());
      String section = map.substring(heading.end(), end < 0 ? map.length() : end);
      long rows =
          section.lines().filter(line -> line.startsWith("| ") && line.endsWith(" |")).count();
      for (String kind : heading.group(1).split("/", -1)) {
        if (rows > 1) {
          there.add(Integer.parseInt(kind));
        }
      }
    }
    assertEquals(List.of(), missing(there::contains), "kinds without rows in docs/spec-map.md");
  }

  @Test
  void eachKindHasATestOfItsBytes() throws IOException {
    Set<Integer> there = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Paths.root().resolve("bundles/protocol"))) {
      for (Path file : files.filter(it -> it.toString().endsWith("Test.java")).toList()) {
        GOLDEN
            .matcher(Files.readString(file))
            .results()
            .forEach(it -> there.add(Integer.parseInt(it.group(1))));
      }
    }
    assertEquals(List.of(), missing(there::contains), "kinds without a test of their golden bytes");
  }
}
