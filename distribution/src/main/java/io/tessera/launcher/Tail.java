package io.tessera.launcher;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Keeps the last lines that it is given. Safe from any thread. */
final class Tail implements Consumer<String> {
  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();

  Tail(int most) {
    this.most = most;
  }

  @Override
  public synchronized void accept(String line) {
    if (lines.size() == most) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** The lines, each with its end. */
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
