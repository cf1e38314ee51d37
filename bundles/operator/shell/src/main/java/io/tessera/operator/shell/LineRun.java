package io.tessera.operator.shell;

import io.tessera.net.operator.OperatorShell;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line in a Gogo session of its own. Gogo executes commands on threads of the session, which it
 * does not join: they are found again by the thread group that they inherit from the thread which
 * makes the session, and by their names.
 */
final class LineRun {
  /** Whose commands come first; the distribution's {@code etc/gosh_profile} says the same. */
  static final String SCOPE = "tessera:gogo:felix:*";

  /**
   * How Gogo names its threads, idle, with a command and of jobs, and JLine those of a terminal.
   */
  private static final Pattern OF_SESSION =
      Pattern.compile("(session|pipe)-.*|job controller .*|.* reader thread", Pattern.DOTALL);

  private static final int ROUNDS = 4;
  private static final Duration ROUND = Duration.ofMillis(500);
  private static final int LINES = 24;
  private static final Logger LOG = LoggerFactory.getLogger(LineRun.class);

  private final CommandProcessor processor;
  private final OperatorShell.Call call;
  private final Outlet out;
  private final Outlet err;
  private final ThreadGroup group = new ThreadGroup("tessera-line");
  private final Thread thread = new Thread(group, this::execute, "tessera-line");
  private final AtomicInteger status = new AtomicInteger(OperatorShell.FAILED);
  private final ReentrantLock one = new ReentrantLock();
  private final ReentrantLock saying = new ReentrantLock();
  private volatile CommandSession session;
  private volatile boolean ending;

  LineRun(CommandProcessor processor, OperatorShell.Call call) {
    this.processor = processor;
    this.call = call;
    out = new Outlet(call.out(), this::interruptAll);
    err = call.err().equals(call.out()) ? out : new Outlet(call.err(), this::interruptAll);
    thread.setContextClassLoader(null);
  }

  /** Executes, and returns when no thread of the line is left; interrupted, it ends the line. */
  int run() throws InterruptedException {
    thread.start();
    try {
      thread.join();
      // A command that looks after its output itself may have ended before it was interrupted.
      return out.broken() || err.broken() ? OperatorShell.FAILED : status.get();
    } finally {
      end();
    }
  }

  /**
   * Ends the line wherever it is, and waits for its threads; may be called from any thread. Who has
   * been interrupted gets some time to say so: the next interrupt would cut it short.
   */
  void end() {
    ending = true;
    one.lock(); // two at a time would interrupt twice as often
    try {
      endAlone();
    } finally {
      one.unlock();
    }
  }

  private void endAlone() {
    boolean interrupted = false;
    for (int round = 0; round < ROUNDS && !threads().isEmpty(); round++) {
      interruptAll();
      interrupted |= !joined(System.nanoTime() + ROUND.toNanos());
    }
    if (!threads().isEmpty()) {
      LOG.error("The line '{}' does not end; its command ignores interrupts", call.line());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The session's own way first: it cancels what waits for a thread. What that thread says about it
   * is not cut short by the second way, unless it takes long.
   */
  private void interruptAll() {
    CommandSession open = session;
    Job job = open == null ? null : open.foregroundJob();
    boolean silent = awaitSilence();
    try {
      if (job != null) {
        job.interrupt();
      }
      threads().forEach(Thread::interrupt);
    } finally {
      if (silent) {
        saying.unlock();
      }
    }
  }

  private boolean awaitSilence() {
    try {
      return saying.tryLock(ROUND.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits for all; false when the caller has been interrupted meanwhile. */
  private boolean joined(long until) {
    try {
      for (List<Thread> left = threads(); !left.isEmpty(); left = threads()) {
        long rest = until - System.nanoTime();
        if (rest <= 0 || !left.get(0).join(Duration.ofNanos(rest))) {
          break;
        }
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** But for the one that asks, which may be a command that stops this bundle. */
  private List<Thread> threads() {
    Thread[] all = new Thread[group.activeCount() + 8];
    int count = group.enumerate(all);
    return Arrays.stream(all, 0, count)
        .filter(each -> each != Thread.currentThread() && isOfLine(each))
        .toList();
  }

  /**
   * Whatever a command makes start inherits the group, such as the thread that stops the framework,
   * or that of a chain whose bundle was swapped: it is none of the line's, and goes on after it.
   */
  private boolean isOfLine(Thread each) {
    return each == thread || OF_SESSION.matcher(each.getName()).matches();
  }

  private void execute() {
    try (CommandSession opened = processor.createSession(InputStream.nullInputStream(), out, err);
        Terminal terminal = terminal()) {
      session = opened;
      call.folder().ifPresent(opened::currentDir);
      opened.put("SCOPE", SCOPE);
      opened.put(".terminal", terminal);
      opened.put("COLUMNS", call.columns() > 0 ? call.columns() : null);
      opened.setJobListener((job, before, now) -> note(job, now));
      print(new PrintStream(out, false, StandardCharsets.UTF_8), opened);
      out.flush();
      err.flush();
    } catch (IOException e) {
      status.set(OperatorShell.FAILED); // whoever reads has gone
    }
  }

  /** A job says whether it succeeded, which a result does not: {@code grep} finds nothing. */
  private void note(Job job, Job.Status now) {
    if (now == Job.Status.Done && job.parent() == null && job.result() != null) {
      status.set(job.result().isSuccess() ? OperatorShell.DONE : OperatorShell.FAILED);
    }
  }

  /** Whatever a command throws, by Gogo's own signature, becomes one line. */
  private void print(PrintStream printer, CommandSession opened) {
    status.set(OperatorShell.DONE);
    try {
      Object result = opened.execute(call.line());
      if (result != null && !Objects.equals(opened.get(".Gogo.format"), false)) {
        printer.println(opened.format(result, Converter.INSPECT));
      }
      printer.flush();
    } catch (Exception | LinkageError e) {
      status.set(OperatorShell.FAILED);
      saying.lock();
      try {
        boolean stopped = Thread.interrupted(); // the flag would close a channel that is written to
        PrintStream complaints = new PrintStream(call.err(), true, StandardCharsets.UTF_8);
        complaints.println(ending || stopped ? "interrupted" : ErrorLine.of(e));
      } finally {
        saying.unlock();
      }
    }
  }

  /** Felix's commands ask for one; it has no colours. */
  private Terminal terminal() throws IOException {
    Terminal terminal =
        new DumbTerminal(
            "line", Terminal.TYPE_DUMB, InputStream.nullInputStream(), out, StandardCharsets.UTF_8);
    terminal.setSize(new Size(call.columns() > 0 ? call.columns() : Screen.UNKNOWN, LINES));
    return terminal;
  }
}
