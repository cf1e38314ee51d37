package io.tessera.operator.metrics;

import java.nio.charset.StandardCharsets;

/**
 * What a request is answered with.
 *
 * @param status HTTP status code
 * @param type media type
 * @param body given away
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record Response(int status, String type, byte[] body) {
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** A few lines. */
  static Response text(int status, String text) {
    return new Response(status, PLAIN, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The status with its reason phrase (RFC 9110, section 15). */
  String statusLine() {
    String phrase =
        switch (status) {
          case 200 -> "OK";
          case 400 -> "Bad Request";
          case 404 -> "Not Found";
          case 405 -> "Method Not Allowed";
          case 408 -> "Request Timeout";
          case 413 -> "Content Too Large";
          case 421 -> "Misdirected Request";
          case 431 -> "Request Header Fields Too Large";
          case 503 -> "Service Unavailable";
          default -> "Internal Server Error";
        };
    return "HTTP/1.1 " + status + " " + phrase;
  }
}
