package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The node processes that a devnet started; none survives it. */
final class Children implements AutoCloseable {
  private final Path script;
  private final Path directory;
  private final List<Child> all = new CopyOnWriteArrayList<>();
  private final Thread hook = new Thread(this::stopAll, "tessera-devnet-stop");

  Children(Path script, Path directory) {
    this.script = script;
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Child start(String name, List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(script.toString()));
    line.addAll(arguments);
    Process process = new ProcessBuilder(line).directory(directory.toFile()).start();
    process.getOutputStream().close(); // no terminal, no input
    Child child = new Child(name + " (" + arguments.get(0) + ")", process);
    all.add(child);
    return child;
  }

  private void stopAll() {
    all.forEach(Child::stop);
  }

  @Override
  public void close() {
    stopAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, or has run, and does the same.
    }
  }
}
