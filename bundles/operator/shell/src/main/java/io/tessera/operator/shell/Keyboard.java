package io.tessera.operator.shell;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.NonBlockingReader;

/**
 * The keys of a session's terminal, as they are hit and not line by line. JLine is there only in a
 * node with a shell: nothing outside of this class names its types, and this class is used only for
 * a session that has a terminal.
 */
final class Keyboard implements AutoCloseable {
  private static final char CTRL_C = 3;
  private static final char CTRL_D = 4;

  private final Terminal terminal;
  private final Attributes before;
  private final SignalHandler interruptBefore;

  /** Takes the keyboard of a terminal over; Ctrl-C interrupts the thread that does. */
  Keyboard(Object terminal) {
    this.terminal = (Terminal) terminal;
    Thread reader = Thread.currentThread();
    before = this.terminal.enterRawMode();
    interruptBefore = this.terminal.handle(Signal.INT, signal -> reader.interrupt());
  }

  /** Whether keys can be read and lines overwritten there. */
  static boolean supports(Object terminal) {
    return terminal instanceof Terminal known && !known.getType().startsWith(Terminal.TYPE_DUMB);
  }

  /** Lines of the terminal; 0 when not known. */
  int height() {
    return terminal.getHeight();
  }

  /** Waits for Enter, q, Ctrl-C or Ctrl-D; whether that came in time. */
  boolean endWithin(Duration time) throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    long left = time.toMillis();
    while (left > 0) {
      int key = read(left);
      if (key != NonBlockingReader.READ_EXPIRED && isEnd(key)) {
        return true;
      }
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return false;
  }

  private int read(long millis) throws IOException, InterruptedException {
    int key;
    try {
      key = terminal.reader().read(millis);
    } catch (InterruptedIOException e) {
      throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while it waits for a key");
    }
    return key;
  }

  private static boolean isEnd(int key) {
    return switch (key) {
      case NonBlockingReader.EOF, '\r', '\n', 'q', 'Q', CTRL_C, CTRL_D -> true;
      default -> false;
    };
  }

  /** Gives the keyboard back. */
  @Override
  public void close() {
    terminal.handle(Signal.INT, interruptBefore);
    terminal.setAttributes(before);
  }
}
