package io.tessera.testing.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The messages that main sources log at WARN and above: each with … for what varies. A message is
 * an expression of literals, or the name of a local variable that is made of such.
 */
final class LogCalls {
  private static final Pattern CALL =
      Pattern.compile(
          "\\b(?:LOG|LOGGER|log|logger)\\s*\\.\\s*"
              + "(?:(warn|error)|atLevel\\([^)]*\\)\\s*\\.\\s*log|at(Warn|Error)\\(\\)\\s*\\.\\s*log)\\(");

  /** Whatever comes is logged, with nothing that could be looked up. */
  private static final Pattern REFERENCE = Pattern.compile("\\b(LOG|LOGGER)::(warn|error)\\b");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Message to the levels that it is logged at. */
  private final Map<String, Set<String>> messages = new TreeMap<>();

  private LogCalls() {}

  /** Those of all bundles and of the launcher. */
  static Map<String, Set<String>> read(Path root) throws IOException {
    LogCalls calls = new LogCalls();
    for (String top : new String[] {"bundles", "distribution", "embed"}) {
      try (Stream<Path> files = Files.walk(root.resolve(top))) {
        for (Path file : (Iterable<Path>) files.filter(LogCalls::isMain)::iterator) {
          calls.read(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return calls.messages;
  }

  private static boolean isMain(Path file) {
    String path = file.toString();
    return path.endsWith(".java")
        && path.contains("/src/main/java/")
        && !path.contains("/bundles/testing/");
  }

  /** Those of one source. */
  static Map<String, Set<String>> read(String source) {
    LogCalls calls = new LogCalls();
    calls.read("source", source);
    return calls.messages;
  }

  private void read(String file, String source) {
    if (REFERENCE.matcher(source).find()) {
      throw new AssertionError(file + ": a message without words: " + REFERENCE);
    }
    for (Matcher call = CALL.matcher(source); call.find(); ) {
      String argument = firstArgument(source, call.end());
      String message = text(argument);
      if (!argument.contains("\"")) {
        message = text(assigned(source.substring(0, call.start()), argument.strip()));
      }
      if (message.replace("…", "").isBlank()) {
        throw new AssertionError(file + ": no words in the message of " + call.group() + argument);
      }
      String level = call.group(1) == null ? call.group(2) : call.group(1);
      Set<String> levels = messages.computeIfAbsent(message, each -> new TreeSet<>());
      levels.addAll(
          level == null ? Set.of("ERROR", "WARN") : Set.of(level.toUpperCase(Locale.ROOT)));
    }
  }

  /** Up to the comma or the parenthesis that ends it. */
  private static String firstArgument(String source, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '"' && source.charAt(i - 1) != '\\') {
        quoted = !quoted;
      } else if (!quoted) {
        if (depth == 0 && (c == ',' || c == ')')) {
          return source.substring(from, i);
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
    }
    throw new AssertionError("no end of " + source.substring(from));
  }

  /** What a variable was given last. */
  private static String assigned(String before, String variable) {
    int at = before.lastIndexOf("String " + variable + " =");
    return at < 0 ? "" : before.substring(at, before.indexOf(';', at)).replaceFirst("^[^=]*=", "");
  }

  /** Literals as they are, … for each thing between them and for each placeholder. */
  private static String text(String expression) {
    StringBuilder text = new StringBuilder();
    int end = 0;
    Matcher literal = LITERAL.matcher(expression);
    while (literal.find()) {
      gap(expression.substring(end, literal.start()), text);
      text.append(literal.group(1).replace("{}", "…"));
      end = literal.end();
    }
    gap(expression.substring(end), text);
    return text.toString().replaceAll("…+", "…");
  }

  private static void gap(String between, StringBuilder text) {
    if (!between.replace("+", "").isBlank()) {
      text.append('…');
    }
  }
}
