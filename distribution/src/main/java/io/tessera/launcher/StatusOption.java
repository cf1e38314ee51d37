package io.tessera.launcher;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The option {@code --status-every SECONDS} of {@code run}. */
final class StatusOption {
  private static final String NAME = "--status-every";

  private StatusOption() {}

  static void check(Map<String, String> more, boolean exitWhenSynced) throws UsageException {
    String seconds = more.getOrDefault(NAME, "1");
    if (!seconds.matches("[0-9]{1,5}(\\.[0-9]{1,3})?") || new BigDecimal(seconds).signum() == 0) {
      throw new UsageException(
          "option " + NAME + ": '" + seconds + "' is no number of seconds such as 0.5 or 10");
    }
    if (given(more) && exitWhenSynced) {
      throw new UsageException("options " + NAME + " and --exit-when-synced: give one of them");
    }
  }

  static boolean given(Map<String, String> more) {
    return more.containsKey(NAME);
  }

  /** For the command that prints the status. */
  static List<String> arguments(CommandLine line) {
    List<String> words = new ArrayList<>(List.of(line.more().get(NAME)));
    words.addAll(line.serviceArguments());
    return words;
  }
}
