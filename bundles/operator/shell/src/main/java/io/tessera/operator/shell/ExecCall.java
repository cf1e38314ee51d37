package io.tessera.operator.shell;

import io.tessera.net.operator.OperatorShell;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of the door, on a virtual thread of its own. */
final class ExecCall {
  private static final Duration TO_ASK = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(ExecCall.class);

  private final SocketChannel channel;
  private final OperatorShell shell;
  private final CountDownLatch asked = new CountDownLatch(1);

  ExecCall(SocketChannel channel, OperatorShell shell) {
    this.channel = channel;
    this.shell = shell;
  }

  /** Answers; returns when nothing of it is left. An interrupt ends the line. */
  void serve() {
    Thread watch = Thread.ofVirtual().name("tessera-exec-hurry").start(this::hurry);
    try (channel;
        ExecFrames frames = new ExecFrames(Channels.newOutputStream(channel))) {
      InputStream in = Channels.newInputStream(channel);
      Thread caller = Thread.currentThread();
      frames.hello();
      ExecRequest request = ask(frames, in);
      join(watch);
      watch = Thread.ofVirtual().name("tessera-exec-client").start(() -> await(in, caller));
      frames.status(run(request, frames));
    } catch (IOException e) {
      LOG.debug("A client of exec has gone: {}", e.toString());
    } finally {
      asked.countDown();
      join(watch); // the channel is closed: it ends
    }
  }

  /** Tells the client nothing more; whoever waits for it goes on. */
  void hangUp() throws IOException {
    channel.close();
  }

  private ExecRequest ask(ExecFrames frames, InputStream in) throws IOException {
    try {
      return ExecRequest.read(new DataInputStream(in));
    } catch (IOException e) {
      frames.error("exec: " + e.getMessage());
      frames.status(OperatorShell.FAILED);
      throw e;
    } finally {
      asked.countDown();
    }
  }

  /** Interrupted by a client that has gone, or since the door is closed: that is told if it can. */
  private int run(ExecRequest request, ExecFrames frames) {
    try {
      return shell.run(
          new OperatorShell.Call(
              request.line(),
              request.columns(),
              Optional.of(request.folder()),
              frames.stream(ExecFrames.OUT),
              frames.stream(ExecFrames.ERR)));
    } catch (InterruptedException e) {
      return OperatorShell.FAILED;
    }
  }

  /** A client that says nothing holds a place: not for long. */
  private void hurry() {
    try {
      if (!asked.await(TO_ASK.toMillis(), TimeUnit.MILLISECONDS)) {
        channel.close();
      }
    } catch (IOException | InterruptedException e) {
      LOG.debug("A silent client of exec: {}", e.toString());
    }
  }

  /** A client has nothing more to say: it ends, or what it says is the end. */
  private static void await(InputStream in, Thread caller) {
    try {
      in.read();
    } catch (IOException e) {
      LOG.trace("A client of exec ends", e);
    }
    caller.interrupt();
  }

  private static void join(Thread thread) {
    boolean interrupted = Thread.interrupted();
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
