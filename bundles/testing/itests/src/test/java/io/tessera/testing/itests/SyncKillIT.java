package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node that is killed again and again in mid-sync, in each mode: it goes on with what it had. The
 * peer that it syncs from is in this JVM and counts what it is asked for.
 */
class SyncKillIT {
  private static final int KILLS = Soak.ON ? 20 : 1;

  /** Parts that the peer may send beyond the moment of the kill: the node is busy when it comes. */
  private static final int AHEAD = Soak.ON ? 128 : 16;

  private static final Duration MOMENT = Duration.ofMillis(400);

  private static final Pattern STARTED =
      Pattern.compile(".*Sync started: mode .*, head #(\\d+) .*");

  private static final int BLOCKS = Soak.ON ? 6_000 : 60;
  private static final int KEYS = Soak.ON ? 40_000 : 6_000;

  /** What may be in memory only when a mode is killed, and fetched again. */
  enum Mode {
    /** Blocks of the queue and of one import. */
    FULL(4096 + 1024),
    /** Blocks of one request: the next are asked for when these are imported. */
    LIGHT(512),
    /** Ranges that were asked for are counted instead. */
    FAST(0);

    final int batch;

    Mode(int batch) {
      this.batch = batch;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @TempDir private static Path folder;
  private static Chains chain;
  private static GatedPeer peer;
  private static AnswerGate gate;

  private final Random moments = new Random(20);
  private Mode mode;
  private NodeUnderTest.Setup setup;

  /** The highest block that a run has said to have, and where the answers to it ended. */
  private long reported;

  private long served;
  private long againAtMost;

  /** First keys of the ranges asked for by runs that were killed, and how many of them twice. */
  private final Set<String> asked = new HashSet<>();

  private int askedAgain;
  private int kills;

  @BeforeAll
  static void startPeer() throws Exception {
    peer = new GatedPeer(folder, BLOCKS, KEYS);
    chain = peer.chain();
    gate = peer.gate();
  }

  @AfterAll
  static void stopPeer() {
    peer.close();
  }

  /** One mode after the other: they share the peer and its gate. */
  @ParameterizedTest
  @EnumSource
  void aNodeKilledInMidSyncGoesOn(Mode killed) throws Exception {
    Soak.unless(killed != Mode.LIGHT, "kills in mode " + killed);
    mode = killed;
    setup = peer.asker(mode.toString());
    for (kills = 0; kills < KILLS; kills++) {
      startAndKill();
      noteRanges();
    }
    complete();
    noteRanges();
    System.out.printf(
        "%s: %d kills, %s again%n",
        mode,
        KILLS,
        mode == Mode.FAST
            ? askedAgain + " state requests"
            : "at most " + againAtMost + " blocks of a run");
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

  /**
   * Kills a run at a random moment after so and so many parts of answers to it, or, every other
   * time, after it has said how far it is.
   */
  private void startAndKill() throws Exception {
    long before = gate.passed();
    long total = mode == Mode.FAST ? KEYS : BLOCKS;
    long parts = 1 + moments.nextLong(total / (KILLS + 1) - AHEAD);
    gate.letThrough(parts + AHEAD);
    try (Cli run = start()) {
      gate.awaitPassed(before + parts);
      if (kills % 2 == 0) {
        run.line(line -> line.startsWith("{") && tellsProgress(status(line)));
      }
      assertTrue(!run.endsWithin(Duration.ofNanos(moments.nextLong(MOMENT.toNanos()))));
      run.kill();
      assertEquals(137, run.status(), "killed in mid-sync");
      gate.abandon();
      long head = headAtStart(run);
      checkGoneOn(head);
      served = head + gate.passed() - before;
      run.out().forEach(line -> reported = Math.max(reported, height(status(line))));
    }
  }

  private boolean tellsProgress(Map<String, Object> status) {
    return mode == Mode.FAST
        ? status.toString().contains("phase=state")
        : height(status) > reported;
  }

  /** What a run had when its sync began; its status may be later. */
  private static long headAtStart(Cli run) {
    return run.err().stream()
        .map(STARTED::matcher)
        .filter(Matcher::matches)
        .mapToLong(started -> Long.parseLong(started.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no sync" + Wait.tail(run.err())));
  }

  /** A run begins not below what was reported before, nor far below what had come. */
  private void checkGoneOn(long head) {
    assertTrue(head >= reported, "#" + reported + " was reported, #" + head + " is left");
    if (mode != Mode.FAST) {
      long again = served - head;
      againAtMost = Math.max(againAtMost, again);
      assertTrue(again <= mode.batch, again + " blocks are fetched again");
    }
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
    assertTrue(
        askedAgain <= KILLS * GatedPeer.REQUESTS, askedAgain + " ranges were asked for again");
  }

  /** The last run is in this JVM, where it starts sooner. */
  private void complete() throws Exception {
    gate.letThrough(Integer.MAX_VALUE);
    try (NodeUnderTest last = NodeUnderTest.start(setup)) {
      Wait.until("the sync", last.synced());
      Map<String, Object> status = last.json("tessera:status");
      assertEquals(chain.head(), status.get("head"), status.toString());
      assertEquals(BLOCKS, height(status), status.toString());
      if (mode != Mode.LIGHT) {
        assertEquals(chain.stateRoot(), status.get("state_root"), status.toString());
      }
      if (mode != Mode.FAST) {
        checkGoneOn(BLOCKS - added(status));
      }
    } finally {
      gate.shut();
    }
  }

  /** Blocks that were imported since the start. */
  private static long added(Map<String, Object> status) {
    Object headers = ((Map<?, ?>) status.get("unchecked")).get("state_transition");
    return ((Number) (headers == null ? status.get("executed") : headers)).longValue();
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
