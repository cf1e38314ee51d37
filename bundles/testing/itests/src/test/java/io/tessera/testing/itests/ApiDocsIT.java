package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documentation of the API is built without an error and without a warning. What is wrong
 * within a comment javac tells in every build ({@code -Xdoclint} in {@code bundles/api/pom.xml});
 * that there is one everywhere, and that pages come of it, is told here.
 */
class ApiDocsIT {
  /** A tag that says nothing which the first sentence and the name do not say is left out. */
  private static final Pattern LEFT_OUT = Pattern.compile("no @(param|return|throws).*");

  /** Only what is said counts here, so that nothing but the pages themselves is written. */
  private static final List<String> OPTIONS =
      List.of("-quiet", "--release", "21", "-Xdoclint:all", "-Xmaxwarns", "9999");

  private static final List<String> PLAIN =
      List.of("-notree", "-noindex", "-nohelp", "-nonavbar", "-nodeprecated");

  @Test
  void theDocumentationOfTheApiIsBuiltWithoutWarnings(@TempDir Path folder) throws IOException {
    Soak.unless(false, "javadoc takes five seconds, and javac has looked at the comments already");
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Paths.root().resolve("bundles/api"))) {
      sources =
          files.filter(file -> file.toString().matches(".*/src/main/java/.*\\.java")).toList();
    }
    assertTrue(sources.size() > 100, sources.toString());
    assertEquals(List.of(), complaints(sources, folder));
    assertTrue(Files.exists(folder.resolve("io/tessera/net/StreamProtocol.html")));
  }

  @Test
  void aWrongLinkAndAMissingCommentAreComplainedAbout(@TempDir Path folder) throws IOException {
    Soak.unless(false, "the other test is not run either");
    Path source = folder.resolve("A.java");
    Files.writeString(
        source,
        """
        /** See {@link Nothing}. */
        public interface A {
          void b(int c);

          /** Has no tag. */
          int d(int e);
        }
        """);
    List<String> complaints = complaints(List.of(source), folder.resolve("docs"));
    assertEquals(2, complaints.size(), complaints.toString());
    assertTrue(complaints.get(0).startsWith("A.java:1: "), complaints.toString());
    assertTrue(complaints.get(1).startsWith("A.java:3: "), complaints.toString());
  }

  private static List<String> complaints(List<Path> sources, Path folder) throws IOException {
    DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = javadoc.getStandardFileManager(said, null, null)) {
      Files.createDirectories(folder);
      files.setLocationFromPaths(DocumentationTool.Location.DOCUMENTATION_OUTPUT, List.of(folder));
      files.setLocationFromPaths(
          StandardLocation.CLASS_PATH,
          Stream.of(Paths.classPath().split(File.pathSeparator)).map(Path::of).toList());
      List<String> options = Stream.concat(OPTIONS.stream(), PLAIN.stream()).toList();
      boolean done =
          javadoc
              .getTask(null, files, said, null, options, files.getJavaFileObjectsFromPaths(sources))
              .call();
      List<String> complaints =
          said.getDiagnostics().stream()
              .filter(each -> each.getKind() != Diagnostic.Kind.NOTE)
              .filter(each -> !LEFT_OUT.matcher(each.getMessage(Locale.ROOT)).matches())
              .map(ApiDocsIT::line)
              .toList();
      assertTrue(done || !complaints.isEmpty(), "javadoc fails without saying why");
      return complaints;
    }
  }

  private static String line(Diagnostic<? extends JavaFileObject> each) {
    JavaFileObject source = each.getSource();
    String where =
        source == null
            ? ""
            : Path.of(source.getName()).getFileName() + ":" + each.getLineNumber() + ": ";
    return where + each.getMessage(Locale.ROOT);
  }
}
