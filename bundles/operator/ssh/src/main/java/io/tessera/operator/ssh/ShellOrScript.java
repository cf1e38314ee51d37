package io.tessera.operator.ssh;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * Whoever asks for a shell has a terminal, or else pipes lines into it: known at the start only.
 */
final class ShellOrScript implements Work.Task {
  private final Supplier<Work.Task> shell;
  private final Supplier<Work.Task> script;
  private Work.Task chosen;
  private boolean over;

  ShellOrScript(Supplier<Work.Task> shell, Supplier<Work.Task> script) {
    this.shell = shell;
    this.script = script;
  }

  @Override
  public int run(Work.Channel channel) throws IOException, InterruptedException {
    Work.Task task = TerminalSize.given(channel.env()) ? shell.get() : script.get();
    synchronized (this) {
      chosen = task;
      if (over) {
        return Work.FAILED;
      }
    }
    return task.run(channel);
  }

  @Override
  public void end() {
    Work.Task running;
    synchronized (this) {
      over = true;
      running = chosen;
    }
    if (running != null) {
      running.end();
    }
  }
}
