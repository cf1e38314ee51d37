package io.tessera.testing.itests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A session of the node's shell: what an operator would type, without a terminal. */
final class Gogo implements AutoCloseable {
  private final Object session;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /** A session of a {@code CommandProcessor}. */
  Gogo(Object processor) {
    session =
        Reflect.call(
            processor, "createSession", new ByteArrayInputStream(new byte[0]), printed, printed);
  }

  /** Runs a line; what it printed and what it returned, or what the failure says. */
  synchronized String run(String line) {
    printed.reset();
    Object result;
    try {
      result = Reflect.call(session, "execute", line);
    } catch (Reflect.CallException e) {
      result = e.getMessage();
    }
    return printed.toString(StandardCharsets.UTF_8) + (result == null ? "" : result);
  }

  /** Runs a line that must not fail. */
  synchronized String must(String line) {
    printed.reset();
    try {
      Object result = Reflect.call(session, "execute", line);
      return printed.toString(StandardCharsets.UTF_8) + (result == null ? "" : result);
    } catch (Reflect.CallException e) {
      throw new AssertionError("'" + line + "' in the shell: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    Reflect.call(session, "close");
  }
}
