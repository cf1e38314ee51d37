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
 * A local repository for Maven: the user's own, with this build's artifacts in place of what may
 * have been installed there. Neither is changed by it, and nothing is copied: all are links.
 */
final class MavenRepository {
  private static final String GROUP = "io/tessera";
  private static final Pattern ARTIFACT =
      Pattern.compile("(?s)(<parent>.*?</parent>)?\\s*<artifactId>([^<]+)</artifactId>");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  private MavenRepository() {}

  /**
   * Lays one out.
   *
   * @param folder where; what was there goes
   * @param users the user's own
   */
  static Path make(Path folder, Path users) throws IOException {
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
    Files.walkFileTree(
        Paths.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            String name = each.getFileName().toString();
            return name.equals("target") || name.equals("src") || name.startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.endsWith("pom.xml")) {
              add(file, folder.resolve(GROUP));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return folder;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    if (Files.isDirectory(from)) {
      try (Stream<Path> entries = Files.list(from)) {
        for (Path entry : entries.toList()) {
          if (!entry.endsWith(except)) {
            Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
          }
        }
      }
    }
  }

  /** The pom, and the jar if there is one. */
  private static void add(Path pom, Path group) throws IOException {
    String text = Files.readString(pom);
    Matcher artifact = ARTIFACT.matcher(text);
    Matcher version = VERSION.matcher(text);
    if (!artifact.find() || !version.find()) {
      throw new IOException(pom + " has no artifactId or no version");
    }
    String name = artifact.group(2) + "-" + version.group(1);
    Path folder = Files.createDirectories(group.resolve(artifact.group(2)).resolve(version.group(1)));
    Files.createSymbolicLink(folder.resolve(name + ".pom"), pom);
    Path jar = pom.resolveSibling("target").resolve(name + ".jar");
    if (Files.exists(jar)) {
      Files.createSymbolicLink(folder.resolve(name + ".jar"), jar);
    }
  }
}
