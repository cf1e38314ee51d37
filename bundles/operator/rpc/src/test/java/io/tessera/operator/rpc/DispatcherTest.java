package io.tessera.operator.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON-RPC 2.0, sentence by sentence. */
class DispatcherTest {
  private final Dispatcher dispatcher =
      new Dispatcher(
          Map.of(
              "echo", Method.of("echo", List.of("number"), params -> params.u32(0)),
              "none", Method.of("none", List.of(), params -> null),
              "large", Method.of("large", List.of(), params -> "x".repeat(9 << 20)),
              "bug", Method.of("bug", List.of(), DispatcherTest::bug)),
          4);

  private static Object bug(Params params) {
    throw new IllegalStateException("a bug that the test makes");
  }

  private String answer(String message) throws InterruptedException {
    return dispatcher.answer(message, Bed.NOBODY).orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"a\"", "\"\"", "-7", "1.50", "1E+400", "null", "0"})
  void anIdGoesBackAsItCame(String id) throws Exception {
    String request = "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[5],\"id\":" + id + "}";
    assertEquals("{\"jsonrpc\":\"2.0\",\"result\":5,\"id\":" + id + "}", answer(request));
    String large = "123456789012345678901234567890";
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":" + large + "}",
        answer("{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"id\":" + large + "}"));
  }

  /** It would be held as long as its answer is not read. */
  @Test
  void anIdHasABound() throws Exception {
    String request = "{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"id\":\"%s\"}";
    String most = "i".repeat(1024);
    assertTrue(answer(request.formatted(most)).contains("\"result\":null,\"id\":\"" + most));
    String answer = answer(request.formatted(most + "i"));
    assertTrue(answer.startsWith("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,"), answer);
    assertTrue(answer.endsWith(" 1024 characters\"},\"id\":null}"), answer);
  }

  @Test
  void aTextThatEndsTooSoonIsRefusedWithoutTheParsersOwnTerms() throws Exception {
    String answer = answer("{\"jsonrpc\":\"2.0\"");
    assertTrue(answer.contains("expected close marker for Object at character "), answer);
  }

  @Test
  void aNotificationIsNotAnsweredEvenWhenItIsWrong() throws Exception {
    assertEquals("", answer("{\"jsonrpc\":\"2.0\",\"method\":\"none\"}"));
    assertEquals("", answer("{\"jsonrpc\":\"2.0\",\"method\":\"unknown\"}"));
    assertEquals("", answer("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[]}"));
    assertEquals("", answer("[{\"jsonrpc\":\"2.0\",\"method\":\"none\"}]"));
  }

  /** Error codes of JSON-RPC; the id is null where there is none to be found. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "-32700|null|{",
        "-32700|null|{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"id\":1} {}",
        "-32700|null|{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"id\":1,\"id\":2}",
        "-32700|null|[1,",
        "-32700|null|{'jsonrpc':'2.0'}",
        "-32600|null|[]",
        "-32600|null|1",
        "-32600|null|null",
        "-32600|null|{}",
        "-32600|1|{\"method\":\"none\",\"id\":1}",
        "-32600|1|{\"jsonrpc\":\"1.0\",\"method\":\"none\",\"id\":1}",
        "-32600|1|{\"jsonrpc\":2.0,\"method\":\"none\",\"id\":1}",
        "-32600|1|{\"jsonrpc\":\"2.0\",\"id\":1}",
        "-32600|1|{\"jsonrpc\":\"2.0\",\"method\":1,\"id\":1}",
        "-32600|1|{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"params\":null,\"id\":1}",
        "-32600|1|{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"params\":\"bar\",\"id\":1}",
        "-32600|null|{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"id\":{}}",
        "-32600|null|{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"id\":true}",
        "-32600|null|{\"jsonrpc\":\"2.0\",\"result\":1}",
        "-32601|1|{\"jsonrpc\":\"2.0\",\"method\":\"rpc.none\",\"id\":1}",
        "-32602|1|{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"params\":[1],\"id\":1}",
        "-32602|1|{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1}",
        "-32602|1|{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":{\"number\":1},\"id\":1}",
        "-32603|1|{\"jsonrpc\":\"2.0\",\"method\":\"bug\",\"id\":1}",
      })
  void errorsHaveTheirCodes(int code, String id, String message) throws Exception {
    String answer = answer(message);
    assertTrue(answer.startsWith("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":" + code + ","), answer);
    assertTrue(answer.endsWith(",\"id\":" + id + "}"), answer);
  }

  @Test
  void aBatchIsAnsweredButForItsNotifications() throws Exception {
    String batch =
        """
        [{"jsonrpc":"2.0","method":"echo","params":[1],"id":"1"},
         {"jsonrpc":"2.0","method":"none"},
         1,
         {"jsonrpc":"2.0","method":"none","id":2}]""";
    assertEquals(
        """
        [{"jsonrpc":"2.0","result":1,"id":"1"},\
        {"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request: no object"},"id":null},\
        {"jsonrpc":"2.0","result":null,"id":2}]""",
        answer(batch));
    String five = "[" + String.join(",", java.util.Collections.nCopies(5, "1")) + "]";
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Invalid Request: a batch of"
            + " 5; send at most 4 (max_batch)\"},\"id\":null}",
        answer(five));
  }

  @Test
  void aBatchesAnswerIsBounded() throws Exception {
    String batch =
        IntStream.range(0, 4)
            .mapToObj(i -> "{\"jsonrpc\":\"2.0\",\"method\":\"large\",\"id\":" + i + "}")
            .collect(Collectors.joining(",", "[", "]"));
    String answer = answer(batch);
    assertTrue(answer.length() < 20 << 20, answer.length() + " characters");
    assertTrue(answer.endsWith("too large; send smaller ones\"},\"id\":3}]"));
  }

  /** What costs more memory than its text. */
  @Test
  void depthNumbersAndNumberOfValuesAreBounded() throws Exception {
    String start = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,";
    assertTrue(answer("[".repeat(100)).startsWith(start));
    assertTrue(answer("[" + "9".repeat(1_000) + "]").startsWith(start));
    assertTrue(answer("[" + "1,".repeat(40_000) + "1]").startsWith(start));
    assertTrue(answer("{\"" + "a".repeat(1_000) + "\":1}").startsWith(start));
  }
}
