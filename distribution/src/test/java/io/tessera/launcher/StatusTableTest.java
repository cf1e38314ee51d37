package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTableTest {
  private static final String ROOT = "77".repeat(32);
  private static final long SECOND = 1_000_000_000;

  private final DevnetNode one = new DevnetNode("1", Path.of("1"));
  private final DevnetNode two = new DevnetNode("2", Path.of("2"));
  private final List<DevnetNode> nodes = List.of(one, two);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private long now = 5 * SECOND;

  private static NodeStatus at(long height, String head, Optional<String> root) {
    return new NodeStatus(height, head.repeat(32), 2 * height, root, "f0".repeat(32), 3, 1);
  }

  private static NodeStatus at(long height) {
    return at(height, "ab", Optional.of(ROOT));
  }

  private Screen screen(boolean terminal) {
    return new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), terminal, () -> now);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLineForEachNode() {
    one.said(at(0), SECOND);
    one.said(at(10), 5 * SECOND);
    one.said(at(10), 9 * SECOND);
    assertEquals(
        List.of(
            "node       height  head                 finalized            peers blocks/s",
            "node 1         10  #20 abababab         #3 f0f0f0f0              1      2.5",
            "node 2          -  starting             -                        -        -"),
        StatusTable.lines(nodes));
    assertEquals("node 1 at height 10, node 2 starts", StatusTable.summary(nodes));
  }

  @Test
  void aTerminalsTableIsDrawnOverItself() {
    Screen screen = screen(true);
    screen.show(nodes);
    assertFalse(text().contains("\u001b[3A"), text());
    one.said(at(1), SECOND);
    screen.show(nodes);
    assertEquals(6, text().lines().count());
    assertTrue(text().lines().skip(3).findFirst().orElseThrow().startsWith("\u001b[3Anode "));
    assertTrue(text().lines().allMatch(line -> line.endsWith("\u001b[K")), text());
  }

  @Test
  void elsewhereALineASecondAtMostAndOnlyWhenThereIsNews() {
    Screen screen = screen(false);
    screen.show(nodes);
    one.said(at(1), SECOND);
    screen.show(nodes);
    assertEquals(1, text().lines().count(), "too soon");
    now += SECOND;
    screen.show(nodes);
    now += SECOND;
    screen.show(nodes);
    assertEquals(
        List.of(
            "devnet: node 1 starts, node 2 starts", "devnet: node 1 at height 1, node 2 starts"),
        text().lines().toList());
    screen.last(nodes);
    assertEquals(StatusTable.lines(nodes), text().lines().skip(2).toList());
    assertFalse(text().contains("\u001b"), "no escape sequences");
  }

  @Test
  void namesTheNodeThatDiffers() {
    one.said(at(9), SECOND);
    two.said(at(9), SECOND);
    assertEquals(Optional.empty(), DevnetNode.differing(nodes));
    two.said(at(9, "cd", Optional.of(ROOT)), SECOND);
    assertEquals(Optional.of(two), DevnetNode.differing(nodes), "another head");
    two.said(at(9, "ab", Optional.of("88".repeat(32))), SECOND);
    assertEquals(Optional.of(two), DevnetNode.differing(nodes), "another state");
    two.said(at(9, "ab", Optional.empty()), SECOND);
    assertEquals(Optional.of(two), DevnetNode.differing(nodes), "no state");
    one.said(at(9, "ab", Optional.empty()), SECOND);
    assertEquals(Optional.of(one), DevnetNode.differing(nodes), "no states to compare");
  }

  @Test
  void hasAsManyBlocksAsItSays() {
    assertFalse(one.has(0), "has said nothing");
    one.said(at(9), SECOND);
    assertTrue(one.has(9));
    assertFalse(one.has(10));
  }
}
