package io.tessera.operator.shell;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;

/** JSON for programs: one line, fields in the order given, hashes as 64 hexadecimal digits. */
final class JsonText {
  private JsonText() {}

  /** Maps, lists, strings, numbers and booleans. */
  static String write(Object value) throws IOException {
    return JSON.std.asString(value);
  }
}
