package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a program that embeds a node shares with its bundles: the packages of {@code api/} and of
 * those {@code lib/} bundles that they need, as the manifests of the distribution tell. The system
 * bundle exports them from the program's class path, so that both see the same classes; the jars
 * here are not installed then.
 *
 * @param jars the bundles that are not installed
 * @param packages the packages that they export, with their versions
 */
record SharedPackages(Set<Path> jars, Map<String, String> packages) {
  /** Nothing: a node of its own. */
  static final SharedPackages NONE = new SharedPackages(Set.of(), Map.of());

  private static final String OURS = "io.tessera.";
  private static final String API = "io.tessera.api.";

  /** A package with its version; what it {@code uses} has none and is passed over. */
  private static final Pattern CLAUSE = Pattern.compile("([a-z0-9_.]+);version=\"([^\"]+)\"");

  /** Follows the imports of {@code api/} bundles through our own bundles of a folder. */
  static SharedPackages of(Path bundles) throws IOException {
    Map<Path, Manifest> manifests = new HashMap<>();
    Map<String, Path> exporters = new HashMap<>();
    Deque<Path> open = new ArrayDeque<>();
    for (Path jar : ours(bundles)) {
      Manifest manifest = manifest(jar);
      manifests.put(jar, manifest);
      clauses(manifest, "Export-Package").keySet().forEach(name -> exporters.put(name, jar));
      if (jar.getFileName().toString().startsWith(API)) {
        open.add(jar);
      }
    }
    Set<Path> jars = new HashSet<>();
    Map<String, String> packages = new TreeMap<>();
    while (!open.isEmpty()) {
      Path jar = open.remove();
      if (jars.add(jar)) {
        packages.putAll(clauses(manifests.get(jar), "Export-Package"));
        clauses(manifests.get(jar), "Import-Package").keySet().stream()
            .filter(name -> name.startsWith(OURS))
            .forEach(name -> open.add(exporters.get(name)));
      }
    }
    return new SharedPackages(jars, packages);
  }

  /** What the framework is told to export, after a comma; empty for none. */
  String clause() {
    return packages.entrySet().stream()
        .map(entry -> "," + entry.getKey() + ";version=\"" + entry.getValue() + "\"")
        .collect(Collectors.joining());
  }

  private static Set<Path> ours(Path bundles) throws IOException {
    try (Stream<Path> files = Files.list(bundles)) {
      return files
          .filter(jar -> jar.getFileName().toString().startsWith(OURS))
          .filter(jar -> jar.toString().endsWith(".jar"))
          .collect(Collectors.toSet());
    }
  }

  private static Manifest manifest(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest();
    }
  }

  private static Map<String, String> clauses(Manifest manifest, String header) {
    Map<String, String> found = new LinkedHashMap<>();
    String value = manifest.getMainAttributes().getValue(header);
    for (Matcher next = CLAUSE.matcher(value == null ? "" : value); next.find(); ) {
      found.put(next.group(1), next.group(2));
    }
    return found;
  }
}
