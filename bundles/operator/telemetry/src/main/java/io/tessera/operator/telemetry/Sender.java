package io.tessera.operator.telemetry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is recorded, on a platform thread of its own, since looking a name up and writing to a
 * socket take as long as others like. Connects again for ever; says so when that begins to fail and
 * when it goes well again, not for each attempt.
 */
final class Sender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A connection that lasted so long was a good one. */
  private static final Duration STEADY = Duration.ofSeconds(30);

  /** Bytes taken at once: what a connection that breaks takes along. */
  private static final int BATCH = 32 * 1024;

  private final Target target;
  private final Recorder recorder;
  private final Supplier<NodeInformation> information;
  private final BackOff backOff;
  private final Thread thread;
  private volatile boolean connected;
  private boolean saidThatItFails;

  /**
   * A sender that does nothing yet.
   *
   * @param information asked for at each connection
   */
  Sender(Target target, Recorder recorder, Supplier<NodeInformation> information, BackOff backOff) {
    this.target = target;
    this.recorder = recorder;
    this.information = information;
    this.backOff = backOff;
    thread = Thread.ofPlatform().daemon().name("tessera-telemetry").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether a connection stands, as far as is known. */
  boolean isConnected() {
    return connected;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          sendOnOneConnection();
        } catch (IOException failure) {
          failed(failure);
        } catch (RuntimeException bug) { // the edge: it would never connect again
          LOG.error("Telemetry to {} failed", target, bug);
        }
        connected = false;
        TimeUnit.NANOSECONDS.sleep(backOff.next().toNanos());
      }
    } catch (InterruptedException stopped) {
      LOG.debug("Telemetry ends");
    } finally {
      connected = false;
    }
  }

  private void sendOnOneConnection() throws IOException, InterruptedException {
    try (SocketChannel channel = connect()) {
      write(channel, framed(information.get().encode()));
      recorder.reconnected();
      connected = true;
      saidThatItFails = false;
      LOG.info("Telemetry goes to {}", target);
      long since = System.nanoTime();
      while (true) {
        write(channel, recorder.take(BATCH));
        if (System.nanoTime() - since > STEADY.toNanos()) {
          backOff.reset(); // not before: there are receivers that take a connection and close it
        }
      }
    } catch (ClosedByInterruptException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries all addresses that the name has, in turn. */
  private SocketChannel connect() throws IOException, InterruptedException {
    IOException last = null;
    for (InetAddress address : lookUp()) {
      SocketChannel channel = SocketChannel.open();
      try {
        channel
            .socket()
            .connect(
                new InetSocketAddress(address, target.port()),
                Math.toIntExact(PATIENCE.toMillis()));
        return channel;
      } catch (ClosedByInterruptException stopped) {
        throw stopped;
      } catch (IOException failure) {
        channel.close();
        last = failure;
      }
    }
    throw last;
  }

  private static byte[] framed(byte[] content) {
    return ByteBuffer.allocate(Integer.BYTES + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  /** The name's addresses, on another thread: nobody can interrupt a resolver that hangs. */
  private InetAddress[] lookUp() throws IOException, InterruptedException {
    Callable<InetAddress[]> resolver = () -> InetAddress.getAllByName(target.host());
    FutureTask<InetAddress[]> lookup = new FutureTask<>(resolver);
    Thread.ofPlatform().daemon().name("tessera-telemetry-dns").start(lookup);
    try {
      return lookup.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("looking up '" + target.host() + "' takes longer than " + PATIENCE);
    } catch (ExecutionException unknown) {
      throw unknown.getCause() instanceof UnknownHostException
          ? new IOException("no address is known for '" + target.host() + "'", unknown)
          : new IOException(unknown);
    }
  }

  private void failed(IOException failure) {
    if (Thread.currentThread().isInterrupted()) {
      return; // it is being stopped, which looks like a socket that somebody has closed
    }
    if (!saidThatItFails) {
      saidThatItFails = true;
      LOG.warn(
          "Telemetry {} {}: {}; tried again until it works. Start a receiver there, or set"
              + " plugins.{}.endpoint to another one or to nothing",
          connected ? "lost its connection to" : "cannot reach",
          target,
          failure.getMessage(),
          TelemetryConfig.PID);
    } else {
      LOG.debug("Telemetry still cannot reach {}: {}", target, failure.getMessage());
    }
  }

  /** Ends at once; what is not sent is lost. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      if (!thread.join(PATIENCE)) {
        LOG.error("Thread {} does not end", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
