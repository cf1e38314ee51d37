package io.tessera.core.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tessera.net.FileTrouble;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file with what was set in the shell: of the same shape as the configuration file, in the data
 * directory, readable by its owner alone. It is read once and written by this node only.
 */
final class Overlay {
  static final String NAME = "overlay.json";

  private static final String HEADER =
      "// What was set with `config set`. It wins over the configuration file; `config unset` takes it"
          + " back.\n";

  private final Path file;

  Overlay(Path dataDirectory) {
    file = dataDirectory.resolve(NAME);
  }

  /** What was set in former runs. */
  List<Setting> read() throws ConfigException {
    return Files.exists(file) ? JsonSettings.ofFile(file) : List.of();
  }

  /**
   * Replaces the file at once and for good: whole or not at all. Nothing to keep takes it away.
   *
   * @throws ConfigException when it cannot be written, saying which file and why
   */
  List<Setting> write(Collection<Setting> settings) throws ConfigException {
    try {
      return replace(settings);
    } catch (IOException e) {
      throw new ConfigException(
          "config: " + file + " cannot be written: " + FileTrouble.reason(e), e);
    }
  }

  private List<Setting> replace(Collection<Setting> settings) throws IOException, ConfigException {
    if (settings.isEmpty()) {
      Files.deleteIfExists(file);
      return List.of();
    }
    String text = HEADER + render(settings) + "\n";
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = file.resolveSibling(NAME + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, ownerOnly());
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return JsonSettings.ofText(text, file);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String render(Collection<Setting> settings) throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    settings.forEach(setting -> put(tree, setting.path(), setting.value()));
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(json.useDefaultPrettyPrinter(), tree);
    }
    return text.toString();
  }

  @SuppressWarnings("unchecked") // Only this method puts maps into the tree.
  private static void put(Map<String, Object> tree, List<String> path, Object value) {
    Map<String, Object> folder = tree;
    for (String name : path.subList(0, path.size() - 1)) {
      folder = (Map<String, Object>) folder.computeIfAbsent(name, key -> new LinkedHashMap<>());
    }
    folder.put(path.getLast(), value);
  }

  /** Maps, lists, and the plain values of a setting. */
  static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(entry.getKey().toString());
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (Object each : list) {
          write(json, each);
        }
        json.writeEndArray();
      }
      case Boolean truth -> json.writeBoolean(truth);
      case Number number -> json.writeNumber(new BigDecimal(number.toString()));
      default -> json.writeString(value.toString());
    }
  }
}
