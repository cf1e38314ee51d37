package io.tessera.testing.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Runs the benchmarks, each in a JVM of its own with the options that the distribution's launcher
 * gives a node.
 */
public final class Main {
  private static final Map<String, Work> BENCHES =
      Map.of(
          "network", NetworkBench::run,
          "blocks", BlocksBench::run,
          "node", NodeBench::run,
          "chain", VerifyBench::run,
          "state", StateBench::run,
          "sync", SyncBench::run,
          "erasure", ErasureBench::run,
          "gossip", GossipBench::run,
          "jmh", Main::jmh);

  /** What {@code all} runs, one after another; JMH's figures are another matter. */
  private static final List<String> ALL = List.of("network", "blocks", "node");

  private Main() {}

  /** The benchmark's name, {@code all}, or none for a list. Run from the repository's root. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2 && arguments[1].equals("--here")) {
      BENCHES.get(arguments[0]).run();
      return;
    }
    List<String> wanted =
        arguments.length == 1 && arguments[0].equals("all") ? ALL : List.of(arguments);
    if (wanted.isEmpty() || !BENCHES.keySet().containsAll(wanted)) {
      String names = String.join("|", new TreeSet<>(BENCHES.keySet()));
      System.err.println("usage: java -jar bench.jar all|" + names);
      System.exit(2);
    }
    System.out.printf(
        "%s, JDK %s, %d processors%n",
        System.getProperty("os.name"),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    for (String bench : wanted) {
      int status = inNewJvm(bench);
      if (status != 0) {
        System.exit(status);
      }
    }
  }

  private static int inNewJvm(String bench) throws IOException, InterruptedException {
    return inNewJvm(List.of(), List.of(Main.class.getName(), bench, "--here"));
  }

  /** Runs a class with its arguments, and waits for its end. */
  static int inNewJvm(List<String> options, List<String> classAndArguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (Runtime.getRuntime().availableProcessors() <= 2) {
      command.add("-Djdk.virtualThreadScheduler.parallelism=1");
    }
    command.addAll(
        List.of("-Xms32m", "-Xmx1g", "-XX:MaxDirectMemorySize=512m", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(classAndArguments);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void jmh() throws Exception {
    org.openjdk.jmh.Main.main(new String[] {"-rf", "text"});
  }
}
