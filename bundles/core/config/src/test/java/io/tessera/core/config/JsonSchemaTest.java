package io.tessera.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors, read by a validator of others, and this bundle's own checks agree. */
class JsonSchemaTest {
  private static final String QUIC = "\"io.tessera.transport.quic\"";
  private static final Schema OURS = Metatexts.schema();
  private static final com.networknt.schema.Schema THEIRS = theirs();
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private static com.networknt.schema.Schema theirs() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SchemaFiles.json(JsonSchema.of(OURS)), InputFormat.JSON);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean accepted(String file) throws Exception {
    boolean ours;
    try {
      OURS.check(JsonSettings.ofText(file, "f"));
      ours = true;
    } catch (ConfigException e) {
      ours = false;
    }
    List<com.networknt.schema.Error> errors = THEIRS.validate(MAPPER.readTree(file));
    assertEquals(ours, errors.isEmpty(), errors.toString());
    return ours;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ // a comment\n \"plugins\": {}, }",
        "{ \"$schema\": \"tessera.schema.json\", \"chain_spec\": \"c\", \"data_path\": \"\" }",
        "{ \"network_config\": { \"listening_port\": 1, \"bootstrap_nodes\": [] } }",
        "{ \"network_config\": { \"listening_port\": 65535.0, \"sync_mode\": \"light\" } }",
        "{ \"network_config\": { \"sync_checkpoint\": \"\" } }",
        "{ \"plugins\": { " + QUIC + ": { \"idle_timeout_ms\": 9223372036854775807 } } }",
        "{ \"plugins\": { "
            + QUIC
            + ": { \"tags\": [\"a\"], \"loud\": false, \"sign\": \"+\" } } }",
        "{ \"plugins\": { " + QUIC + ": { \"enabled\": false, \"level\": 2, \"share\": 0.5 } } }",
        "{ \"plugins\": { \"org.example\": { \"x\": 1, \"y\": { \"z\": [true, 2] } } } }"
      })
  void bothAccept(String file) throws Exception {
    assertTrue(accepted(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{ \"listening_port\": 1 }",
        "{ \"$schema\": 1 }",
        "{ \"data_path\": null }",
        "{ \"network_config\": 5 }",
        "{ \"network_config\": { \"listening_prt\": 1 } }",
        "{ \"network_config\": { \"listening_port\": 0 } }",
        "{ \"network_config\": { \"listening_port\": 65536 } }",
        "{ \"network_config\": { \"listening_port\": 1.5 } }",
        "{ \"network_config\": { \"listening_port\": \"1\" } }",
        "{ \"network_config\": { \"bootstrap_nodes\": \"x\" } }",
        "{ \"network_config\": { \"bootstrap_nodes\": [1] } }",
        "{ \"network_config\": { \"sync_mode\": \"fast\" } }",
        "{ \"network_config\": { \"sync_checkpoint\": \"12\" } }",
        "{ \"plugins\": { " + QUIC + ": 1 } }",
        "{ \"plugins\": { " + QUIC + ": { \"lod\": true } } }",
        "{ \"plugins\": { " + QUIC + ": { \"loud\": \"yes\" } } }",
        "{ \"plugins\": { " + QUIC + ": { \"enabled\": 1 } } }",
        "{ \"plugins\": { " + QUIC + ": { \"sign\": \"ab\" } } }",
        "{ \"plugins\": { " + QUIC + ": { \"level\": 4 } } }",
        "{ \"plugins\": { " + QUIC + ": { \"level\": \"2\" } } }",
        "{ \"plugins\": { " + QUIC + ": { \"share\": 1.5 } } }",
        "{ \"plugins\": { " + QUIC + ": { \"idle_timeout_ms\": 9223372036854775808 } } }",
        "{ \"plugins\": { \"org.example\": 1 } }",
        "{ \"plugins\": { \"org.example\": { \"x\": [[1]] } } }",
        "{ \"plugins\": { \"org.example\": { \"x\": null } } }"
      })
  void bothRefuse(String file) throws Exception {
    assertEquals(false, accepted(file));
  }
}
