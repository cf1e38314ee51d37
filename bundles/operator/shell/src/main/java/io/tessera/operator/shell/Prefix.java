package io.tessera.operator.shell;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Finds the one thing whose name begins with what the operator typed. */
final class Prefix {
  /** Fewer characters than this would match by accident. */
  static final int SHORTEST = 3;

  private Prefix() {}

  /**
   * The one candidate whose name begins with {@code text}.
   *
   * @param what what the names name, for messages
   * @param where where the candidates come from, for messages
   * @param name a candidate's full name, in lower case
   */
  static <T> T unique(
      String what, String where, String text, Collection<T> candidates, Function<T, String> name)
      throws CommandException {
    String prefix = text.toLowerCase(Locale.ROOT);
    if (prefix.length() < SHORTEST) {
      throw new CommandException(
          what + " '" + text + "' is too short; give " + SHORTEST + " characters or more");
    }
    List<T> found =
        candidates.stream()
            .filter(candidate -> name.apply(candidate).startsWith(prefix))
            .distinct()
            .toList();
    if (found.isEmpty()) {
      throw new CommandException("no " + what + " begins with '" + text + "' " + where);
    }
    if (found.size() > 1) {
      String both = name.apply(found.get(0)) + " and " + name.apply(found.get(1));
      throw new CommandException(
          what + " '" + text + "' is not unique: " + both + " begin with it; give more characters");
    }
    return found.get(0);
  }
}
