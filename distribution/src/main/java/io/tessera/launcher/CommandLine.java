package io.tessera.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The command line after the script's name, checked as far as it can be without a node.
 *
 * @param command {@code run}, {@code exec}, {@code import}, {@code key}, {@code chain}, {@code
 *     devnet}, {@code help} or {@code version}
 * @param config the configuration file; empty for the defaults
 * @param chain the chain specification
 * @param data the data directory
 * @param listen address and port to listen on
 * @param bootnodes addresses of peers, in the order given
 * @param sync name of the sync mode
 * @param shell whether an interactive shell may be started
 * @param exitWhenSynced whether the node ends when it has caught up
 * @param json whether results are printed as JSON, one line each
 * @param more options of one command only, by their names: those that make blocks, and those of
 *     {@code chain} and {@code devnet}; flags have an empty value
 * @param arguments what is left: files to import, the words of the line for {@code exec}, the verb
 *     of {@code key} and {@code chain}, the topic of {@code help}
 */
record CommandLine(
    String command,
    Optional<Path> config,
    Optional<Path> chain,
    Optional<Path> data,
    Optional<Endpoint> listen,
    List<String> bootnodes,
    Optional<String> sync,
    boolean shell,
    boolean exitWhenSynced,
    boolean json,
    Map<String, String> more,
    List<String> arguments) {

  /** Copies the lists and the map. */
  CommandLine {
    more = Map.copyOf(more);
    bootnodes = List.copyOf(bootnodes);
    arguments = List.copyOf(arguments);
  }

  private static final List<String> COMMANDS =
      List.of("run", "exec", "import", "key", "chain", "devnet");

  /** Reads the line; throws with one sentence for the user. */
  static CommandLine parse(List<String> words) throws UsageException {
    if (words.isEmpty() || Set.of("--help", "-h", "help").contains(words.get(0))) {
      return bare("help", words.size() > 1 ? List.of(words.get(1)) : List.of());
    }
    String command = words.get(0);
    if (command.equals("--version") || command.equals("-V") || command.equals("version")) {
      return bare("version", List.of());
    }
    if (!COMMANDS.contains(command)) {
      throw new UsageException(
          "unknown command '"
              + command
              + "'"
              + Nearest.hint(command, COMMANDS)
              + " The commands are run, exec, import, key, chain and devnet (./tessera --help)");
    }
    List<String> rest = words.subList(1, words.size());
    if (command.equals("exec") ? asksForHelp(rest.stream().limit(1).toList()) : asksForHelp(rest)) {
      return bare("help", List.of(command));
    }
    return new OptionReader(command, rest).read().checked();
  }

  private static boolean asksForHelp(List<String> words) {
    return words.contains("--help") || words.contains("-h");
  }

  private static CommandLine bare(String command, List<String> arguments) {
    return new CommandLine(
        command,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        false,
        false,
        Map.of(),
        arguments);
  }

  private CommandLine checked() throws UsageException {
    mustExist("--config", config);
    mustExist("--chain", chain);
    if (data.isPresent() && Files.exists(data.get()) && !Files.isDirectory(data.get())) {
      throw new UsageException(
          "option --data: '" + data.get() + "' is a file; give a directory (it may be new)");
    }
    switch (command) {
      case "exec" -> {
        ExecOptions.check(more);
        if (arguments.isEmpty()) {
          throw new UsageException("exec: no command is given." + seeHelp(command));
        }
      }
      case "import" -> checkImport();
      case "key" -> checkKey();
      case "chain" -> checkChain();
      default -> {
        if (!arguments.isEmpty()) {
          throw new UsageException(
              command + ": unexpected argument '" + arguments.get(0) + "'." + seeHelp(command));
        }
      }
    }
    return this;
  }

  private void checkImport() throws UsageException {
    if (data.isEmpty()) {
      throw new UsageException("import: option --data DIR is missing." + seeHelp(command));
    }
    if (arguments.isEmpty()) {
      throw new UsageException("import: name a file or a directory." + seeHelp(command));
    }
    for (String file : arguments) {
      if (!Files.isReadable(Path.of(file))) {
        throw new UsageException("import: '" + file + "' does not exist or cannot be read");
      }
    }
  }

  private void checkKey() throws UsageException {
    if (arguments.size() != 1 || !Set.of("generate", "show").contains(arguments.get(0))) {
      throw new UsageException(
          "key: say 'key generate' or 'key show', not 'key"
              + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments))
              + "'");
    }
  }

  private void checkChain() throws UsageException {
    if (!arguments.equals(List.of("new-dev"))) {
      throw new UsageException(
          "chain: say 'chain new-dev', not 'chain"
              + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments))
              + "'");
    }
  }

  private static void mustExist(String option, Optional<Path> file) throws UsageException {
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new UsageException(
          "option " + option + ": '" + file.get() + "' does not exist or cannot be read");
    }
  }

  static String seeHelp(String command) {
    return " See ./tessera " + command + " --help";
  }

  /** The file arguments as absolute paths, other arguments as they are. */
  List<String> serviceArguments() {
    List<String> words = new ArrayList<>();
    for (String argument : arguments) {
      words.add(
          command.equals("import")
              ? Path.of(argument).toAbsolutePath().normalize().toString()
              : argument);
    }
    if (json) {
      words.add("--json");
    }
    if (command.equals("chain")) {
      new TreeMap<>(more).forEach((option, value) -> words.addAll(List.of(option, value)));
    }
    return words;
  }
}
