package io.tessera.testing.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * What a bundle says about itself.
 *
 * @param name symbolic name
 * @param headers main section of the manifest
 * @param packages the packages in it that have classes
 */
record BundleFacts(String name, Attributes headers, Set<String> packages) {
  private static final String OURS = "io.tessera.";

  /** The bundles in a folder. */
  static List<BundleFacts> readAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .map(BundleFacts::read)
          .toList();
    }
  }

  private static BundleFacts read(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Attributes headers = jar.getManifest().getMainAttributes();
      Set<String> packages = new TreeSet<>();
      jar.stream()
          .map(entry -> entry.getName())
          .filter(entry -> entry.endsWith(".class") && entry.contains("/"))
          .filter(entry -> !entry.startsWith("META-INF/"))
          .forEach(e -> packages.add(e.substring(0, e.lastIndexOf('/')).replace('/', '.')));
      String name = headers.getValue("Bundle-SymbolicName");
      return new BundleFacts(name.split(";", 2)[0].strip(), headers, packages);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** Whether it is one of this project's. */
  boolean ours() {
    return name.startsWith(OURS);
  }

  /** Its role, such as {@code protocol}; empty for a bundle of others. */
  String role() {
    return ours() ? name.split("\\.", 4)[2] : "";
  }

  /** Role and name, such as {@code wrap.rocksdb}. */
  String room() {
    return ours() ? name.substring(OURS.length()) : name;
  }

  Map<String, Map<String, String>> exports() {
    return ManifestHeader.parse(headers.getValue("Export-Package"));
  }

  Map<String, Map<String, String>> imports() {
    return ManifestHeader.parse(headers.getValue("Import-Package"));
  }
}
