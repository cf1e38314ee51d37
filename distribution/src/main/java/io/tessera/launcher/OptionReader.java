package io.tessera.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sorts the words after a command into options and arguments. */
final class OptionReader {
  private static final Set<String> FLAGS =
      Set.of("--no-shell", "--exit-when-synced", "--json", "--dev-all", "--fast", "--no-tickets");
  private static final Map<String, List<String>> KNOWN =
      Map.of(
          "run",
          List.of(
              "--config",
              "--chain",
              "--data",
              "--listen",
              "--bootnode",
              "--sync",
              "--dev-validator",
              "--dev-all",
              "--fast",
              "--blocks",
              "--no-tickets",
              "--telemetry",
              "--no-shell",
              "--exit-when-synced",
              "--status-every",
              "--json"),
          "exec",
          List.of("--config", "--data", "--timeout"),
          "import",
          List.of("--config", "--chain", "--data", "--json"),
          "key",
          List.of("--config", "--data", "--json"),
          "chain",
          List.of("--state-keys", "--preimages", "--slot-seconds", "--out"),
          "devnet",
          List.of("--nodes", "--blocks", "--no-tickets", "--trace", "--json"));

  /** Options that may come without a value: the word that follows is theirs if it is no option. */
  private static final Set<String> VALUE_OR_NONE = Set.of("--trace");

  /**
   * Options whose values nothing here looks at but {@link AuthorOptions}, {@link TelemetryOption},
   * {@link DevnetOptions}, {@link ExecOptions} and the command.
   */
  private static final Set<String> MORE =
      Set.of(
          "--dev-validator",
          "--dev-all",
          "--fast",
          "--blocks",
          "--no-tickets",
          "--status-every",
          "--telemetry",
          "--timeout",
          "--nodes",
          "--trace",
          "--state-keys",
          "--preimages",
          "--slot-seconds",
          "--out");

  private final String command;
  private final Deque<String> words;
  private final Map<String, String> values = new HashMap<>();
  private final List<String> bootnodes = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();

  OptionReader(String command, List<String> words) {
    this.command = command;
    this.words = new ArrayDeque<>(words);
  }

  CommandLine read() throws UsageException {
    while (!words.isEmpty()) {
      String word = words.remove();
      if (word.equals("--")) {
        rest();
      } else if (word.startsWith("-") && word.length() > 1) {
        option(word);
      } else {
        arguments.add(word);
        if (command.equals("exec")) {
          rest(); // options of the node's command, not of this one
        }
      }
    }
    return new CommandLine(
        command,
        path("--config"),
        path("--chain"),
        path("--data"),
        endpoint(),
        bootnodes,
        Optional.ofNullable(values.get("--sync")),
        !values.containsKey("--no-shell"),
        values.containsKey("--exit-when-synced"),
        values.containsKey("--json"),
        more(),
        arguments);
  }

  private void rest() {
    arguments.addAll(words);
    words.clear();
  }

  private void option(String word) throws UsageException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    List<String> known = KNOWN.get(command);
    if (!known.contains(name)) {
      throw new UsageException(
          command
              + ": unknown option '"
              + name
              + "'"
              + Nearest.hint(name, known)
              + CommandLine.seeHelp(command));
    }
    String value = equals < 0 ? "" : word.substring(equals + 1);
    if (FLAGS.contains(name)) {
      if (equals >= 0) {
        throw new UsageException(
            "option " + name + " takes no value, but '" + value + "' is given");
      }
    } else if (equals < 0 && VALUE_OR_NONE.contains(name)) {
      value = words.isEmpty() || words.peek().startsWith("--") ? "" : words.remove();
    } else if (equals < 0) {
      if (words.isEmpty() || words.peek().startsWith("--")) {
        throw new UsageException(
            "option " + name + " needs a value." + CommandLine.seeHelp(command));
      }
      value = words.remove();
    }
    if (name.equals("--bootnode")) {
      bootnodes.add(value);
    } else if (values.putIfAbsent(name, value) != null && !FLAGS.contains(name)) {
      throw new UsageException("option " + name + " is given twice; keep one");
    }
  }

  private Optional<Path> path(String option) throws UsageException {
    String text = values.get(option);
    if (text == null) {
      return Optional.empty();
    }
    try {
      if (!text.isEmpty()) {
        return Optional.of(Path.of(text).toAbsolutePath().normalize());
      }
    } catch (InvalidPathException e) {
      throw new UsageException(
          "option " + option + ": '" + text + "' is no path: " + e.getReason());
    }
    throw new UsageException("option " + option + ": the path is empty");
  }

  private Map<String, String> more() throws UsageException {
    Map<String, String> more = new HashMap<>(values);
    more.keySet().retainAll(MORE);
    Optional<Path> out = path("--out");
    out.ifPresent(file -> more.put("--out", file.toString()));
    if (command.equals("devnet")) {
      DevnetOptions.of(more); // says what is wrong with them
    } else {
      AuthorOptions.check(more);
      TelemetryOption.check(more);
      StatusOption.check(more, values.containsKey("--exit-when-synced"));
    }
    return more;
  }

  private Optional<Endpoint> endpoint() throws UsageException {
    String text = values.get("--listen");
    return text == null ? Optional.empty() : Optional.of(Endpoint.parse("--listen", text));
  }
}
