package io.tessera.operator.ssh;

import io.tessera.net.operator.OperatorShell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** {@code ssh node 'line'}: one line, its output, its status. */
final class OneLine implements Work.Task {
  private final String line;
  private final Supplier<OperatorShell> shell;

  /** With the shell that is there when the line is run, which may be null. */
  OneLine(String line, Supplier<OperatorShell> shell) {
    this.line = line;
    this.shell = shell;
  }

  @Override
  public int run(Work.Channel channel) throws IOException, InterruptedException {
    return run(line, shell.get(), channel);
  }

  static int run(String line, OperatorShell shell, Work.Channel channel)
      throws IOException, InterruptedException {
    if (shell == null || line.length() > OperatorShell.LONGEST) {
      String why =
          shell == null
              ? "no commands here: the bundle io.tessera.operator.shell does not run"
              : "the line has more than " + OperatorShell.LONGEST + " characters";
      channel.err().write((why + "\n").getBytes(StandardCharsets.UTF_8));
      return Work.FAILED;
    }
    int columns =
        TerminalSize.given(channel.env()) ? TerminalSize.of(channel.env()).getColumns() : 0;
    return shell.run(new OperatorShell.Call(line, columns, channel.out(), channel.err()));
  }

  @Override
  public void end() {
    // The interrupt that follows does it.
  }
}
