package io.tessera.operator.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.chain.Sync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is exposed, and that the documents say the same. */
class ScrapeTest {
  private static final Path DOCS = Path.of(System.getProperty("tessera.root"), "docs");
  private static final Pattern NAME = Pattern.compile("tessera_[a-z0-9_]+");

  private static String scrape(StubNode node, String accept) throws IOException {
    return new String(new Scrape(node.figures()).answer(accept).body(), StandardCharsets.UTF_8);
  }

  private static StubNode node() {
    StubNode node = new StubNode(7);
    node.sync(
        Sync.State.SYNCING,
        Optional.of(new Sync.Progress("slots", 30, 120, 4, OptionalLong.of(22))));
    node.requests.answered("/metrics", 200);
    return node;
  }

  @Test
  void isTheTextFormat() throws IOException {
    TextFormat text = TextFormat.read(scrape(node(), "*/*"));
    assertEquals(
        2, text.value("tessera_peers", "tessera_peers{direction=accepted, role=validator}"));
    assertEquals(StubNode.HEAD, text.value("tessera_chain_head_slot", "tessera_chain_head_slot{}"));
    assertEquals(
        2,
        text.value(
            "tessera_streams_total",
            "tessera_streams_total{kind=128, outcome=malformed, side=acceptor}"));
    assertEquals(
        2,
        text.value(
            "tessera_stream_seconds",
            "tessera_stream_seconds_bucket{kind=128, le=0.005, side=acceptor}"));
    assertEquals(0.25, text.value("tessera_sync_progress_ratio", "tessera_sync_progress_ratio{}"));
    assertEquals(Set.of("initiator", "acceptor"), text.values("side"));
  }

  @Test
  void aScraperGetsOpenMetricsWhenItAsks() throws IOException {
    Response answer =
        new Scrape(node().figures()).answer("application/openmetrics-text;version=1.0.0,*/*;q=0.1");
    assertTrue(answer.type().startsWith("application/openmetrics-text"), answer.type());
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertTrue(text.endsWith("\n# EOF\n"), text.substring(text.length() - 40));
    assertTrue(text.contains("# TYPE tessera_streams counter\n"), "families without _total");
  }

  /** A peer chooses its key and its address; neither may make a series. */
  @Test
  void nothingThatAPeerChoosesIsALabel() throws IOException {
    String few = scrape(new StubNode(3), "");
    String many = scrape(new StubNode(7), "");
    assertEquals(few.lines().count(), many.lines().count());
    assertFalse(many.contains(StubNode.id(0).shortName()) || many.contains("192.0.2."));
  }

  /** While a plugin is swapped, two may be there for a moment. */
  @Test
  void twoPoolsOfOneNameAreNoError() throws IOException {
    StubNode node = new StubNode(0);
    node.sources.pools =
        List.of(
            StubNode.pool("tickets", 3, OptionalLong.empty()),
            StubNode.pool("tickets", 4, OptionalLong.empty()));
    TextFormat text = TextFormat.read(scrape(node, ""));
    assertEquals(4, text.value("tessera_pool_size", "tessera_pool_size{pool=tickets}"));
  }

  @Test
  void aNodeThatHasNothingYetIsScrapedToo() throws IOException {
    Scrape scrape =
        new Scrape(
            List.of(
                new PeerMetrics(new Sources(), new Roles())::collect,
                new StreamMetrics(new Sources())::collect,
                new ChainMetrics(new Sources())::collect));
    TextFormat text = TextFormat.read(new String(scrape.answer("").body(), StandardCharsets.UTF_8));
    assertEquals(Set.of("tessera_scrape_seconds"), text.families().keySet());
  }

  @Test
  void theTableInTheDocumentsIsWhatIsExposed() throws IOException {
    Set<String> exposed = TextFormat.read(scrape(node(), "")).families().keySet();
    Set<String> described = new TreeSet<>();
    for (String line : Files.readAllLines(DOCS.resolve("operations.md"))) {
      if (line.startsWith("| `tessera_")) {
        Matcher name = NAME.matcher(line);
        assertTrue(name.find());
        assertTrue(described.add(name.group()), "twice: " + name.group());
      }
    }
    if (Runtime.version().feature() < 24) {
      described.remove("tessera_jvm_virtual_threads");
    }
    assertEquals(new TreeSet<>(exposed), described);
  }

  @Test
  void theDashboardAsksForWhatThereIs() throws IOException {
    Map<String, TextFormat.Family> exposed = TextFormat.read(scrape(node(), "")).families();
    List<String> expressions = new ArrayList<>();
    expressions(
        JSON.std.mapFrom(Files.readString(DOCS.resolve("grafana-dashboard.json"))), expressions);
    Set<String> asked = new HashSet<>();
    for (String expression : expressions) {
      Matcher name = NAME.matcher(expression);
      while (name.find()) {
        String family = name.group().replaceFirst("_(bucket|sum|count)$", "");
        assertTrue(exposed.containsKey(family), name.group() + " of: " + expression);
        asked.add(family);
      }
    }
    assertTrue(expressions.size() >= 20 && asked.size() >= 20, asked.toString());
  }

  private static void expressions(Object json, List<String> into) {
    if (json instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (value instanceof String text && (key.equals("expr") || key.equals("query"))) {
              into.add(text);
            } else {
              expressions(value, into);
            }
          });
    } else if (json instanceof List<?> list) {
      list.forEach(value -> expressions(value, into));
    }
  }

  /** The reader itself: what is wrong is refused. */
  @Test
  void theReaderIsStrict() {
    String head = "# HELP a_total A.\n# TYPE a_total counter\n";
    TextFormat.read(head + "a_total{x=\"\\\"\\\\\\n\"} 1.0\n");
    List<String> wrong =
        List.of(
            "a_total 1.0\n",
            head + "a_total 1.0",
            head + "b_total 1.0\n",
            head + "a_total -1.0\n",
            head + "a_total 1.0\na_total 2.0\n",
            head + "a_total{x=\"1\" y=\"2\"} 1.0\n",
            head + "a_total{x=\"a\"b\"} 1.0\n",
            head + head,
            "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1.0\nh_sum 1.0\nh_count 2.0\n");
    wrong.forEach(
        text ->
            assertThrows(IllegalArgumentException.class, () -> TextFormat.read(text), () -> text));
  }
}
