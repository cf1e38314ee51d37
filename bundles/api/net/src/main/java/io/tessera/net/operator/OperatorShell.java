package io.tessera.net.operator;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Executes lines as the node's interactive shell does, for who has no terminal here: the same
 * commands, pipes, several commands in a line; no colours, no pages, and nothing to read from.
 * Whoever may call this may do everything with the node.
 */
public interface OperatorShell {
  /** The command did what it says. */
  int DONE = 0;

  /** It did not; one line on {@link Call#err} says why. */
  int FAILED = 1;

  /** Characters of a line, at most; a longer one fails. */
  int LONGEST = 65_536;

  /**
   * Executes a line and waits for its end. Both outputs have been flushed when it returns, and no
   * thread of the line is left; they are not closed.
   *
   * @return {@link #DONE} or {@link #FAILED}, that of the last command of the line
   * @throws InterruptedException when the caller is interrupted; the line has been interrupted too
   *     then, and has ended unless the log says otherwise
   */
  int run(Call call) throws InterruptedException;

  /**
   * One line.
   *
   * @param line what an operator would type
   * @param columns characters that fit into a line of the output; 0 when nobody knows
   * @param folder where names of files begin that are not absolute; empty for the node's own
   * @param out takes what it prints, UTF-8, from several threads one after another; it may block,
   *     and ends the command by failing
   * @param err takes what goes wrong; may be the same
   */
  record Call(String line, int columns, Optional<Path> folder, OutputStream out, OutputStream err) {
    /** Checks that nothing is missing. */
    public Call {
      Objects.requireNonNull(line);
      Objects.requireNonNull(folder);
      Objects.requireNonNull(out);
      Objects.requireNonNull(err);
    }

    /** In the folder that the node runs in. */
    public Call(String line, int columns, OutputStream out, OutputStream err) {
      this(line, columns, Optional.empty(), out, err);
    }
  }
}
