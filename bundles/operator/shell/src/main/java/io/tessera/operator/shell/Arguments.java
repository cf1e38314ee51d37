package io.tessera.operator.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words after a command's name, sorted into flags, options with a value, and operands. Gogo
 * could fill annotated parameters itself, but answers a mistyped option with a list of Java types.
 */
final class Arguments {
  private final String command;
  private final Set<String> flags = new HashSet<>();
  private final Map<String, String> values = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Arguments(String command) {
    this.command = command;
  }

  /**
   * Sorts words.
   *
   * @param command the command's name, for messages
   * @param options what it knows: {@code --json} is a flag, {@code --last=} takes a value, {@code
   *     -w?} takes a number if one follows
   */
  static Arguments parse(String command, List<String> options, String... words)
      throws CommandException {
    Arguments result = new Arguments(command);
    var rest = Arrays.asList(words).listIterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (!word.startsWith("-") || word.length() == 1) {
        result.operands.add(word);
      } else if (options.contains(word)) {
        result.flags.add(word);
      } else if (options.contains(word + "?")) {
        result.flags.add(word);
        result.takeNumber(word, rest);
      } else if (options.contains(word + "=")) {
        if (!rest.hasNext()) {
          throw new CommandException(command + ": option " + word + " needs a value");
        }
        result.values.put(word, rest.next());
      } else {
        throw new CommandException(unknown(command, word, options));
      }
    }
    return result;
  }

  private void takeNumber(String option, ListIterator<String> rest) {
    if (rest.hasNext()) {
      String next = rest.next();
      if (next.matches("-?\\d.*")) {
        values.put(option, next);
      } else {
        rest.previous();
      }
    }
  }

  private static String unknown(String command, String word, List<String> options) {
    String known =
        options.isEmpty()
            ? "it takes no options"
            : "it knows " + String.join(", ", options).replace("=", " N").replace("?", " [N]");
    return command + ": unknown option '" + word + "'; " + known;
  }

  /** Whether a flag is set. */
  boolean has(String flag) {
    return flags.contains(flag);
  }

  /** Whether there are operands. */
  boolean hasOperands() {
    return !operands.isEmpty();
  }

  /** An option's value, or the default when it is not there. */
  String text(String option, String preset) {
    return values.getOrDefault(option, preset);
  }

  /** A whole number between 1 and a bound, or the default when the option is not there. */
  int number(String option, int preset, int most) throws CommandException {
    String text = values.get(option);
    if (text == null) {
      return preset;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The message below says what is right.
    }
    throw new CommandException(
        command + ": " + option + " is '" + text + "'; give a number from 1 to " + most);
  }

  /** The one operand, or nothing. */
  Optional<String> atMostOne(String what) throws CommandException {
    if (operands.size() > 1) {
      throw new CommandException(
          command + ": '" + operands.get(1) + "' is too much; give one " + what + " at most");
    }
    return operands.stream().findFirst();
  }

  /** The one operand. */
  String one(String what) throws CommandException {
    if (operands.size() != 1) {
      throw new CommandException(
          command
              + ": "
              + (operands.isEmpty() ? "no" : "more than one")
              + " "
              + what
              + " is given; see help "
              + command);
    }
    return operands.get(0);
  }

  /** The operands, at least one. */
  List<String> some(String what) throws CommandException {
    if (operands.isEmpty()) {
      throw new CommandException(command + ": no " + what + " is given; see help " + command);
    }
    return List.copyOf(operands);
  }

  /** The operands, none or more. */
  List<String> any() {
    return List.copyOf(operands);
  }

  /** Refuses operands. */
  Arguments none() throws CommandException {
    if (!operands.isEmpty()) {
      throw new CommandException(
          command + ": '" + operands.get(0) + "' is too much; see help " + command);
    }
    return this;
  }
}
