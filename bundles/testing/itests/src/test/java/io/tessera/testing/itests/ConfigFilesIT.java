package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON schema that ships, against the configurations that ship and those in the documents. */
class ConfigFilesIT {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```json\n(.*?)^```$");

  private final Path configs = Paths.distribution().resolve("configs");
  private final String text = Files.readString(configs.resolve("tessera.schema.json"));
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(text, InputFormat.JSON);

  ConfigFilesIT() throws IOException {}

  private List<Error> errors(String file) throws IOException {
    return schema.validate(MAPPER.readTree(file));
  }

  @Test
  void whatShipsIsRight() throws Exception {
    List<Path> files = files(configs, ".json");
    files.removeIf(file -> file.endsWith("tessera.schema.json"));
    assertTrue(files.size() >= 2, files.toString());
    for (Path file : files) {
      assertEquals(List.of(), errors(Files.readString(file)), file.toString());
    }
  }

  /** What is behind comments there is an example as well. */
  @Test
  void whatTheDefaultFileShowsInCommentsIsRight() throws Exception {
    String file = Files.readString(configs.resolve("default.json"));
    Matcher block =
        Pattern.compile("(?m)^  //   (\"io\\.tessera[^\n]*\\{\n(?:  //     [^\n]*\n)+  //   \\})")
            .matcher(file);
    int found = 0;
    for (; block.find(); found++) {
      String plugin = block.group(1).replaceAll("(?m)^  // ", "");
      assertEquals(List.of(), errors("{ \"plugins\": { " + plugin + " } }"), plugin);
    }
    assertTrue(found >= 5, found + " plugins are shown");
  }

  @Test
  void whatTheDocumentsShowIsRight() throws Exception {
    int found = 0;
    for (Path document : files(Paths.root().resolve("docs"), ".md")) {
      for (Matcher block = BLOCK.matcher(Files.readString(document)); block.find(); ) {
        if (block.group(1).contains("network_config") || block.group(1).contains("\"plugins\"")) {
          found++;
          assertEquals(List.of(), errors(block.group(1)), document + ": " + block.group(1));
        }
      }
    }
    assertTrue(found > 0, "a configuration is shown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"network_config\": { \"max_pears\": 1 } }",
        "{ \"network_config\": { \"max_peers\": \"1\" } }",
        "{ \"network_config\": { \"listening_port\": 65536 } }",
        "{ \"plugins\": { \"io.tessera.discovery.mdns\": { \"enable\": true } } }",
        "{ \"plugins\": { \"io.tessera.core.peers\": { \"private_addresses\": \"maybe\" } } }",
        "{ \"data\": \"x\" }"
      })
  void whatIsWrongIsMarked(String file) throws Exception {
    assertFalse(errors(file).isEmpty());
  }

  /** Each key says what it is for, and every default is allowed. */
  @Test
  void theSchemaIsComplete() throws Exception {
    List<String> without = new ArrayList<>();
    JsonNode top = MAPPER.readTree(text);
    ObjectNode defaults = MAPPER.createObjectNode();
    int keys = walk(top.get("properties"), "", defaults, without);
    assertEquals(List.of(), without, "no description");
    assertTrue(keys > 60, keys + " keys");
    assertEquals(List.of(), schema.validate(defaults), "the defaults: " + defaults);
  }

  private static int walk(
      JsonNode properties, String where, ObjectNode defaults, List<String> without) {
    int keys = 0;
    for (var each : properties.properties()) {
      JsonNode property = each.getValue();
      if (property.path("description").asText().isEmpty()) {
        without.add(where + each.getKey());
      }
      if (property.has("properties")) {
        keys +=
            walk(
                property.get("properties"),
                where + each.getKey() + ".",
                defaults.putObject(each.getKey()),
                without);
      } else {
        keys++;
        if (property.has("default")) {
          defaults.set(each.getKey(), property.get("default"));
        }
      }
    }
    return keys;
  }

  @Test
  void theListOfKeysIsThatOfThisBuild() throws Exception {
    Path here = configs.resolve("keys.md");
    assertEquals(
        Files.readString(here),
        Files.readString(Paths.root().resolve("docs/keys.md")),
        "a component reads other keys: cp " + here + " docs/keys.md");
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return new ArrayList<>(
          all.filter(file -> file.toString().endsWith(ending)).sorted().toList());
    }
  }
}
