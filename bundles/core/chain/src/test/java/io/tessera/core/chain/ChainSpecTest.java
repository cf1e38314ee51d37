package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import io.tessera.testing.testkit.ChainBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainSpecTest {
  private static final Hash GENESIS =
      Hash.fromHex("2bf11dc5e1c7b9bbaafc2c8533017abc12daeb0baf22c92509ad50f7875e5716");

  @TempDir private Path folder;

  @Test
  void readsTheSpecificationOfAnotherNode() throws Exception {
    ChainSpec spec = ChainSpecFiles.read(Vectors.chainSpec());
    assertEquals("dev", spec.id());
    assertEquals(List.of(), spec.bootnodes());
    assertEquals(GENESIS, spec.identity().genesisHash());
    assertEquals(6, spec.parameters().validators());
    assertEquals(21, spec.state().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fallback", "safrole", "preimages_light", "storage_light"})
  void readsTheGenesisOfATrace(String trace) throws Exception {
    ChainSpec spec = ChainSpecFiles.read(Vectors.genesis(trace));
    assertEquals(trace, spec.id());
    assertEquals(ProtocolParameters.TINY, spec.parameters());
    assertEquals(6, GenesisValidators.of(spec).current().size());
  }

  @Test
  void sameHeaderAndOtherStateIsAnotherChain() throws Exception {
    ChainSpec trace = ChainSpecFiles.read(Vectors.genesis("fallback"));
    ChainSpec other = ChainSpecFiles.read(Vectors.chainSpec());
    assertEquals(trace.identity().genesisHash(), other.identity().genesisHash());
    assertFalse(trace.identity().genesisStateRoot().equals(other.identity().genesisStateRoot()));
  }

  @Test
  void whatIsWrittenReadsTheSame() throws Exception {
    Map<String, Object> fields = fields();
    String peer = "e" + "a".repeat(52);
    fields.put("bootnodes", List.of(peer + "@192.168.1.2:3000", peer + "@[::1]:3001"));
    ChainSpec spec = read(fields);
    Path copy = folder.resolve("copy.json");
    Files.write(copy, ChainSpecFiles.toJson(spec));
    assertEquals(spec, ChainSpecFiles.read(copy));
    assertEquals("::1", spec.bootnodes().get(1).host());
  }

  @Test
  void parametersFollowFromTheValidatorCount() throws Exception {
    for (ProtocolParameters parameters :
        List.of(ProtocolParameters.TINY, ProtocolParameters.FULL)) {
      Map<String, Object> fields = fields(new ChainBuilder(parameters, 3));
      fields.remove("protocol_parameters");
      assertEquals(parameters, read(fields).parameters());
    }
  }

  @Test
  void otherValidatorCountNeedsParameters() throws Exception {
    ProtocolParameters twelve =
        ProtocolParameters.CODEC.decode(withValidators(ProtocolParameters.TINY, 12));
    Map<String, Object> fields = fields(new ChainBuilder(twelve, 3));
    assertEquals(12, read(fields).parameters().validators());
    fields.remove("protocol_parameters");
    String line = refused(fields);
    assertTrue(line.contains("genesis_header is \"0000"), line);
    assertTrue(line.contains("6 (tiny) or 1023 (full) validators, not 12,"), line);
  }

  private static byte[] withValidators(ProtocolParameters parameters, int validators) {
    byte[] bytes = ProtocolParameters.CODEC.encode(parameters);
    int at = 8 * 3 + 2 + 4 + 4 + 8 * 4 + 2 * 4 + 4 + 2 * 7;
    assertEquals(parameters.validators(), bytes[at]);
    bytes[at] = (byte) validators;
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "genesis_header", "genesis_state"})
  void missingFieldIsNamed(String field) throws Exception {
    Map<String, Object> fields = fields();
    fields.remove(field);
    String line = refused(fields);
    assertTrue(line.contains(": " + field + " is missing; expected "), line);
  }

  @Test
  void bootnodesAndParametersMayBeMissing() throws Exception {
    Map<String, Object> fields = fields();
    fields.remove("bootnodes");
    fields.remove("protocol_parameters");
    fields.put("something_else", 7);
    assertEquals(ProtocolParameters.TINY, read(fields).parameters());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id | 7 | id is 7; expected the chain's name",
        "genesis_header | \"xy\" | genesis_header is \"xy\"; expected hex digits",
        "genesis_header | \"00\" | genesis_header is \"00\"; expected a header of a chain with 6",
        "genesis_state | [] | genesis_state is []; expected an object of 62 digits",
        "genesis_state | {\"01\":\"00\"} | genesis_state[\"01\"] is \"01\"; expected a key of 62",
        "protocol_parameters | \"0a00\" | protocol_parameters is \"0a00\"; expected the encoded",
        "bootnodes | \"here\" | bootnodes is \"here\"; expected a list of",
        "bootnodes | [\"1.2.3.4:5\"] | bootnodes[0] is \"1.2.3.4:5\"; expected \"<peer id>@",
        "bootnodes | [\"nonsense\"] | bootnodes[0] is \"nonsense\"; expected \"<peer id>@",
      })
  void wrongFieldIsNamedWithItsValue(String field, String value, String expected) throws Exception {
    Map<String, Object> fields = fields();
    fields.put(field, JSON.std.anyFrom(value));
    String line = refused(fields);
    assertTrue(line.contains(expected), line);
  }

  @Test
  void stateValueThatIsNoHexIsNamed() throws Exception {
    Map<String, Object> fields = fields();
    String key = "01" + "00".repeat(30);
    fields.put("genesis_state", Map.of(key, "0"));
    assertTrue(refused(fields).contains("genesis_state[\"" + key + "\"] is \"0\"; expected hex"));
    fields.put("genesis_state", Map.of(key, 5));
    assertTrue(refused(fields).contains("genesis_state[\"" + key + "\"] is 5; expected hex"));
  }

  @Test
  void brokenJsonIsPlaced() throws Exception {
    assertTrue(refused("{\"id\": \"a\",\n }").contains("(line 2, column 2)"));
    assertTrue(refused("").contains("is no JSON object"));
    assertTrue(refused("{\"id\": \"a\", \"id\": \"b\"}").contains("is no JSON object"));
    assertTrue(refused("{\"id\": \"a\"} 5").contains("is no JSON object"));
  }

  @Test
  void whatIsWrongIsSaidWithoutNamesOfExceptions() throws Exception {
    assertEquals(
        "chain specification " + folder + " cannot be read: Is a directory", refused(folder));
    assertTrue(
        refused(folder.resolve("none.json"))
            .endsWith(" cannot be read: there is no such file or directory"));
    String cut = refused("{\"id\": \"a\"");
    assertTrue(cut.contains("expected close marker for Object (line 1"), cut);
  }

  @Test
  void whatIsNeitherFormatSaysSo() throws Exception {
    assertTrue(refused("not json").contains("is neither JSON (JIP-4) nor a trace's genesis.bin"));
    byte[] genesis = Files.readAllBytes(Vectors.genesis("safrole"));
    Path cut = folder.resolve("cut.bin");
    Files.write(cut, Arrays.copyOf(genesis, 5000));
    assertTrue(refused(cut).contains("is neither JSON"));
    genesis[genesis.length - 1] ^= 1;
    Files.write(cut, genesis);
    assertTrue(refused(cut).contains("but its state has the root"));
    assertTrue(refused(folder.resolve("none.json")).contains("cannot be read"));
  }

  private static Map<String, Object> fields() throws IOException {
    return fields(ChainBuilder.tiny(2));
  }

  private static Map<String, Object> fields(ChainBuilder builder) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>(JSON.std.mapFrom(builder.chainSpec()));
    assertEquals(
        Bytes.wrap(Header.codec(builder.parameters()).encode(builder.genesis().header())).toHex(),
        fields.get("genesis_header"));
    return fields;
  }

  private ChainSpec read(Map<String, Object> fields) throws Exception {
    Path file = folder.resolve("spec.json");
    Files.writeString(file, JSON.std.asString(fields));
    return ChainSpecFiles.read(file);
  }

  private String refused(Map<String, Object> fields) throws Exception {
    return refused(JSON.std.asString(fields));
  }

  private String refused(String json) throws Exception {
    Path file = folder.resolve("spec.json");
    Files.writeString(file, json);
    return refused(file);
  }

  private static String refused(Path file) {
    String line =
        assertThrows(ChainSpecException.class, () -> ChainSpecFiles.read(file)).getMessage();
    assertEquals(1, line.lines().count(), line);
    assertTrue(line.contains(file.toString()), line);
    assertTrue(line.length() < 400 + file.toString().length(), line);
    return line;
  }
}
