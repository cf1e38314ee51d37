package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A plugin's project whose sources and version have changed, made into a jar again as Maven would,
 * in a fraction of its time: what the manifest and the component's descriptions say stays.
 */
final class ChangedPlugin {
  private static final Pattern VERSION = Pattern.compile("(?m)^  <version>([^<]+)</version>");

  private ChangedPlugin() {}

  static void rebuild(Path project) throws IOException {
    Path classes = Files.createTempDirectory(project.resolve("target"), "changed");
    compile(project.resolve("src/main/java"), classes);
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

  /** Against the bundles of the distribution, with which it will run, and the annotations. */
  private static void compile(Path sources, Path classes) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("--release", "21", "-proc:none", "-nowarn", "-d", classes.toString(), "-cp"));
    Path annotations = Maven.usersRepository().resolve("org/osgi");
    arguments.add(
        Stream.of(
                jars(Paths.distribution().resolve("bundles")),
                jars(Paths.distribution().resolve("lib")),
                jars(annotations.resolve("org.osgi.service.component.annotations")),
                jars(annotations.resolve("org.osgi.service.metatype.annotations")))
            .flatMap(List::stream)
            .collect(Collectors.joining(File.pathSeparator)));
    arguments.addAll(files(sources, ".java"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertEquals(0, status, "the changed plugin compiles");
  }

  private static List<String> jars(Path folder) throws IOException {
    return files(folder, ".jar");
  }

  private static List<String> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).filter(name -> name.endsWith(suffix)).toList();
    }
  }
}
