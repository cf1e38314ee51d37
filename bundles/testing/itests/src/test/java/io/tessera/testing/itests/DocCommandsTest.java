package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.testing.itests.DocCommands.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocCommandsTest {
  private static List<Block> parse(String text) {
    return DocCommands.parse(text.lines().toList());
  }

  @Test
  void fencesSayWhatABlockIs() {
    List<Block> blocks =
        parse("Text\n```sh node\ncd x   # there\n\n```\n    another\n```tessera\npeers\n```\n");
    assertEquals(
        List.of(
            new Block("sh node", 3, List.of("cd x   # there", "")),
            new Block("tessera", 8, List.of("peers"))),
        blocks.stream().filter(block -> !block.info().isEmpty()).toList());
    assertEquals("sh", blocks.get(0).language());
    assertEquals("cd x   # there\n\n", blocks.get(0).script());
  }

  @Test
  void indentedLinesAreABlockAfterABlankLine() {
    List<Block> blocks = parse("A:\n\n    ./a b\n    c\n\n- list\n    of two lines\n\n    d\n");
    assertEquals(
        List.of(new Block("", 3, List.of("./a b", "c")), new Block("", 9, List.of("d"))), blocks);
  }

  @Test
  void aCommandGoesOnBehindABackslash() {
    Block block = parse("```sh\n# first\na b \\\n  c \\\n  d\n\ne\n```").get(0);
    assertEquals(List.of("a b c d", "e"), block.commands());
  }
}
