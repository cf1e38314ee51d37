package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What a jar's manifest says.
 *
 * @param name its symbolic name; empty when it is no OSGi bundle
 * @param version its version as it is written; empty when it has none
 * @param fragment whether it is a part of another bundle
 */
record PluginJar(String name, String version, boolean fragment) {
  /**
   * A file as it was when it was looked at.
   *
   * @param key the file system's number for it: another file of the same size may have come in its
   *     place within one tick of its clock
   */
  record Stamp(long size, FileTime modified, Object key) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.size(), now.lastModifiedTime(), String.valueOf(now.fileKey()));
    }
  }

  /**
   * Reads a whole jar's manifest.
   *
   * @throws IOException when it is no jar or only a part of one: its table of contents is at its
   *     end
   */
  static PluginJar read(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      String name = manifest == null ? null : header(manifest, Constants.BUNDLE_SYMBOLICNAME);
      String version = manifest == null ? null : header(manifest, Constants.BUNDLE_VERSION);
      return new PluginJar(
          name == null ? "" : name.split(";", 2)[0].strip(),
          version == null ? "" : version.strip(),
          manifest != null && header(manifest, Constants.FRAGMENT_HOST) != null);
    }
  }

  /** What the framework would refuse without saying where it stands. */
  Optional<String> mistake() {
    try {
      Version.parseVersion(version);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "its Bundle-Version is '" + version + "'; write MAJOR.MINOR.MICRO, such as 1.0.0");
    }
  }

  /** The symbolic names of the bundles in a folder. */
  static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".jar"))::iterator) {
        names.add(read(file).name());
      }
    }
    return names;
  }

  private static String header(Manifest manifest, String name) {
    return manifest.getMainAttributes().getValue(name);
  }
}
