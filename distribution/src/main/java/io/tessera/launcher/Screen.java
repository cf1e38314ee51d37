package io.tessera.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Where a devnet shows its nodes: on a terminal a table that is drawn over itself, elsewhere a line
 * now and then and the table at the end. Confined to one thread.
 */
final class Screen {
  private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
  private static final long BETWEEN_LINES = Duration.ofSeconds(1).toNanos();

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private int drawn;
  private String said = "";
  private long saidNanos;

  /**
   * A screen with nothing on it.
   *
   * @param terminal whether the output understands the escape sequences of ECMA-48
   */
  Screen(PrintStream out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.saidNanos = nanoTime.getAsLong() - BETWEEN_LINES;
  }

  /** Whether nothing else may be written between the drawings. */
  boolean terminal() {
    return terminal;
  }

  /** A line that stays. */
  void say(String line) {
    out.println("devnet: " + line);
    drawn = 0;
  }

  /** Where the nodes stand now. */
  void show(List<DevnetNode> nodes) {
    if (terminal) {
      draw(StatusTable.lines(nodes));
      return;
    }
    String line = StatusTable.summary(nodes);
    if (!line.equals(said) && nanoTime.getAsLong() - saidNanos >= BETWEEN_LINES) {
      say(line);
      said = line;
      saidNanos = nanoTime.getAsLong();
    }
  }

  /** Where they stand at the end. */
  void last(List<DevnetNode> nodes) {
    draw(StatusTable.lines(nodes));
    drawn = 0;
  }

  private void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    for (String line : lines) {
      text.append(line).append(terminal ? CLEAR_TO_END_OF_LINE : "").append('\n');
    }
    out.print(text);
    out.flush();
    drawn = terminal ? lines.size() : 0;
  }
}
