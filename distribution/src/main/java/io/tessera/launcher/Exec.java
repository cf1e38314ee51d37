package io.tessera.launcher;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The client of {@code ./tessera exec}: hands a line to the node that runs on a data directory, and
 * prints what comes back. No framework is started, and nothing is logged.
 */
final class Exec {
  /** No node runs on the data directory. */
  static final int NO_NODE = 3;

  /** The command has not ended in time. */
  static final int TOO_LATE = 4;

  private static final int FAILED = 1;
  private static final byte VERSION = 2;
  private static final int LARGEST_FRAME = 1 << 20;
  private static final Duration TO_BE_HEARD = Duration.ofSeconds(10);

  private final Path data;
  private final OutputStream out;
  private final OutputStream err;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile String late = "";

  Exec(Path data, OutputStream out, OutputStream err) {
    this.data = data;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs a line.
   *
   * @param columns characters that fit into a line of the terminal; 0 when there is none
   * @param timeout zero for as long as it takes
   * @return the command's status, 0 or 1; {@link #NO_NODE}; {@link #TOO_LATE}
   */
  int run(String line, int columns, Duration timeout) throws IOException {
    SocketChannel channel;
    Path socket = ExecPath.of(data);
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (IOException | IllegalArgumentException e) {
      say(ExecTrouble.noNode(data, socket, e));
      return NO_NODE;
    }
    try (channel) {
      return talk(channel, line, columns, timeout);
    } catch (ClosedChannelException | EOFException e) {
      say(late.isEmpty() ? "exec: the node has gone before the command ended" : late);
      return late.isEmpty() ? FAILED : TOO_LATE;
    } finally {
      ended.countDown();
    }
  }

  private int talk(SocketChannel channel, String line, int columns, Duration timeout)
      throws IOException {
    DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
    CountDownLatch heard = new CountDownLatch(1);
    limit(
        channel,
        timeout.isZero() || timeout.compareTo(TO_BE_HEARD) > 0 ? TO_BE_HEARD : timeout,
        heard,
        "exec: the node on '"
            + data
            + "' does not answer; it may be busy with as many commands as it takes at a time");
    int status = frame(in);
    heard.countDown();
    if (!timeout.isZero()) {
      limit(
          channel,
          timeout,
          ended,
          "exec: no end after "
              + timeout.toMillis() / 1000.0
              + " s; the command has been interrupted");
    }
    ask(channel, line, columns);
    while (status < 0) {
      status = frame(in);
    }
    return status;
  }

  /** One frame; the status, or -1 when it is something else. */
  private int frame(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    int size = in.readInt();
    if (size < 0 || size > LARGEST_FRAME) {
      throw new IOException("the node's answer is not understood: a frame of " + size + " bytes");
    }
    byte[] bytes = new byte[size];
    in.readFully(bytes);
    switch (kind) {
      case 'O' -> {
        out.write(bytes);
        out.flush();
      }
      case 'E' -> {
        err.write(bytes);
        err.flush();
      }
      case 'S' -> {
        return size == 1 ? bytes[0] & 0xff : FAILED;
      }
      default -> {} // the greeting, and what later versions add
    }
    return -1;
  }

  private static void ask(SocketChannel channel, String line, int columns) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(request);
    fields.writeByte(VERSION);
    fields.writeInt(columns);
    // Names of files in the line are meant from here, not from where the node runs.
    for (String text : List.of(Path.of("").toAbsolutePath().toString(), line)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      fields.writeInt(bytes.length);
      fields.write(bytes);
    }
    Channels.newOutputStream(channel).write(request.toByteArray());
  }

  /** Closes the connection when something has not happened in time, which interrupts the line. */
  private void limit(SocketChannel channel, Duration time, CountDownLatch done, String line) {
    Thread thread =
        new Thread(
            () -> {
              try {
                if (!done.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                  late = line;
                  channel.close();
                }
              } catch (InterruptedException | IOException e) {
                late = line;
              }
            },
            "tessera-exec-limit");
    thread.setDaemon(true);
    thread.start();
  }

  private void say(String line) throws IOException {
    err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    err.flush();
  }
}
