package io.tessera.core.chain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.net.FileTrouble;
import io.tessera.net.PeerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a JIP-4 specification. Fields that JIP-4 does not have are left alone: other nodes' files
 * carry some.
 */
final class JsonSpecReader {
  private static final int KEY_DIGITS = 2 * StateKey.SIZE;

  private final Path file;

  JsonSpecReader(Path file) {
    this.file = file;
  }

  ChainSpec read(byte[] json) throws ChainSpecException {
    Map<String, Object> fields = parse(json);
    String id = string(fields, "id", "the chain's name");
    List<PeerAddress> bootnodes = bootnodes(fields);
    byte[] header =
        hex(
            "genesis_header",
            string(fields, "genesis_header", "the encoded genesis header in hex"));
    Optional<ProtocolParameters> given = parameters(fields);
    ProtocolParameters parameters =
        given.isPresent() ? given.get() : new ParameterGuess(file).fromHeader(header);
    return ChainSpec.of(id, bootnodes, header(header, parameters), state(fields), parameters);
  }

  private Map<String, Object> parse(byte[] json) throws ChainSpecException {
    JSON reader = JSON.builder().enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS).build();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      Map<String, Object> fields = reader.mapFrom(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "something follows the object");
      }
      return fields;
    } catch (JsonProcessingException notJson) {
      throw new ChainSpecException(
          "chain specification "
              + file
              + " is no JSON object: "
              + notJson.getOriginalMessage().replaceFirst(" \\(start marker at .*\\)$", "")
              + place(notJson));
    } catch (IOException failure) {
      throw new ChainSpecException(
          "chain specification " + file + ": " + FileTrouble.reason(failure));
    }
  }

  private static String place(JsonProcessingException at) {
    return at.getLocation() == null
        ? ""
        : " (line "
            + at.getLocation().getLineNr()
            + ", column "
            + at.getLocation().getColumnNr()
            + ")";
  }

  private List<PeerAddress> bootnodes(Map<String, Object> fields) throws ChainSpecException {
    Object value = fields.getOrDefault("bootnodes", List.of());
    if (!(value instanceof List<?> list)) {
      throw wrong("bootnodes", value, "a list of \"<peer id>@<ip>:<port>\"");
    }
    List<PeerAddress> bootnodes = new ArrayList<>();
    for (Object each : list) {
      bootnodes.add(bootnode("bootnodes[" + bootnodes.size() + "]", each));
    }
    return bootnodes;
  }

  private PeerAddress bootnode(String field, Object value) throws ChainSpecException {
    try {
      PeerAddress address = PeerAddress.parse(String.valueOf(value));
      if (address.peer().isPresent()) {
        return address;
      }
    } catch (IllegalArgumentException reason) {
      throw wrong(field, value, "\"<peer id>@<ip>:<port>\" (" + reason.getMessage() + ")");
    }
    throw wrong(field, value, "\"<peer id>@<ip>:<port>\" with the peer id");
  }

  private Optional<ProtocolParameters> parameters(Map<String, Object> fields)
      throws ChainSpecException {
    String field = "protocol_parameters";
    if (fields.get(field) == null) {
      return Optional.empty();
    }
    String expected = "the encoded parameters in hex, " + 2 * ProtocolParameters.SIZE + " digits";
    String digits = string(fields, field, expected);
    try {
      return Optional.of(ProtocolParameters.CODEC.decode(hex(field, digits)));
    } catch (CodecException reason) {
      throw wrong(field, digits, expected + " (" + reason.getMessage() + ")");
    }
  }

  private Header header(byte[] bytes, ProtocolParameters parameters) throws ChainSpecException {
    try {
      return Header.codec(parameters).decode(bytes);
    } catch (CodecException reason) {
      throw wrong(
          "genesis_header",
          Bytes.wrap(bytes).toHex(),
          "a header of a chain with "
              + parameters.validators()
              + " validators ("
              + reason.getMessage()
              + ")");
    }
  }

  private Map<StateKey, Bytes> state(Map<String, Object> fields) throws ChainSpecException {
    Object value = fields.get("genesis_state");
    if (value == null) {
      throw missing("genesis_state", "an object of " + KEY_DIGITS + " digits to hex values");
    }
    if (!(value instanceof Map<?, ?> items)) {
      throw wrong("genesis_state", value, "an object of " + KEY_DIGITS + " digits to hex values");
    }
    Map<StateKey, Bytes> state = new HashMap<>();
    for (Map.Entry<?, ?> item : items.entrySet()) {
      String key = String.valueOf(item.getKey());
      String field = "genesis_state[\"" + shorten(key) + "\"]";
      if (key.length() != KEY_DIGITS) {
        throw wrong(field, key, "a key of " + KEY_DIGITS + " hex digits");
      }
      if (!(item.getValue() instanceof String digits)) {
        throw wrong(field, item.getValue(), "hex digits");
      }
      state.put(StateKey.wrap(hex(field, key)), Bytes.wrap(hex(field, digits)));
    }
    return state;
  }

  private String string(Map<String, Object> fields, String field, String expected)
      throws ChainSpecException {
    Object value = fields.get(field);
    if (value == null) {
      throw missing(field, expected);
    }
    if (!(value instanceof String text) || text.isBlank()) {
      throw wrong(field, value, expected);
    }
    return text;
  }

  private byte[] hex(String field, String digits) throws ChainSpecException {
    try {
      return Bytes.fromHex(digits).toByteArray();
    } catch (IllegalArgumentException reason) {
      throw wrong(field, digits, "hex digits (" + reason.getMessage() + ")");
    }
  }

  private ChainSpecException missing(String field, String expected) {
    return new ChainSpecException(
        "chain specification " + file + ": " + field + " is missing; expected " + expected);
  }

  private ChainSpecException wrong(String field, Object value, String expected) {
    return wrong(file, field, value, expected);
  }

  /** One line that names file, field, value and what is expected. */
  static ChainSpecException wrong(Path file, String field, Object value, String expected) {
    return new ChainSpecException(
        "chain specification "
            + file
            + ": "
            + field
            + " is "
            + (value instanceof String text ? "\"" + shorten(text) + "\"" : shorten("" + value))
            + "; expected "
            + expected);
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= 70 ? line : line.substring(0, 60) + "… (" + line.length() + ")";
  }
}
