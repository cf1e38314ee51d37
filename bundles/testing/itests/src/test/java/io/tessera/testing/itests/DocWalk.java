package io.tessera.testing.itests;

import io.tessera.testing.itests.DocCommands.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Walks through a document as its reader does: types what stands in {@code sh} blocks at the
 * command line, what stands in {@code tessera} blocks in the shell of the node that is named there,
 * and expects of that what the {@code text} block behind it shows, where an ellipsis stands for
 * anything; it is typed again until then. A block {@code sh node NAME} starts a node.
 */
final class DocWalk {
  private static final Pattern ADDRESS = Pattern.compile("--listen (\\S+)");
  private static final Pattern DATA = Pattern.compile("--data (\\S+)");

  private final Reader reader;
  private final Map<String, String> addresses = new HashMap<>();
  private final Map<String, NodeUnderTest> nodes = new HashMap<>();
  private Path folder;
  private List<String> typed = List.of();
  private NodeUnderTest shell;

  /** How what takes long is done. */
  interface Reader {
    /** Runs a command at the command line, but for {@code cd}. */
    void run(Path folder, String command) throws Exception;

    /** Starts a node that keeps its data there, or makes it that of one that runs already. */
    NodeUnderTest start(Path folder, String command, String name, Path data) throws Exception;
  }

  /** Begins in a folder. */
  DocWalk(Path folder, Reader reader) {
    this.folder = folder;
    this.reader = reader;
  }

  /** From the first block to the last. */
  void walk(Path document) throws Exception {
    for (Block block : DocCommands.read(document)) {
      String where = document.getFileName() + ":" + block.line();
      if (block.info().startsWith("sh node ")) {
        start(block.info().substring("sh node ".length()), block.commands().get(0));
      } else if (block.language().equals("sh")) {
        for (String command : block.commands()) {
          run(command);
        }
      } else if (block.language().equals("tessera")) {
        shell = nodes.get(block.info().substring("tessera ".length()));
        typed = block.commands();
      } else if (block.language().equals("text")) {
        expect(where, block.lines());
      }
    }
  }

  private void run(String command) throws Exception {
    if (command.startsWith("cd ")) {
      folder = folder.resolve(command.substring(3)).normalize();
      if (!Files.isDirectory(folder)) {
        throw new AssertionError(folder + " is not there, which the document enters");
      }
    } else {
      reader.run(folder, asItIs(command));
    }
  }

  private void start(String name, String command) throws Exception {
    Path data = folder.resolve(group(DATA, command));
    NodeUnderTest node = reader.start(folder, asItIs(command), name, data);
    nodes.put(name, node);
    String address = node.address(); // /ip4/127.0.0.1/udp/PORT/…
    addresses.put(group(ADDRESS, command), "127.0.0.1:" + address.split("/", 6)[4]);
  }

  private static String group(Pattern pattern, String command) {
    var matcher = pattern.matcher(command);
    if (!matcher.find()) {
      throw new AssertionError(command + " has no " + pattern);
    }
    return matcher.group(1);
  }

  /** With the ports that the nodes have here. */
  private String asItIs(String text) {
    String real = text;
    for (Map.Entry<String, String> each : addresses.entrySet()) {
      real = real.replace(each.getKey(), each.getValue());
    }
    return real;
  }

  /** What is shown comes sooner or later: a reader would type it again. */
  private void expect(String where, List<String> lines) throws InterruptedException {
    String pattern =
        lines.stream()
            .map(line -> "(?=.*" + regex(asItIs(line)) + ")")
            .collect(Collectors.joining("", "(?s)", ".*"));
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    StringBuilder shown = new StringBuilder();
    try (ServiceChange change = new ServiceChange(shell.context())) {
      do {
        shown.setLength(0);
        for (String command : typed) {
          shown.append(shell.gogo("COLUMNS = 400; " + command)).append('\n');
        }
        if (System.nanoTime() > end) {
          throw new AssertionError(
              where + " shows\n" + String.join("\n", lines) + "\nbut it is\n" + shown);
        }
      } while (!shown.toString().matches(pattern) && change.await());
    }
  }

  private static String regex(String line) {
    return Stream.of(line.strip().split("\\s*…\\s*", -1))
        .map(
            part ->
                Stream.of(part.split("\\s+"))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("\\s+")))
        .collect(Collectors.joining("[^\\n]*"));
  }

  /** The node that the document calls so. */
  NodeUnderTest node(String name) {
    return nodes.get(name);
  }

  /** Waits until something is no longer in the table of a node's shell. */
  static void awaitGone(NodeUnderTest node, String command, String what)
      throws InterruptedException, IOException {
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    try (ServiceChange change = new ServiceChange(node.context())) {
      while (node.gogo(command).contains(what)) {
        if (System.nanoTime() > end || !change.await()) {
          throw new AssertionError(command + " still shows " + what + Wait.tail(Paths.log()));
        }
      }
    }
  }
}
