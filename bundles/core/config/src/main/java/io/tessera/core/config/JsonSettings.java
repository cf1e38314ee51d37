package io.tessera.core.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.tessera.net.FileTrouble;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON, with comments and a comma after the last element, into settings. */
final class JsonSettings {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final int MOST_BYTES = 1 << 20;

  private final JsonParser parser;
  private final String source;
  private final boolean lines;
  private final List<Setting> found = new ArrayList<>();

  private JsonSettings(JsonParser parser, String source, boolean lines) {
    this.parser = parser;
    this.source = source;
    this.lines = lines;
  }

  /** A file's settings; each origin is the file's name and the line. */
  static List<Setting> ofFile(Path file) throws ConfigException {
    if (Files.isDirectory(file)) {
      throw new ConfigException(file + ": is a directory; a file is wanted");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ConfigException(file + ": larger than " + MOST_BYTES + " bytes");
      }
      return ofText(Files.readString(file), file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": does not exist", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": is no text in UTF-8", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + FileTrouble.reason(e), e);
    }
  }

  /** The settings in a text that stands in a file, or will. */
  static List<Setting> ofText(String text, Path file) throws ConfigException {
    return read(text, file.toString(), true);
  }

  /** The settings in a text. */
  static List<Setting> ofText(String text, String source) throws ConfigException {
    return read(text, source, false);
  }

  private static List<Setting> read(String text, String source, boolean lines)
      throws ConfigException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonSettings reader = new JsonSettings(parser, source, lines);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw reader.fail("must be one JSON object, { ... }");
      }
      reader.object(List.of());
      if (parser.nextToken() != null) {
        throw reader.fail("something follows the closing brace");
      }
      return reader.found;
    } catch (StreamReadException e) {
      JsonLocation at = e.getLocation();
      String where = at == null || !lines ? source : source + ":" + at.getLineNr();
      throw new ConfigException(where + ": is no JSON: " + inWords(e), e);
    } catch (IOException e) {
      throw new ConfigException(source + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where the object began, it says in the parser's own terms. */
  private static String inWords(StreamReadException e) {
    return e.getOriginalMessage().replaceFirst(" \\(start marker at .*\\)$", "");
  }

  private void object(List<String> path) throws IOException, ConfigException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      List<String> inner = new ArrayList<>(path);
      inner.add(parser.currentName());
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        object(List.copyOf(inner));
      } else {
        String origin = origin();
        found.add(new Setting(List.copyOf(inner), value(inner), origin));
      }
    }
  }

  private Object value(List<String> path) throws IOException, ConfigException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case START_ARRAY -> array(path);
      case VALUE_NULL -> throw fail(String.join(".", path) + " is null; leave the key out instead");
      default -> throw fail(String.join(".", path) + ": a list holds only plain values");
    };
  }

  private List<Object> array(List<String> path) throws IOException, ConfigException {
    List<Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        throw fail(String.join(".", path) + ": a list holds only plain values");
      }
      values.add(value(path));
    }
    return List.copyOf(values);
  }

  private String origin() {
    return lines ? source + ":" + parser.currentTokenLocation().getLineNr() : source;
  }

  private ConfigException fail(String what) {
    return new ConfigException(origin() + ": " + what);
  }
}
