package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node that is killed again and again in mid-sync, in each mode: it goes on with what it had. The
 * peer that it syncs from is in this JVM and counts what it is asked for.
 */
class SyncKillIT {
  private static final boolean SOAK = Boolean.getBoolean("tessera.soak");
  private static final int KILLS = SOAK ? 20 : 2;

  /** State requests under way at once, and bytes of each: a few dozen items. */
  private static final int REQUESTS = 4;

  private static final int REQUEST_BYTES = 4096;

  /** Parts that the peer may send beyond the moment of the kill: the node is busy when it comes. */
  private static final int AHEAD = 64;

  private static final Duration MOMENT = Duration.ofMillis(100);

  private static final Pattern STARTED = Pattern.compile(".*Sync started: mode .*, head #(\\d+) .*");

  /** What a mode fetches, and how much of it may be in memory only. */
  private enum Mode {
    /** Blocks of the queue and of one import are in memory. */
    FULL(SOAK ? 8_000 : 600, 0, 4096 + 1024),
    /** The next blocks are asked for when the ones before are imported. */
    LIGHT(SOAK ? 12_000 : 600, 0, 512),
    /** A few blocks, many keys. */
    FAST(60, SOAK ? 60_000 : 6_000, 0);

    final int blocks;
    final int keys;
    final int batch;

    Mode(int blocks, int keys, int batch) {
      this.blocks = blocks;
      this.keys = keys;
      this.batch = batch;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    Chains chain(Path folder) throws IOException {
      return keys == 0
          ? Chains.make(folder, 5, blocks)
          : Chains.withState(folder, 5, blocks, keys);
    }

    int parts() {
      return Math.max(blocks, keys);
    }
  }

  private final Random moments = new Random(20);
  private Mode mode;
  private Chains chain;
  private NodeUnderTest.Setup setup;
  private AnswerGate gate;

  /** The highest block that a run has said to have, and where the answers to it ended. */
  private long reported;

  private long served;
  private long againAtMost;

  /** First keys of the ranges asked for by runs that were killed, and how many of them twice. */
  private final Set<String> asked = new HashSet<>();

  private int askedAgain;

  @ParameterizedTest
  @EnumSource
  void aNodeKilledInMidSyncGoesOn(Mode killed, @TempDir Path folder) throws Exception {
    mode = killed;
    chain = mode.chain(folder);
    try (NodeUnderTest peer =
        NodeUnderTest.start(
            DiscoverySetup.of(folder, "a", chain.genesis(), List.of(), "bootstrap"))) {
      peer.importBlocks(chain.blocks());
      setup =
          DiscoverySetup.of(
              folder,
              "b",
              chain.genesis(),
              List.of(peer.address()),
              mode.word(),
              List.of("bootstrap"),
              fastSettings());
      try (AnswerGate opened = new AnswerGate(peer, 128, 129)) {
        gate = opened;
        for (int kills = 1; kills <= KILLS; kills++) {
          startAndKill();
          assertTrue(askedAgain <= kills * REQUESTS, askedAgain + " ranges were asked for again");
        }
        gate.letThrough(Long.MAX_VALUE);
        complete();
      }
    }
    System.out.printf(
        "%s: %d kills, %s again%n",
        mode.word(),
        KILLS,
        mode == Mode.FAST
            ? askedAgain + " state requests"
            : "at most " + againAtMost + " blocks of a run");
  }

  private static Map<String, Object> fastSettings() {
    return Map.of(
        "io.tessera.sync.fast",
        Map.of("quorum", 1, "requests", REQUESTS, "request_bytes", REQUEST_BYTES));
  }

  private Cli start() throws IOException {
    return Cli.start(
        "run",
        "--config",
        setup.config().orElseThrow(),
        "--data",
        setup.data(),
        "--status-every",
        "0.05",
        "--json");
  }

  /** Kills a run some time after so and so many parts of answers to it. */
  private void startAndKill() throws Exception {
    long before = gate.passed();
    long parts = 1 + moments.nextLong(mode.parts() / (KILLS + 1) - AHEAD);
    gate.letThrough(parts + AHEAD);
    try (Cli run = start()) {
      gate.awaitPassed(before + parts);
      assertTrue(!run.endsWithin(Duration.ofNanos(moments.nextLong(MOMENT.toNanos()))));
      run.kill();
      assertEquals(137, run.status(), "killed in mid-sync");
      gate.abandon();
      gate.shut();
      long head = goneOnAt(run);
      served = head + gate.passed() - before;
      for (String line : run.out()) {
        reported = Math.max(reported, height(status(line)));
      }
    }
    noteRanges();
  }

  /** Where a run began; that is not below what was reported before, nor far below what came. */
  private long goneOnAt(Cli run) {
    long head = -1;
    for (String line : run.err()) {
      Matcher started = STARTED.matcher(line);
      if (head < 0 && started.matches()) {
        head = Long.parseLong(started.group(1));
      }
    }
    assertTrue(head >= reported, "#" + reported + " was reported" + Wait.tail(run.err()));
    if (mode != Mode.FAST) {
      long again = served - head;
      againAtMost = Math.max(againAtMost, again);
      assertTrue(again <= mode.batch, again + " blocks were fetched again" + Wait.tail(run.err()));
    }
    return head;
  }

  /** Counts the ranges of the last run that an earlier one has asked for. */
  private void noteRanges() throws ReflectiveOperationException {
    Set<String> now = new HashSet<>();
    for (Object request : gate.takeRequests()) {
      if (request.getClass().getSimpleName().equals("StateRequest")) {
        now.add(request.getClass().getMethod("start").invoke(request).toString());
      }
    }
    askedAgain += (int) now.stream().filter(asked::contains).count();
    asked.addAll(now);
  }

  private void complete() throws Exception {
    try (Cli run = start()) {
      String line =
          run.line(
              each ->
                  each.startsWith("{")
                      && each.contains("\"state\":\"synced\"")
                      && each.contains("\"head\":\"" + chain.head() + "\""));
      Map<String, Object> status = status(line);
      assertEquals(mode.blocks, height(status), line);
      long head = goneOnAt(run);
      if (mode == Mode.LIGHT) {
        Object unchecked = ((Map<?, ?>) status.get("unchecked")).get("state_transition");
        assertEquals(mode.blocks - head, ((Number) unchecked).longValue(), line);
      } else {
        assertEquals(chain.stateRoot(), status.get("state_root"), line);
      }
      if (mode == Mode.FULL) {
        assertEquals(mode.blocks - head, ((Number) status.get("executed")).longValue(), line);
      }
      noteRanges();
      assertTrue(askedAgain <= KILLS * REQUESTS, askedAgain + " ranges were asked for again");
    }
  }

  private static long height(Map<String, Object> status) {
    return ((Number) status.getOrDefault("height", 0)).longValue();
  }

  /** A line that the kill has cut short says nothing. */
  private static Map<String, Object> status(String line) {
    try {
      return line.endsWith("}") ? JSON.std.mapFrom(line) : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
