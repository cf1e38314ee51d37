package io.tessera.testing.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the benchmarks, each in a JVM of its own with the options that the distribution's launcher
 * gives a node.
 */
public final class Main {
  private static final Map<String, Work> BENCHES =
      Map.of(
          "network", NetworkBench::run,
          "blocks", BlocksBench::run,
          "jmh", Main::jmh);

  private Main() {}

  /** The benchmark's name, or none for a list. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2 && arguments[1].equals("--here")) {
      BENCHES.get(arguments[0]).run();
      return;
    }
    if (arguments.length != 1 || !BENCHES.containsKey(arguments[0])) {
      System.err.println("usage: java -jar bench.jar " + String.join("|", BENCHES.keySet()));
      System.exit(2);
    }
    System.exit(inNewJvm(arguments[0]));
  }

  private static int inNewJvm(String bench) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (Runtime.getRuntime().availableProcessors() <= 2) {
      command.add("-Djdk.virtualThreadScheduler.parallelism=1");
    }
    command.add("-Xmx512m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add(bench);
    command.add("--here");
    System.out.printf(
        "%s, JDK %s, %d processors%n",
        System.getProperty("os.name"),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void jmh() throws Exception {
    org.openjdk.jmh.Main.main(new String[] {"-rf", "text"});
  }
}
