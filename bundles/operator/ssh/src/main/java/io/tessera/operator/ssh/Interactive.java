package io.tessera.operator.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.Signal;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code ssh node} at a terminal: the same shell that the node has at its own. */
final class Interactive implements Work.Task {
  private static final Logger LOG = LoggerFactory.getLogger(Interactive.class);

  private final CommandProcessor processor;
  private final UnaryOperator<String> properties;
  private volatile Shell shell;
  private volatile Terminal terminal;
  private volatile CommandSession session;
  private volatile boolean over;

  /**
   * A session to come.
   *
   * @param properties of the framework: where the profile is
   */
  Interactive(CommandProcessor processor, UnaryOperator<String> properties) {
    this.processor = processor;
    this.properties = properties;
  }

  @Override
  public int run(Work.Channel channel) throws IOException {
    try (Terminal opened = terminal(channel);
        CommandSession gogo =
            processor.createSession(opened.input(), opened.output(), opened.output())) {
      gogo.put(Shell.VAR_TERMINAL, opened);
      gogo.put("remote", true); // the profile greets in another way
      shell = new Shell(new Context(), processor);
      terminal = opened;
      session = gogo;
      if (!over) {
        login(gogo);
      }
      return 0;
    }
  }

  /** Whatever ends the shell, by Gogo's own signature, ends the session. */
  private void login(CommandSession gogo) {
    try {
      shell.gosh(gogo, new String[] {"--login", "--noshutdown", "--nohistory"});
    } catch (Exception | LinkageError e) {
      if (!over) {
        LOG.error("A shell over SSH has failed", e);
      }
    }
  }

  private static Terminal terminal(Work.Channel channel) throws IOException {
    Environment env = channel.env();
    ExternalTerminal terminal =
        new ExternalTerminal(
            "ssh", TerminalSize.type(env), channel.in(), channel.out(), StandardCharsets.UTF_8);
    terminal.setSize(TerminalSize.of(env));
    env.addSignalListener(
        (changed, signal) -> {
          terminal.setSize(TerminalSize.of(env));
          terminal.raise(Terminal.Signal.WINCH);
        },
        Signal.WINCH);
    return terminal;
  }

  /** The shell takes an interrupt for Ctrl-C: it is told, and finds its terminal closed. */
  @Override
  public void end() {
    over = true;
    Shell running = shell;
    CommandSession gogo = session;
    Terminal open = terminal;
    if (running != null) {
      running.stop();
    }
    Job job = gogo == null ? null : gogo.foregroundJob();
    if (job != null) {
      job.interrupt();
    }
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("A terminal of SSH does not close: {}", e.toString());
      }
    }
  }

  /** What the shell asks of its surroundings. */
  private final class Context implements Shell.Context {
    @Override
    public String getProperty(String name) {
      return properties.apply(name);
    }

    @Override
    public void exit() {
      end();
    }
  }
}
