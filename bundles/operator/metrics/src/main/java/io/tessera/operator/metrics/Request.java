package io.tessera.operator.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an HTTP request (RFC 9112, sections 2 to 5), as far as a server needs it that serves
 * a few pages: GET and HEAD, no body.
 *
 * @param head whether only the head of the answer is wanted
 * @param path without the query
 * @param fields by lower-case name
 */
record Request(boolean head, String path, Map<String, String> fields) {
  /** Most bytes of a request's head. */
  static final int MOST = 8 << 10;

  private static final int MOST_FIELDS = 64;
  private static final Pattern LINE =
      Pattern.compile("([A-Z]{1,16}) (/[!-~]{0,1000}) HTTP/1\\.[01]");
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

  /** What is wrong with a request. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String why) {
      super(why);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** Reads a head; what comes behind it is left out of account, as nothing is to come. */
  static Request read(InputStream in) throws IOException, RefusedException {
    byte[] buffer = new byte[MOST];
    int size = 0;
    int end = -1;
    while (end < 0) {
      if (size == MOST) {
        throw new RefusedException(431, "the request's head has more than " + MOST + " bytes");
      }
      int count = in.read(buffer, size, MOST - size);
      if (count < 0) {
        throw new RefusedException(400, "the request ends in its head");
      }
      int from = Math.max(0, size - 3);
      size += count;
      end = endOfHead(buffer, from, size);
    }
    return parse(new String(buffer, 0, end, StandardCharsets.ISO_8859_1));
  }

  private static int endOfHead(byte[] buffer, int from, int size) {
    for (int i = from; i + 3 < size; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Reads a head from its text, without the empty line at its end. */
  static Request parse(String text) throws RefusedException {
    String[] lines = text.split("\r\n", -1);
    Matcher line = LINE.matcher(lines[0]);
    if (!line.matches()) {
      throw new RefusedException(400, "this is no request that this server understands");
    }
    Map<String, String> fields = fields(Arrays.asList(lines).subList(1, lines.length));
    String method = line.group(1);
    if (!method.equals("GET") && !method.equals("HEAD")) {
      throw new RefusedException(405, "GET and HEAD are all that there is");
    }
    boolean hasBody = !fields.getOrDefault("content-length", "0").equals("0");
    if (hasBody || fields.containsKey("transfer-encoding")) {
      throw new RefusedException(413, "a request here has no body");
    }
    String path = line.group(2);
    int query = path.indexOf('?');
    return new Request(method.equals("HEAD"), query < 0 ? path : path.substring(0, query), fields);
  }

  private static Map<String, String> fields(Iterable<String> lines) throws RefusedException {
    Map<String, String> fields = new TreeMap<>();
    for (String text : lines) {
      int colon = text.indexOf(':');
      if (colon < 0 || !NAME.matcher(text.substring(0, colon)).matches() || !isPrintable(text)) {
        throw new RefusedException(400, "a header field of the request is none");
      }
      String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
      boolean again = fields.putIfAbsent(name, text.substring(colon + 1).strip()) != null;
      if (fields.size() > MOST_FIELDS || (again && name.equals("host"))) {
        throw new RefusedException(400, "the request has too many header fields");
      }
    }
    return fields;
  }

  /** By hand: a pattern for a value between spaces tries every division of them into three. */
  private static boolean isPrintable(String text) {
    return text.chars().allMatch(each -> each == '\t' || (each >= ' ' && each != 0x7f));
  }

  /** A header field's value; empty when it is not there. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }
}
