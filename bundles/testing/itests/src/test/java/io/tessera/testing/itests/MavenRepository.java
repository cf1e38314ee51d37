package io.tessera.testing.itests;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A local repository for Maven: the user's own without what may have been installed of this
 * project, and with this build's artifacts if so wanted. What is there is linked, not copied; what
 * Maven adds of other projects goes to the user's.
 */
final class MavenRepository {
  private static final String GROUP = "io/tessera";
  private static final Pattern ARTIFACT =
      Pattern.compile("(?s)(?:<parent>.*?</parent>)?\\s*<artifactId>([^<]+)</artifactId>");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  private MavenRepository() {}

  /** With the artifacts of this build; nothing may be installed there, since they are links. */
  static Path withBuild(Path folder, Path users) throws IOException {
    without(folder, users);
    Files.walkFileTree(Paths.root(), new Poms(folder.resolve(GROUP)));
    return folder;
  }

  /** Without any artifact of this project. */
  static Path without(Path folder, Path users) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each); // links, and not what they lead to
        }
      }
    }
    Path io = Files.createDirectories(folder.resolve("io"));
    link(users, folder, "io");
    link(users.resolve("io"), io, "tessera");
    return folder;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    if (Files.isDirectory(from)) {
      try (Stream<Path> entries = Files.list(from)) {
        for (Path entry : entries.toList()) {
          if (Files.isDirectory(entry) && !entry.endsWith(except)) {
            Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
          }
        }
      }
    }
  }

  /** Each module's pom, and its jar if there is one. */
  private static final class Poms extends SimpleFileVisitor<Path> {
    private final Path group;

    Poms(Path group) {
      this.group = group;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = folder.getFileName().toString();
      return name.equals("target") || name.equals("src") || name.startsWith(".")
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (file.endsWith("pom.xml")) {
        add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    private void add(Path pom) throws IOException {
      String text = Files.readString(pom);
      Matcher artifact = ARTIFACT.matcher(text);
      Matcher version = VERSION.matcher(text);
      if (!artifact.find() || !version.find()) {
        throw new IOException(pom + " has no artifactId or no version");
      }
      String name = artifact.group(1) + "-" + version.group(1);
      Path folder = group.resolve(artifact.group(1)).resolve(version.group(1));
      Files.createDirectories(folder);
      Files.createSymbolicLink(folder.resolve(name + ".pom"), pom);
      Path jar = pom.resolveSibling("target").resolve(name + ".jar");
      if (Files.exists(jar)) {
        Files.createSymbolicLink(folder.resolve(name + ".jar"), jar);
      }
    }
  }
}
