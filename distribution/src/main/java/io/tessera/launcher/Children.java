package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The node processes that a devnet started, and the folder that they work in; neither survives it,
 * however it ends.
 */
final class Children implements AutoCloseable {
  private final Path script;
  private final Path directory;
  private final List<Child> all = new CopyOnWriteArrayList<>();
  private final Thread hook = new Thread(this::end, "tessera-devnet-stop");

  /**
   * None yet.
   *
   * @param script starts a node
   */
  Children(Path script) throws IOException {
    this.script = script;
    this.directory = Files.createTempDirectory("tessera-devnet-");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The folder that they work in. */
  Path directory() {
    return directory;
  }

  /** Starts one whose log goes to our standard error, line by line with its name before it. */
  Child start(String name, List<String> arguments) throws IOException {
    return start(name, arguments, line -> {}, line -> System.err.println(name + " | " + line));
  }

  /**
   * Starts one.
   *
   * @param output see {@link Child}
   * @param log see {@link Child}
   */
  Child start(String name, List<String> arguments, Consumer<String> output, Consumer<String> log)
      throws IOException {
    List<String> line = new ArrayList<>(List.of(script.toString()));
    line.addAll(arguments);
    Process process = new ProcessBuilder(line).directory(directory.toFile()).start();
    process.getOutputStream().close(); // no terminal, no input
    Child child = new Child(name + " (" + arguments.get(0) + ")", process, output, log);
    all.add(child);
    return child;
  }

  private synchronized void end() {
    all.forEach(Child::ask); // they end side by side
    all.forEach(Child::stop);
    try {
      TemporaryFiles.delete(directory);
    } catch (IOException e) {
      System.err.println("devnet: '" + directory + "' remains: " + e);
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, or has run, and does the same.
    }
  }
}
