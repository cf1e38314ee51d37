package io.tessera.operator.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done for one channel: on a thread of its own, in a group with all that inherits it. */
final class Work implements Command {
  /** Its end, when nobody has heard another. */
  static final int FAILED = 1;

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(Work.class);

  /** The work itself; {@link #end} may be called from any thread, once, before or during it. */
  interface Task {
    /** Does it; the exit status. */
    int run(Channel channel) throws IOException, InterruptedException;

    /** Makes it end soon. */
    void end();
  }

  /**
   * What a task works with.
   *
   * @param in what the client sends
   * @param out flushed at each write
   * @param env the terminal's type and size
   */
  record Channel(InputStream in, OutputStream out, OutputStream err, Environment env) {}

  private final Task task;
  private final Works works;
  private final ServerSession session;
  private final ThreadGroup group;
  private final AtomicBoolean over = new AtomicBoolean();
  private InputStream in;
  private OutputStream out;
  private OutputStream err;
  private ExitCallback exit;

  Work(Task task, Works works, ServerSession session) {
    this.task = task;
    this.works = works;
    this.session = session;
    group = new ThreadGroup(works.group(), "tessera-ssh-work");
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = Active.input(stream, this::active);
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = Active.output(stream, this::active);
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = Active.output(stream, this::active);
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  private void active() {
    works.guests().active(session);
  }

  @Override
  public void start(ChannelSession channel, Environment env) {
    Thread thread = new Thread(group, () -> run(env), "tessera-ssh-work");
    thread.setContextClassLoader(null);
    works.add(this);
    thread.start();
  }

  private void run(Environment env) {
    int status = FAILED;
    try {
      status = task.run(new Channel(in, out, err, env));
    } catch (IOException e) {
      LOG.debug("SSH: {} has gone: {}", Guests.address(session), e.toString());
    } catch (InterruptedException e) {
      LOG.trace("SSH work has been interrupted");
    } finally {
      works.remove(this);
      exit.onExit(status);
    }
  }

  /** The client has gone, or the channel is closed: then the work is without use. */
  @Override
  public void destroy(ChannelSession channel) {
    if (over.compareAndSet(false, true)) {
      task.end();
      interrupt();
    }
  }

  /** The same, with a word to the client. */
  void end(String line) {
    if (over.compareAndSet(false, true)) {
      try {
        err.write(
            String.format(Locale.ROOT, "%n%s%n", line)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        LOG.debug("SSH: {} has gone already: {}", Guests.address(session), e.toString());
      }
      task.end();
      interrupt();
    }
  }

  private void interrupt() {
    threads().forEach(Thread::interrupt);
  }

  /** Waits until no thread of it is left, interrupting again; whether that came true. */
  boolean join() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    for (List<Thread> left = threads(); !left.isEmpty(); left = threads()) {
      long rest = until - System.nanoTime();
      if (rest <= 0) {
        return false;
      }
      interrupt();
      left.get(0).join(Duration.ofNanos(rest));
    }
    return true;
  }

  /** But for the one that asks, which may be a command that stops this bundle. */
  private List<Thread> threads() {
    return Works.threads(group).stream().filter(each -> each != Thread.currentThread()).toList();
  }

  @Override
  public String toString() {
    return "SSH work for " + Guests.address(session) + " " + Arrays.toString(threads().toArray());
  }
}
