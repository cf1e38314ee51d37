package io.tessera.operator.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON within bounds: what takes more memory than its text is limited in depth and number. Numbers
 * stay what they are, so that an id goes back as it came.
 */
final class Json {
  /** A batch of requests has arrays of arguments with arrays in them. */
  private static final int DEPTH = 16;

  /** Enough for thousands of arguments; each takes some tens of bytes. */
  private static final int TOKENS = 32_768;

  private static final int NUMBER_LENGTH = 64;
  private static final int NAME_LENGTH = 256;

  /** Names are not interned: clients choose them. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxTokenCount(TOKENS)
                  .maxNumberLength(NUMBER_LENGTH)
                  .maxNameLength(NAME_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE) // the message's size is bounded already
                  .build())
          .build();

  private static final JSON JR =
      JSON.builder(FACTORY)
          .enable(JSON.Feature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
          .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
          .build();

  private Json() {}

  /**
   * Maps, lists, strings, numbers, booleans and null.
   *
   * @throws RpcException when the text is no JSON value, or goes beyond a bound
   */
  static Object read(String text) throws RpcException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw RpcException.of(RpcException.PARSE_ERROR, "Parse error: no value");
      }
      Object value = JR.anyFrom(parser);
      if (parser.nextToken() != null) {
        throw RpcException.of(RpcException.PARSE_ERROR, "Parse error: more than one value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw RpcException.of(RpcException.PARSE_ERROR, "Parse error: " + inWords(e) + at(e));
    } catch (IOException e) {
      throw new UncheckedIOException("a text cannot be read", e);
    }
  }

  /** Where the object began, it says in the parser's own terms. */
  private static String inWords(JsonProcessingException e) {
    return e.getOriginalMessage().replaceFirst(" \\(start marker at .*\\)$", "");
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " at character " + e.getLocation().getCharOffset();
  }

  /** One line. */
  static String write(Object value) {
    try {
      return JR.asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException("a value cannot be written", e);
    }
  }
}
