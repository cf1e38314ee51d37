package io.tessera.core.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Run by the build of the distribution: writes what its bundles' metatypes say, for editors and
 * readers.
 */
final class SchemaFiles {
  private SchemaFiles() {}

  /**
   * Writes {@code tessera.schema.json} and {@code keys.md}.
   *
   * @param args the folder with the bundles, and the folder to write into
   */
  public static void main(String[] args) throws IOException {
    Map<String, Metatype> all = new HashMap<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
      for (Path jar : jars) {
        all.putAll(metatypes(jar));
      }
    }
    Schema schema = new Schema(all);
    Path folder = Path.of(args[1]);
    Files.writeString(folder.resolve("tessera.schema.json"), json(JsonSchema.of(schema)));
    Files.writeString(folder.resolve("keys.md"), KeyTables.of(schema));
  }

  private static Map<String, Metatype> metatypes(Path jar) throws IOException {
    Map<String, Metatype> found = new HashMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      List<JarEntry> entries =
          file.stream()
              .filter(it -> it.getName().startsWith(Metatypes.FOLDER))
              .filter(it -> it.getName().endsWith(".xml"))
              .toList();
      for (JarEntry entry : entries) {
        try (InputStream xml = file.getInputStream(entry)) {
          found.putAll(MetatypeXml.read(xml));
        }
      }
    }
    return found;
  }

  static String json(Map<String, Object> document) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      Overlay.write(json.useDefaultPrettyPrinter(), document);
    }
    return text + "\n";
  }
}
