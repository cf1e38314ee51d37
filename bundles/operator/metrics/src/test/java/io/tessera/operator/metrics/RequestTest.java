package io.tessera.operator.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as they may come, and as they must not. */
class RequestTest {

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsAHeadThatComesByteByByte() throws Exception {
    InputStream whole =
        in("HEAD /metrics?x=1 HTTP/1.1\r\nHOST:localhost \r\nAccept: a\r\naccept: b\r\n\r\nmore");
    InputStream slow =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return whole.read(buffer, offset, 1);
          }
        };
    Request request = Request.read(slow);
    assertTrue(request.head());
    assertEquals("/metrics", request.path());
    assertEquals("localhost", request.field("host"));
    assertEquals("a", request.field("accept"));
    assertEquals("", request.field("cookie"));
    assertEquals("more", new String(whole.readAllBytes(), StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @CsvSource({
    "400, GET / HTTP/2",
    "400, get / HTTP/1.1",
    "400, GET http://x/ HTTP/1.1",
    "400, GET /a b HTTP/1.1",
    "400, GET  / HTTP/1.1",
    "400, GET / HTTP/1.1~no field",
    "400, GET / HTTP/1.1~a : space before the colon",
    "400, GET / HTTP/1.1~ folded: x",
    "400, GET / HTTP/1.1~a: x\u0001y",
    "400, GET / HTTP/1.1~a: x\u007fy",
    "400, GET / HTTP/1.1~host: a~host: b",
    "405, POST / HTTP/1.1",
    "405, DELETE / HTTP/1.1",
    "413, GET / HTTP/1.1~content-length: 1",
    "413, GET / HTTP/1.1~transfer-encoding: chunked"
  })
  void refuses(int status, String lines) {
    assertEquals(
        status,
        assertThrows(
                Request.RefusedException.class,
                () -> Request.read(in(lines.replace("~", "\r\n") + "\r\n\r\n")))
            .status());
  }

  @Test
  void refusesWhatIsTooMuchOrEndsEarly() {
    assertEquals(431, status("GET / HTTP/1.1\r\na: " + "x".repeat(Request.MOST)));
    assertEquals(400, status("GET /" + "x".repeat(1001) + " HTTP/1.1\r\n\r\n"));
    assertEquals(400, status("GET / HTTP/1.1\r\n"));
    StringBuilder fields = new StringBuilder("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 65; i++) {
      fields.append('a').append(i).append(": x\r\n");
    }
    assertEquals(400, status(fields + "\r\n"));
  }

  @Test
  void refusesManySpacesInNoTime() {
    String spaces = "GET / HTTP/1.1\r\na:" + " ".repeat(8_000) + "\u0001\r\n\r\n";
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertEquals(400, status(spaces)), "not their number cubed");
  }

  @Test
  void aValueIsWhatIsBetweenTheSpaces() throws Exception {
    String text = "GET / HTTP/1.1\r\na: \t b: \u00e4 \t\r\nc:\r\n\r\n";
    Request request = Request.read(in(text));
    assertEquals("b: \u00e4", request.field("a"));
    assertEquals("", request.field("c"));
  }

  private static int status(String text) {
    return assertThrows(Request.RefusedException.class, () -> Request.read(in(text))).status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:9615",
        "127.0.0.1:9615",
        "192.168.1.7",
        "[::1]:9615",
        "node1.example.org:9615"
      })
  void isAddressedSo(String host) {
    assertTrue(new HostNames("Node1.example.org").allows(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "localhost:9615:1",
        "[::1",
        "127.0.0.1,evil.example"
      })
  void isNotAddressedSo(String host) {
    assertFalse(new HostNames("node1.example.org").allows(host));
  }
}
