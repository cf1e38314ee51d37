package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Several nodes, each a process of its own, on the loopback interface. */
final class Devnet {
  private static final String TRACE_VARIABLE = "TESSERA_TRACE";

  private final Settings settings;
  private final CommandLine line;

  Devnet(Settings settings, CommandLine line) {
    this.settings = settings;
    this.line = line;
  }

  /** The process's exit status. */
  int run() throws IOException, InterruptedException, UsageException {
    DevnetOptions options = DevnetOptions.of(line.more());
    Path trace = trace(options);
    boolean found = Files.isReadable(trace.resolve("genesis.bin"));
    boolean wanted =
        switch (options.kind()) {
          case AUTHORED -> false;
          case TRACE -> true;
          case EITHER -> found || System.getenv(TRACE_VARIABLE) != null;
        };
    if (wanted && !found) {
      throw new UsageException(
          "devnet: no trace files in '"
              + trace
              + "'; put the test data beside this folder, or name a folder with a genesis.bin");
    }
    try (Children children = new Children(settings.home().resolve("bin").resolve("tessera"))) {
      if (wanted) {
        new TraceDevnet(children, trace, line.json()).run();
      } else {
        new AuthoredDevnet(children, options, screen(), line.json()).run();
      }
      return 0;
    } catch (DevnetException e) {
      System.err.println("devnet: failed: " + e.getMessage());
      return 1;
    }
  }

  /**
   * Only the start script can tell a terminal for sure; with JSON, standard output is not for it.
   */
  private Screen screen() {
    boolean terminal = Boolean.getBoolean("tessera.terminal") && !line.json();
    return new Screen(line.json() ? System.err : System.out, terminal, System::nanoTime);
  }

  private Path trace(DevnetOptions options) {
    return options
        .trace()
        .or(() -> Optional.ofNullable(System.getenv(TRACE_VARIABLE)))
        .map(Path::of)
        .orElseGet(() -> settings.root().resolve("../shared/vectors/traces/safrole"))
        .toAbsolutePath()
        .normalize();
  }

  /** What went wrong, for the user. */
  static final class DevnetException extends Exception {
    private static final long serialVersionUID = 1L;

    DevnetException(String message) {
      super(message);
    }
  }
}
