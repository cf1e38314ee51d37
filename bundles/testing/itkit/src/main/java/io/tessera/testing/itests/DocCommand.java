package io.tessera.testing.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that a document tells its reader to type.
 *
 * @param where document and number of the block's first line
 * @param text without the comment behind it
 * @param shell whether it is for the shell of a node
 * @param status what it ends with: 0, unless the comment behind it says {@code status N}
 */
record DocCommand(String where, String text, boolean shell, int status) {
  private static final String PROMPT = "tessera> ";
  private static final String NODE_SHELL = "tessera";
  private static final Set<String> COMMAND_LINE = Set.of("sh", "bash", "shell", "console");
  private static final Pattern COMMENT = Pattern.compile("\\s{2,}#(.*)$");
  private static final Pattern MDNS =
      Pattern.compile("config (un)?set io\\.tessera\\.discovery\\.mdns .*");
  private static final Pattern STATUS = Pattern.compile("status (\\d+)");

  /** All of a document, in their order. */
  static List<DocCommand> read(Path document) throws IOException {
    List<DocCommand> commands = new ArrayList<>();
    for (DocCommands.Block block : DocCommands.read(document)) {
      String where = document.getFileName() + ":" + block.line();
      for (String line : lines(block)) {
        commands.add(of(where, line, isShell(block)));
      }
    }
    return commands;
  }

  /** By its fence, or by a prompt where it is indented. */
  private static boolean isShell(DocCommands.Block block) {
    return block.language().equals(NODE_SHELL)
        || (block.language().isEmpty()
            && block.lines().stream().anyMatch(line -> line.startsWith(PROMPT)));
  }

  /** With a prompt in the block, what has none is what was answered. */
  private static List<String> lines(DocCommands.Block block) {
    List<String> lines = block.commands();
    if (isShell(block)) {
      List<String> typed = lines.stream().filter(line -> line.startsWith(PROMPT)).toList();
      return typed.isEmpty()
          ? lines
          : typed.stream().map(line -> line.substring(PROMPT.length())).toList();
    }
    boolean commands =
        COMMAND_LINE.contains(block.language())
            || (block.language().isEmpty() && lines.stream().anyMatch(DocCommand::isProgram));
    return commands ? lines : List.of();
  }

  private static DocCommand of(String where, String line, boolean shell) {
    Matcher comment = COMMENT.matcher(line);
    String behind = comment.find() ? comment.group(1) : "";
    Matcher status = STATUS.matcher(behind);
    return new DocCommand(
        where,
        COMMENT.matcher(line).replaceFirst(""),
        shell,
        status.find() ? Integer.parseInt(status.group(1)) : 0);
  }

  /** Whether a line of an indented block, which may be anything, begins with a program. */
  private static boolean isProgram(String line) {
    String word = line.split(" ", 2)[0];
    return word.startsWith("./")
        || Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, word)));
  }

  /** Whether it lets a node be found by all others of the machine, or ends that. */
  boolean switchesMdns() {
    return shell && MDNS.matcher(text).matches();
  }

  @Override
  public String toString() {
    return where + ": " + text;
  }
}
