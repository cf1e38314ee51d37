package io.tessera.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What {@code exec} is told beside the data directory. */
final class ExecOptions {
  /** Bytes of a command, at most: what a node takes. */
  static final int LONGEST = 65_536;

  private static final String TIMEOUT = "--timeout";

  private ExecOptions() {}

  static void check(Map<String, String> more) throws UsageException {
    String seconds = more.getOrDefault(TIMEOUT, "1");
    if (!seconds.matches("[0-9]{1,6}(\\.[0-9]{1,3})?") || new BigDecimal(seconds).signum() == 0) {
      throw new UsageException(
          "option " + TIMEOUT + ": '" + seconds + "' is no number of seconds such as 0.5 or 10");
    }
  }

  /** How long to wait for the end of the command; zero for as long as it takes. */
  static Duration timeout(Map<String, String> more) {
    String seconds = more.getOrDefault(TIMEOUT, "0");
    return Duration.ofMillis(new BigDecimal(seconds).movePointRight(3).longValue());
  }

  /** The words as one line, or what the input has when the only word is {@code -}. */
  static String line(List<String> words, InputStream in) throws IOException, UsageException {
    String line = String.join(" ", words);
    if (line.equals("-")) {
      line = new String(in.readNBytes(LONGEST + 1), StandardCharsets.UTF_8);
    }
    if (line.isBlank()) {
      throw new UsageException("exec: no command is given." + CommandLine.seeHelp("exec"));
    }
    int size = line.getBytes(StandardCharsets.UTF_8).length;
    if (size > LONGEST) {
      throw new UsageException(
          "exec: the command has more than "
              + LONGEST
              + " bytes; put it into a file of its own and use 'source FILE'");
    }
    return line;
  }

  /** Characters in a line of this terminal, as the start script or the shell around it tells. */
  static int columns(String ofScript, String ofShell) {
    String text = ofScript == null || ofScript.isEmpty() ? ofShell : ofScript;
    return text != null && text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : 0;
  }
}
