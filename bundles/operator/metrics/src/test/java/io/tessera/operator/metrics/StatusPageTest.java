package io.tessera.operator.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.chain.Sync;
import io.tessera.net.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page's text, the JSON and the health behind them. */
class StatusPageTest {
  private static final String ATTACK = "</td><script>alert(1)</script>\"'&\u202e\u0007";
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)((?:\\s[^<>]*)?)>");
  private static final Set<String> VOID = Set.of("meta", "link", "br", "th");

  @Test
  void whatOthersSayIsTextOnly() {
    StubNode node = new StubNode(2);
    node.sources.discoveries = List.of(StubNode.discovery(ATTACK, ATTACK, 1));
    node.sources.problems = List.<Problem>of(() -> ATTACK);
    node.sources.pools = List.of(StubNode.pool(ATTACK, 1, OptionalLong.of(2)));
    String page = StatusPage.html(node.status());
    assertFalse(page.contains("<script>alert"), "escaped");
    assertFalse(page.contains("\u202e") || page.contains("\u0007"), "no control characters");
    assertEquals(
        4, page.split("&lt;/td&gt;&lt;script&gt;alert\\(1\\)&lt;/script&gt;", -1).length - 1);
    assertWellFormed(page);
  }

  /** Each tag that opens is closed in its place: what SVG needs, and what helps every reader. */
  private static void assertWellFormed(String page) {
    String body = page.replaceAll("(?s)<style>.*?</style>|<script>.*?</script>", "");
    Deque<String> open = new ArrayDeque<>();
    Matcher tag = TAG.matcher(body);
    int tags = 0;
    while (tag.find()) {
      tags++;
      if (tag.group(1).equals("/")) {
        assertEquals(open.pop(), tag.group(2), "at " + tag.start());
      } else if (!tag.group(3).endsWith("/") && !VOID.contains(tag.group(2))) {
        open.push(tag.group(2));
      }
    }
    assertTrue(open.isEmpty() && tags > 100, open + " of " + tags);
    assertFalse(Pattern.compile("<[^a-z/!]|<$").matcher(body).find(), "a stray <");
  }

  @Test
  void takesNothingFromElsewhere() {
    String page = StatusPage.html(new StubNode(5).status());
    assertFalse(Pattern.compile("https?://|//[a-z]|style=|\\son[a-z]+=").matcher(page).find());
    Matcher source = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page);
    while (source.find()) {
      assertTrue(
          Set.of("data:,", "/metrics", "/status.json", "/healthz").contains(source.group(1)));
    }
  }

  @Test
  void showsPeersHeadsAndWhatIsWrong() {
    StubNode node = new StubNode(5);
    String page = StatusPage.html(node.status());
    for (String part :
        List.of(
            StubNode.id(3).name(),
            "192.0.2.3:30336",
            "[2001:db8:0:0:0:0:0:2]:30335",
            "4,711,320",
            "1 behind the clock",
            "7 below the head",
            "ce128 is unsatisfied",
            "example is failed: java.lang.IllegalStateException: no<",
            "io.example.protocol had 3 errors",
            "2 leaves",
            "timeout, 5 min ago: the first message has not come in time",
            "11 of 18",
            "2.3 GB of 17.2 GB",
            "healthy")) {
      assertTrue(page.contains(part), part);
    }
    assertEquals(3, page.split("class=\"block fork\"", -1).length - 1, "blocks on forks");
    assertFalse(page.contains("at somewhere"), "the first line only");
    assertTrue(StatusPage.html(new StubNode(0).status()).contains("No peer is connected."));
    assertTrue(StatusPage.html(new StubNode(250).status()).contains("and 50 more"));
  }

  @Test
  void jsonHasTheSame() throws IOException {
    Response answer = StatusJson.answer(new StubNode(3).status());
    Map<String, Object> json = JSON.std.mapFrom(new String(answer.body(), StandardCharsets.UTF_8));
    assertEquals(true, json.get("healthy"));
    assertEquals((int) StubNode.HEAD, json.get("slot"));
    assertEquals(StubNode.id(100).name(), json.get("peer_id"));
    List<?> peers = (List<?>) json.get("peers");
    assertEquals(3, peers.size());
    assertTrue(
        peers.stream()
            .map(peer -> (Map<?, ?>) peer)
            .anyMatch(peer -> peer.get("standing").equals(75) && peer.get("role").equals("node")));
    assertEquals(11, ((Map<?, ?>) json.get("pools")).get("tickets"));
  }

  @Test
  void isHealthyWhileItGetsOn() {
    StubNode node = new StubNode(1);
    assertEquals(List.of(), node.health.complaints());
    node.sync(Sync.State.WAITING, Optional.empty());
    assertEquals(List.of(), node.health.complaints(), "no peers: no illness");

    node.sync(Sync.State.SYNCING, Optional.empty());
    assertEquals(List.of(), node.health.complaints());
    node.nanos.addAndGet(Health.STUCK.toNanos() - 1);
    assertEquals(List.of(), node.health.complaints());
    node.nanos.addAndGet(1);
    assertEquals(1, node.health.complaints().size(), "two minutes without a block");

    node.blocks.imported(List.of(), StubNode.block(1, 0), StubNode.block(0, 0));
    assertEquals(List.of(), node.health.complaints(), "the chain has grown");
    node.nanos.addAndGet(Health.STUCK.toNanos());
    assertEquals(1, node.health.complaints().size());
    for (int done = 1; done < 4; done++) {
      node.sync(
          Sync.State.SYNCING,
          Optional.of(new Sync.Progress("state", done, 9, 1, OptionalLong.empty())));
      assertEquals(List.of(), node.health.complaints(), "a fast sync fetches the state");
      node.nanos.addAndGet(TimeUnit.SECONDS.toNanos(100));
    }
    node.sync(Sync.State.NO_MODE, Optional.empty());
    node.sources.chain = null;
    node.sources.transports = List.of();
    node.sources.problems = List.<Problem>of(() -> "port 30333 is in use");
    assertEquals(4, node.health.complaints().size());
    node.sources.sync = null;
    assertTrue(node.health.complaints().contains("nothing syncs; see why Sync in the shell"));
  }
}
