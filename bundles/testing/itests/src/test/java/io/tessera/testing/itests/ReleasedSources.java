package io.tessera.testing.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What was in a git repository when a version of the API was released.
 *
 * @param repository its folder
 * @param name such as {@code api-1.2}
 * @param commit which one it was
 */
record ReleasedSources(Path repository, String name, String commit) {
  private static final long SECONDS = 60;

  /** In the repository: the name of the last release and its commit. */
  private static final String FILE = "bundles/api/released";

  /** The last release; empty when its commit is not in this clone, or there is no git. */
  static Optional<ReleasedSources> last(Path repository) throws IOException {
    String[] words = Files.readString(repository.resolve(FILE)).strip().split(" ", -1);
    Path errors = Files.createTempFile("tessera-git", ".txt");
    try {
      return git(repository, errors, "rev-parse", "--verify", words[1] + "^{commit}")
          .map(commit -> new ReleasedSources(repository, words[0], commit));
    } finally {
      Files.delete(errors);
    }
  }

  /** What a command of git says, or nothing when it fails or there is no git. */
  private static Optional<String> git(Path repository, Path errors, String... words) {
    List<String> line = new ArrayList<>(List.of("git", "-C", repository.toString()));
    line.addAll(List.of(words));
    try {
      Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
          ? Optional.of(said.strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no git on this machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Writes the files under some folders, as they were, into another folder. */
  void extract(Path to, String... folders) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of("git", "-C", repository.toString(), "archive", "--format=zip", commit));
    line.addAll(List.of(folders));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (ZipInputStream zip = new ZipInputStream(process.getInputStream())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = to.resolve(entry.getName()).normalize();
        if (!entry.isDirectory() && file.startsWith(to)) {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
      // The list of entries at its end: git fails when it cannot write that.
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", line) + " fails");
    }
  }
}
