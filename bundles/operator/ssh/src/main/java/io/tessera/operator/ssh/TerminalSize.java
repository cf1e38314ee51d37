package io.tessera.operator.ssh;

import java.util.Map;
import java.util.Set;
import org.apache.sshd.server.Environment;
import org.jline.terminal.Size;

/** What a client says about its terminal, within reason. */
final class TerminalSize {
  private static final int MOST = 1000;
  private static final Size USUAL = new Size(80, 24);

  /** Those that JLine knows by itself: for others it would start a program. */
  private static final Set<String> KNOWN =
      Set.of("dumb", "ansi", "xterm", "xterm-256color", "screen", "screen-256color", "rxvt");

  private TerminalSize() {}

  /** Whether there is a terminal. */
  static boolean given(Environment env) {
    return env.getEnv().containsKey(Environment.ENV_TERM);
  }

  static Size of(Environment env) {
    Map<String, String> all = env.getEnv();
    return new Size(
        number(all.get(Environment.ENV_COLUMNS), USUAL.getColumns()),
        number(all.get(Environment.ENV_LINES), USUAL.getRows()));
  }

  private static int number(String text, int usual) {
    if (text == null || !text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
      return usual;
    }
    return Math.min(Integer.parseInt(text), MOST);
  }

  /** A type that behaves like the client's. */
  static String type(Environment env) {
    String type = String.valueOf(env.getEnv().get(Environment.ENV_TERM));
    if (KNOWN.contains(type)) {
      return type;
    }
    if (type.startsWith("tmux") || type.startsWith("screen")) {
      return "screen-256color";
    }
    return type.startsWith("dumb") || type.equals("null") ? "dumb" : "xterm-256color";
  }
}
