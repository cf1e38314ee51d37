package io.tessera.testing.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of a document in Markdown that a reader would copy: those between fences, and those
 * that are indented by four spaces. Fences say what a block is: {@code sh} for the command line,
 * {@code tessera} for a node's shell.
 */
final class DocCommands {
  private static final String FENCE = "```";
  private static final String INDENT = "    ";

  private final List<Block> blocks = new ArrayList<>();
  private List<String> open = List.of();
  private boolean blankBefore = true;

  /**
   * One of them.
   *
   * @param info what stands behind the opening fence, such as {@code sh}; empty when indented
   * @param line number of its first line, from 1 on
   * @param lines as they stand there, without the indentation
   */
  record Block(String info, int line, List<String> lines) {
    /** The first word of the info. */
    String language() {
      return info.split(" ", 2)[0];
    }

    /**
     * Line by line, without comments and blank lines; what ends in a backslash goes on in the next
     * line.
     */
    List<String> commands() {
      List<String> commands = new ArrayList<>();
      boolean goesOn = false;
      for (String line : lines) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
          continue;
        }
        if (goesOn) {
          String before = commands.removeLast();
          text = before.substring(0, before.length() - 1).stripTrailing() + " " + text;
        }
        commands.add(text);
        goesOn = text.endsWith("\\");
      }
      return commands;
    }

    /** As one script. */
    String script() {
      return String.join("\n", lines) + "\n";
    }
  }

  private DocCommands() {}

  /** All blocks of a document, in order. */
  static List<Block> read(Path document) throws IOException {
    return parse(Files.readAllLines(document));
  }

  /** Those of them in a language. */
  static List<Block> read(Path document, String language) throws IOException {
    return read(document).stream().filter(block -> block.language().equals(language)).toList();
  }

  static List<Block> parse(List<String> document) {
    DocCommands reader = new DocCommands();
    boolean fenced = false;
    for (int i = 0; i < document.size(); i++) {
      String line = document.get(i);
      if (line.strip().startsWith(FENCE)) {
        fenced = !fenced;
        if (fenced) {
          reader.begin(line.strip().substring(FENCE.length()).strip(), i + 2);
        }
        reader.blankBefore = true;
      } else if (fenced) {
        reader.open.add(line);
      } else {
        reader.unfenced(line, i + 1);
      }
    }
    return reader.blocks;
  }

  /** Indented lines are a block when a blank line comes before; else they belong to a list. */
  private void unfenced(String line, int number) {
    boolean blank = line.isBlank();
    if (line.startsWith(INDENT) && !blank) {
      if (blankBefore) {
        begin("", number);
      }
      open.add(line.substring(INDENT.length()));
      blankBefore = false;
      return;
    }
    blankBefore = blank;
    open = new ArrayList<>(); // what is no block goes nowhere
  }

  private void begin(String info, int line) {
    open = new ArrayList<>();
    blocks.add(new Block(info, line, open));
  }
}
