package io.tessera.launcher;

import io.tessera.launcher.Devnet.DevnetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Nodes that each know the one before, of which the first makes a chain and the others follow it.
 * Ends well when all have the same head and state root.
 */
final class AuthoredDevnet {
  /** The system chooses the port. */
  private static final String LOOPBACK = "127.0.0.1:0";

  private static final String STATUS_SECONDS = "0.5";
  private static final Duration CHAIN_DEADLINE = Duration.ofMinutes(1);
  private static final long LOOK_MILLIS = 500;

  private final Children children;
  private final DevnetOptions options;
  private final Screen screen;
  private final boolean json;
  private final Path chain;
  private final List<DevnetNode> nodes = new ArrayList<>();
  private final List<Child> processes = new ArrayList<>();
  private final BlockingQueue<Word> words = new LinkedBlockingQueue<>();
  private final long begin = System.nanoTime();

  /** What a node has said. */
  private record Word(DevnetNode node, NodeStatus status) {}

  AuthoredDevnet(Children children, DevnetOptions options, Screen screen, boolean json) {
    this.children = children;
    this.options = options;
    this.screen = screen;
    this.json = json;
    chain = children.directory().resolve("dev.json");
    for (int i = 1; i <= options.nodes(); i++) {
      String name = String.valueOf(i);
      nodes.add(new DevnetNode(name, children.directory().resolve(name)));
    }
  }

  /** Ends when all agree, and prints on what. */
  void run() throws IOException, InterruptedException, DevnetException {
    screen.say(
        options.nodes()
            + " nodes on loopback: node 1 makes "
            + options.blocks()
            + " blocks, each other node knows the one before it");
    children
        .start("chain", List.of("chain", "new-dev", "--out", chain.toString()))
        .finish(CHAIN_DEADLINE);
    start(List.of());
    while (!complete()) {
      hear();
      alive();
      startNext();
      screen.show(nodes);
      inTime();
    }
    screen.last(nodes);
    agree();
    NodeStatus end = nodes.get(0).status().orElseThrow();
    System.out.println(json ? json(end) : "devnet: ok " + result(end));
  }

  private boolean complete() {
    return nodes.stream().allMatch(node -> node.has(options.blocks()));
  }

  private void start(List<String> bootnode) throws IOException {
    DevnetNode node = nodes.get(processes.size());
    List<String> line = new ArrayList<>(List.of("run", "--data", node.data().toString()));
    line.addAll(List.of("--chain", chain.toString(), "--listen", LOOPBACK, "--json"));
    line.addAll(List.of("--status-every", STATUS_SECONDS));
    line.addAll(bootnode);
    if (processes.isEmpty()) {
      line.addAll(List.of("--dev-all", "--fast", "--blocks", String.valueOf(options.blocks())));
      line.addAll(options.tickets() ? List.of() : List.of("--no-tickets"));
    }
    // Between the drawings of a table there is no room for logs; they are shown when a node fails.
    Consumer<String> log =
        text -> {
          if (!screen.terminal()) {
            System.err.println(node.name() + " | " + text);
          }
        };
    processes.add(
        children.start(
            node.name(),
            line,
            text -> NodeStatus.parse(text).ifPresent(status -> words.add(new Word(node, status))),
            log));
  }

  private void startNext() throws IOException, DevnetException {
    if (processes.size() < nodes.size()) {
      Optional<NodeFile> before = NodeFile.find(nodes.get(processes.size() - 1).data());
      if (before.isPresent()) {
        start(List.of("--bootnode", before.get().bootnode()));
      }
    }
  }

  /** Takes all that was said; waits for a word if there is none. */
  private void hear() throws InterruptedException {
    Word word = words.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    while (word != null) {
      word.node.said(word.status, System.nanoTime());
      word = words.poll();
    }
  }

  private void alive() throws DevnetException {
    for (Child process : processes) {
      try {
        process.mustLive();
      } catch (DevnetException ended) {
        throw failed(process, ended.getMessage());
      }
    }
  }

  private void inTime() throws DevnetException {
    if (System.nanoTime() - begin < options.deadline().toNanos()) {
      return;
    }
    screen.last(nodes);
    for (int i = 0; i < nodes.size(); i++) {
      DevnetNode node = nodes.get(i);
      if (!node.has(options.blocks())) {
        String where = node.status().map(NodeStatus::place).orElse("without a word");
        throw failed(
            processes.get(Math.min(i, processes.size() - 1)),
            "node %s is still at %s after %d s; there should be %d blocks"
                .formatted(node.name(), where, options.deadline().toSeconds(), options.blocks()));
      }
    }
  }

  private void agree() throws DevnetException {
    Optional<DevnetNode> other = DevnetNode.differing(nodes);
    if (other.isPresent()) {
      throw failed(
          processes.get(nodes.indexOf(other.get())),
          "node %s differs: %s; node 1: %s"
              .formatted(
                  other.get().name(),
                  other.get().status().orElseThrow().place(),
                  nodes.get(0).status().orElseThrow().place()));
    }
  }

  /** The end of its log is shown, where it was not yet. */
  private DevnetException failed(Child process, String message) {
    if (screen.terminal()) {
      System.err.print(process.log());
    }
    return new DevnetException(message);
  }

  private static String result(NodeStatus end) {
    return end.head() + " state root " + end.stateRoot().orElseThrow();
  }

  private String json(NodeStatus end) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("devnet", "ok");
    values.put("head", end.head());
    values.put("state_root", end.stateRoot().orElseThrow());
    values.put("nodes", options.nodes());
    values.put("blocks", options.blocks());
    values.put("seconds", Math.round((System.nanoTime() - begin) / 1e6) / 1e3);
    return Json.write(values);
  }
}
