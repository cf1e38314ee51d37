package io.tessera.operator.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Behind the option {@code -w}: shows a view again and again, on a terminal in place and until a
 * key is hit, elsewhere one below the other until the session ends. It runs on the session's own
 * thread, which leaves when this bundle stops.
 */
@Component(service = Watch.class)
public final class Watch {
  /** The options of a command that can be watched. */
  static final List<String> OPTIONS = List.of("--json", "-w?");

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final int SECONDS = 2;
  private static final int MOST_SECONDS = 3600;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The session's variable for what JLine knows as its terminal; absent without one. */
  private static final String TERMINAL = ".terminal";

  private static final String HINT = "(again and again; Enter, q or Ctrl-C ends)";

  private final Duration second;
  private final Set<Thread> watching = new HashSet<>();
  private boolean stopped;

  /** Called by the component runtime. */
  @Activate
  public Watch() {
    this(Duration.ofSeconds(1));
  }

  /** With seconds of another length. */
  Watch(Duration second) {
    this.second = second;
  }

  /** Ends what is watched, and waits until no thread is here any more. */
  @Deactivate
  synchronized void deactivate() {
    stopped = true;
    watching.forEach(Thread::interrupt);
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean interrupted = false;
    while (!watching.isEmpty() && System.nanoTime() < end) {
      try {
        wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (!watching.isEmpty()) {
      LOG.error("The shell's threads {} ignore that they are interrupted", watching);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Shows the view once, or until it ends when the words say so; then there is nothing to add. */
  String show(CommandSession session, Arguments arguments, View view)
      throws CommandException, IOException {
    if (!arguments.has("-w")) {
      return view.show(session, arguments);
    }
    Duration period = second.multipliedBy(arguments.number("-w", SECONDS, MOST_SECONDS));
    if (enter()) {
      try {
        run(session, arguments, view, period);
      } catch (InterruptedException e) {
        LOG.trace("no longer watched", e); // the way it ends
      } finally {
        leave();
      }
    }
    return null;
  }

  private synchronized boolean enter() {
    return !stopped && watching.add(Thread.currentThread());
  }

  private synchronized void leave() {
    watching.remove(Thread.currentThread());
    Thread.interrupted(); // it was meant for the watch
    notifyAll();
  }

  private static void run(CommandSession session, Arguments arguments, View view, Duration period)
      throws CommandException, IOException, InterruptedException {
    Process process = Process.Utils.current();
    PrintStream out = process == null ? session.getConsole() : process.out();
    boolean toPeople = process != null && process.isTty(1) && !arguments.has("--json");
    Object terminal = session.get(TERMINAL);
    if (toPeople && terminal != null && Keyboard.supports(terminal)) {
      try (Keyboard keyboard = new Keyboard(terminal)) {
        Redraw redraw = new Redraw(out);
        do {
          int width = Screen.width(session);
          redraw.draw(view.text(width) + "\n" + Wrap.cut(HINT, width), keyboard.height());
        } while (!keyboard.endWithin(period));
      }
      return;
    }
    do {
      out.println(view.show(session, arguments) + (arguments.has("--json") ? "" : "\n"));
      if (out.checkError()) {
        return; // nobody reads any more
      }
      Thread.sleep(period);
    } while (true);
  }
}
