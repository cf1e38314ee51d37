package io.tessera.embed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documentation shows the code that the integration test runs. */
class DocumentationTest {
  @Test
  void theDocumentedExampleIsTheOneThatIsTested() throws Exception {
    Path root = Path.of(System.getProperty("tessera.root"));
    String source =
        Files.readString(root.resolve("embed/src/test/java/io/tessera/embed/Example.java"));
    String begin = "  // example: begin\n";
    String example =
        source.substring(
            source.indexOf(begin) + begin.length(), source.indexOf("  // example: end"));
    assertTrue(
        Files.readString(root.resolve("docs/embed.md"))
            .contains(example.stripTrailing().stripIndent()),
        "docs/embed.md has to hold the example of Example.java");
  }
}
