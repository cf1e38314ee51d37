package io.tessera.operator.ssh;

import io.tessera.net.operator.OperatorShell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** {@code ssh node < script}: lines without a terminal, until one fails; lines of # are passed. */
final class Script implements Work.Task {
  private final Supplier<OperatorShell> shell;

  Script(Supplier<OperatorShell> shell) {
    this.shell = shell;
  }

  @Override
  public int run(Work.Channel channel) throws IOException, InterruptedException {
    int status = OperatorShell.DONE;
    String line;
    while (status == OperatorShell.DONE && (line = line(channel.in())) != null) {
      if (!line.isBlank() && !line.startsWith("#")) {
        status = OneLine.run(line, shell.get(), channel);
      }
    }
    return status;
  }

  /** The next one, without its end; null after the last. Longer ones are cut, and then refused. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet;
    while ((octet = in.read()) >= 0 && octet != '\n') {
      if (octet != '\r' && line.size() <= 4 * OperatorShell.LONGEST) {
        line.write(octet);
      }
    }
    return octet < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void end() {
    // The interrupt that follows does it.
  }
}
