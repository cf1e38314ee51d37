package io.tessera.testing.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * A plugin's project whose sources and version have changed, made into a jar again as Maven would,
 * in a fraction of its time: what the manifest and the component's descriptions say stays.
 */
final class ChangedPlugin {
  private static final Pattern VERSION = Pattern.compile("(?m)^  <version>([^<]+)</version>");

  private ChangedPlugin() {}

  static void rebuild(Path project) throws IOException {
    Path classes = Files.createTempDirectory(project.resolve("target"), "changed");
    Javac.compile(List.of(project.resolve("src/main/java")), classes);
    Path jar = project.resolve("target").resolve(project.getFileName() + ".jar");
    Path changed = project.resolve("target/changed.jar");
    try (JarFile old = new JarFile(jar.toFile())) {
      Manifest manifest = new Manifest(old.getManifest());
      manifest
          .getMainAttributes()
          .put(new Attributes.Name("Bundle-Version"), version(project.resolve("pom.xml")));
      try (OutputStream out = Files.newOutputStream(changed);
          JarOutputStream entries = new JarOutputStream(out, manifest)) {
        for (JarEntry entry : (Iterable<JarEntry>) old.stream()::iterator) {
          if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            entries.putNextEntry(new JarEntry(entry.getName()));
            Path fresh = classes.resolve(entry.getName());
            if (Files.exists(fresh)) {
              Files.copy(fresh, entries);
            } else {
              old.getInputStream(entry).transferTo(entries);
            }
            entries.closeEntry();
          }
        }
      }
    }
    Files.move(changed, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String version(Path pom) throws IOException {
    var matcher = VERSION.matcher(Files.readString(pom));
    if (!matcher.find()) {
      throw new IOException(pom + " has no version");
    }
    return matcher.group(1);
  }
}
