package io.tessera.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.osgi.framework.BundleException;

/** The process's entry: {@code bin/tessera} calls it with the command line. */
public final class Main {
  private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(30);

  private Main() {}

  /** Ends the process with the command's status. */
  public static void main(String[] words) {
    int status;
    try {
      status = run(CommandLine.parse(List.of(words)));
    } catch (UsageException e) {
      System.err.println("tessera: " + e.getMessage());
      status = 2;
    } catch (IOException e) {
      System.err.println("tessera: " + Cause.words(e));
      status = 1;
    } catch (BundleException e) {
      System.err.println("tessera: " + e.getMessage());
      status = 1;
    } catch (InterruptedException e) {
      status = 1;
    }
    System.exit(status);
  }

  private static int run(CommandLine line)
      throws IOException, BundleException, InterruptedException, UsageException {
    Settings settings = new Settings(line);
    return switch (line.command()) {
      case "help" -> Help.print(line.arguments());
      case "version" -> Help.version();
      case "exec" -> exec(line, settings);
      case "devnet" -> new Devnet(settings, line).run();
      default -> runNode(line, settings);
    };
  }

  /** Without a framework: this must take no longer than a command of the system. */
  private static int exec(CommandLine line, Settings settings) throws IOException, UsageException {
    String command = ExecOptions.line(line.arguments(), System.in);
    int columns =
        ExecOptions.columns(System.getProperty("tessera.columns"), System.getenv("COLUMNS"));
    // Not System.out, which keeps to itself that nobody reads any more.
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      return new Exec(settings.data(), out, System.err)
          .run(command, columns, ExecOptions.timeout(line.more()));
    }
  }

  private static int runNode(CommandLine line, Settings settings)
      throws IOException, BundleException, InterruptedException, UsageException {
    Options options = settings.options();
    // Native libraries are unpacked to files that only a clean end removes; in the node's own
    // folder the
    // next start does it. Set before anything has asked for a temporary file.
    if (options.needsChain()) {
      System.setProperty("java.io.tmpdir", options.temporaryFiles().toString());
      DataFolder.prepare(options.data());
    } else if (line.command().equals("key")) {
      DataFolder.check(options.data());
    }
    ProcessLog.configure(settings.home(), options.data(), line.command());
    try (Node node = Node.start(options)) {
      Thread hook = new Thread(node::stop, "tessera-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      int status;
      if (!line.command().equals("run")) {
        status = node.call(line.command(), line.serviceArguments(), COMMAND_DEADLINE);
      } else if (line.exitWhenSynced()) {
        status = node.call("await-sync", line.serviceArguments(), COMMAND_DEADLINE);
      } else if (StatusOption.given(line.more())) {
        status = node.call("status-lines", StatusOption.arguments(line), COMMAND_DEADLINE);
      } else {
        status = node.ended().toCompletableFuture().join().status();
      }
      return told(node, status);
    }
  }

  /** The line that a bundle ended the node with, if one did. */
  private static int told(Node node, int status) {
    Exit exit = node.ended().toCompletableFuture().getNow(new Exit(status, ""));
    if (!exit.line().isEmpty()) {
      System.err.println("tessera: " + exit.line());
      return exit.status();
    }
    return status;
  }
}
