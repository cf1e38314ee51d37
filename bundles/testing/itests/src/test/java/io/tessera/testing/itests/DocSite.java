package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the commands of documents are typed: a folder that looks like the project's, in which
 * {@code ./tessera} is the assembled distribution. What a command would write below {@code /} comes
 * below a folder here.
 */
final class DocSite implements AutoCloseable {
  private static final Pattern DATA = Pattern.compile(" --data (\\S+)");
  private static final Pattern ABSOLUTE = Pattern.compile("(?<=^|[ =])/(opt|etc|var)/");

  /** A few blocks are enough to show that it works. */
  private static final int BLOCKS = Soak.ON ? 100 : 4;

  /**
   * Where the node of this place has its data: those that the document starts have it elsewhere.
   */
  private static final String NODE_DATA = "node-of-the-site";

  private static final List<String> LINKED = List.of("configs", "docs", "distribution");

  private final Path folder;
  private final Path machine;
  private final DocPorts ports = new DocPorts();

  private final List<Cli> running = new ArrayList<>();

  private final DocSettings settings;
  private NodeUnderTest node;

  DocSite(Path scratch, Path document) throws IOException {
    settings = DocSettings.read(document);
    folder = Files.createDirectories(scratch.resolve("tessera"));
    machine = Files.createDirectories(scratch.resolve("machine"));
    Path start = folder.resolve("tessera");
    Files.writeString(
        start,
        "#!/bin/sh\nTESSERA_ROOT='%s' exec '%s/bin/tessera' \"$@\"\n"
            .formatted(folder, Paths.distribution()));
    start.toFile().setExecutable(true);
    for (String name : LINKED) {
      Files.createSymbolicLink(folder.resolve(name), Paths.root().resolve(name));
    }
    Files.writeString(folder.resolve("commands.txt"), "peers\nstatus\n");
    ShortTrace.copy(
        Files.createDirectories(scratch.resolve("shared/vectors/traces/safrole")), BLOCKS);
    for (String name : new String[] {"opt", "etc/systemd/system", "var/lib"}) {
      Files.createDirectories(machine.resolve(name));
    }
  }

  /** Runs a command that ends by itself. */
  void run(DocCommand command) throws IOException, InterruptedException {
    run(command, here(command.text()).replaceFirst("^sudo ", ""));
  }

  private void run(DocCommand command, String line) throws IOException, InterruptedException {
    boolean one = !line.matches(".*[|;&<>*?].*");
    String typed = one ? line : "sh -c '" + line.replace("'", "'\\''") + "'";
    try (Cli cli = Cli.typed(folder, typed)) {
      assertEquals(
          command.status(),
          cli.status(),
          () -> command + Wait.tail(cli.out()) + Wait.tail(cli.err()));
    }
  }

  /** Starts a node that runs until {@link #stopNodes}; returns when it listens. */
  void serve(DocCommand command) throws IOException, InterruptedException {
    String line = here(command.text()).replaceFirst("^sudo ", "");
    Matcher found = DATA.matcher(line);
    String data = found.find() ? found.group(1) : "data";
    Cli node = Cli.typed(folder, line);
    running.add(node);
    node.nodeFile(folder.resolve(data));
  }

  /** A reader would have ended them by now. */
  void stopNodes() throws InterruptedException {
    for (Cli node : running) {
      node.stop();
      node.close();
    }
    running.clear();
  }

  /** Types a line in the shell of a node; it must not fail. */
  void type(DocCommand command) throws Exception {
    node().shell().must(ports.in(command.text()));
  }

  /** Runs a command that asks a running node: one that the document has started, or this one. */
  void ask(DocCommand command) throws Exception {
    String line = here(command.text());
    if (running.isEmpty()) {
      node();
      line = line.replaceFirst("exec( --data \\S+)?", "exec --data " + NODE_DATA);
    }
    run(command, line);
  }

  /** A node with all that the document switches on, at the ports that its commands know. */
  private NodeUnderTest node() throws Exception {
    if (node == null) {
      Path data = Files.createDirectory(folder.resolve(NODE_DATA));
      Files.writeString(data.resolve("authorized_keys"), SshKeys.line() + "\n");
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("chain_spec", Paths.trace("safrole").resolve("genesis.bin").toString());
      config.put("network_config", Map.of("listening_address", "127.0.0.1", "listening_port", 0));
      config.put("plugins", settings.plugins(ports));
      Path file = machine.resolve("node.json");
      Files.writeString(file, JSON.std.asString(config));
      try (LogLines log = LogLines.open()) {
        node = NodeUnderTest.start(NodeUnderTest.Setup.of(data, file).withConfig(file));
        node.address();
        for (int port : settings.ports(ports)) {
          log.awaitAll("127.0.0.1:" + port); // each says so
        }
      }
    }
    return node;
  }

  /** With the ports and folders of this place. */
  private String here(String line) {
    String version = Paths.distribution().getFileName().toString();
    return ABSOLUTE
        .matcher(ports.in(line.replace("tessera-<version>", version)))
        .replaceAll(match -> Matcher.quoteReplacement(machine + match.group()));
  }

  @Override
  public void close() throws IOException {
    for (String name : LINKED) {
      Files.delete(folder.resolve(name)); // the scratch folder is deleted, what they lead to is not
    }
    running.forEach(Cli::close);
    if (node != null) {
      node.close();
    }
  }
}
