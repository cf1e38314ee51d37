package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four hosts with a network between them that can be cut: host 1 makes the blocks. Needs root and
 * network namespaces.
 */
@Order(Lanes.LONG)
class NetnsIT {
  private static final int HOSTS = 4;
  private static final int PORT = 30333;

  /** Slots of two seconds. */
  private static final int SLOTS_CUT_OFF = Soak.ON ? 15 : 4;

  private static final Duration HEALED_WITHIN = Duration.ofSeconds(15);

  @TempDir private Path folder;
  private Namespaces network;
  private Path chain;
  private final List<Cli> nodes = new ArrayList<>();

  @BeforeEach
  void makeNetworkAndChain() throws Exception {
    Optional<String> obstacle = Namespaces.obstacle();
    obstacle.ifPresent(why -> System.out.println("NetnsIT is skipped: " + why));
    assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
    network = new Namespaces(HOSTS);
    chain = folder.resolve("dev.json");
    try (Cli make =
        Cli.start("chain", "new-dev", "--out", chain, "--slot-seconds", 2, "--state-keys", 100)) {
      assertEquals(0, make.status(), make + Wait.tail(make.err()));
    }
  }

  @AfterEach
  void stop() throws Exception {
    nodes.forEach(Cli::close);
    if (network != null) {
      network.close();
    }
  }

  private Path data(int host) {
    return folder.resolve("host" + host);
  }

  private Cli start(int host, Object... more) throws IOException {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "run",
                "--chain",
                chain,
                "--data",
                data(host),
                "--listen",
                Namespaces.address(host) + ":" + PORT,
                "--status-every",
                "0.25",
                "--json"));
    words.addAll(List.of(more));
    Cli node = Cli.startThrough(network.on(host), words.toArray());
    nodes.add(node);
    return node;
  }

  private Cli author(int host, Object... more) throws IOException {
    List<Object> words = new ArrayList<>(List.of("--dev-all", "--no-tickets"));
    words.addAll(List.of(more));
    return start(host, words.toArray());
  }

  private void end(Cli node) throws InterruptedException {
    node.stop();
    nodes.remove(node);
  }

  /** Waits for a status that is as wanted. */
  private static Map<String, Object> await(Cli node, Predicate<Map<String, Object>> wanted)
      throws InterruptedException {
    return status(node.line(line -> line.startsWith("{") && wanted.test(status(line))));
  }

  private static Map<String, Object> status(String line) {
    try {
      return JSON.std.mapFrom(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static int number(Map<String, Object> status, String key) {
    return ((Number) status.getOrDefault(key, -1)).intValue();
  }

  /** Waits until a node's head is at a slot or above it. */
  private static Map<String, Object> awaitSlot(Cli node, int slot) throws InterruptedException {
    return await(node, status -> number(status, "slot") >= slot);
  }

  /** The status that the node prints next. */
  private static Map<String, Object> now(Cli node) throws InterruptedException {
    node.forgetNews();
    return await(node, status -> true);
  }

  private String bootnode(Cli node, int host) throws Exception {
    return node.nodeFile(data(host)).get("peer_id") + "@" + Namespaces.address(host) + ":" + PORT;
  }

  @Test
  void aHostThatIsCutOffComesBack() throws Exception {
    Cli author = author(1);
    String boot = bootnode(author, 1);
    List<Cli> others = new ArrayList<>();
    for (int host = 2; host <= HOSTS; host++) {
      others.add(start(host, "--bootnode", boot));
    }
    for (Cli node : others) {
      await(node, status -> number(status, "peers") == HOSTS - 1);
    }
    Cli alone = others.getLast();
    awaitSlot(alone, number(awaitSlot(author, 1), "slot"));

    network.cut(HOSTS, true);
    int before = number(now(author), "slot");
    int after = number(awaitSlot(author, before + SLOTS_CUT_OFF), "slot");
    assertTrue(number(now(alone), "slot") <= before + 1, "it heard of nothing meanwhile");
    network.cut(HOSTS, false);
    long start = System.nanoTime();
    awaitSlot(alone, after);
    Duration healed = Duration.ofNanos(System.nanoTime() - start);
    await(alone, status -> number(status, "peers") == HOSTS - 1);
    Duration all = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "cut off for %d slots: caught up after %.1f s, all connections after %.1f s%n",
        after - before, healed.toMillis() / 1e3, all.toMillis() / 1e3);
    assertTrue(healed.compareTo(HEALED_WITHIN) <= 0, healed + Wait.tail(alone.err()));
    assertTrue(all.compareTo(HEALED_WITHIN) <= 0, all + Wait.tail(alone.err()));
  }

  /** docs/operations.md, "A node that is on a chain of its own". */
  @Test
  void aHostThatAuthoredAlonePastFinalityRecovers() throws Exception {
    Soak.unless(false, "a host that goes back from a chain of its own");
    Cli author = author(1);
    String boot = bootnode(author, 1);
    network.cut(2, true);
    Cli alone = author(2, "--fast", "--blocks", 20);
    alone.line(line -> line.contains("As many blocks as wanted are made"));
    Object self = alone.nodeFile(data(2)).get("peer_id");
    assertTrue(number(now(alone), "finalized_slot") > 0, "its own blocks are final to it");
    end(alone);

    // Else the author would go over to the longer chain.
    await(author, status -> number(status, "finalized_slot") > 0);
    network.cut(2, false);
    Cli stuck = start(2, "--bootnode", boot);
    stuck.line(line -> line.contains("WARN") && line.contains("is on another chain"));
    awaitSlot(author, number(now(author), "slot") + 2);
    assertEquals(20, number(now(stuck), "slot"), "it cannot give up what is final to it");
    end(stuck);

    Files.move(data(2).resolve("blocks"), data(2).resolve("blocks.alone"));
    Cli recovered = start(2, "--bootnode", boot);
    int there = number(now(author), "slot");
    Map<String, Object> status = awaitSlot(recovered, there);
    assertEquals(self, recovered.nodeFile(data(2)).get("peer_id"), "it is the same node");
    assertEquals("20\n", Files.readString(data(2).resolve("author.slot")), "no slot twice");
    Map<String, Object> authors = awaitSlot(author, number(status, "slot"));
    if (authors.get("slot").equals(status.get("slot"))) {
      assertEquals(authors.get("head"), status.get("head"));
    }
  }
}
