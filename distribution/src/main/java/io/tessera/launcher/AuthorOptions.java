package io.tessera.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of {@code run} that make the node author blocks, as the author's configuration. */
final class AuthorOptions {
  private static final String AUTHOR = "io.tessera.core.author";
  private static final String KEY = "io.tessera.core.peers.key";

  /** Those that mean nothing when no validator is named. */
  private static final List<String> NEED_VALIDATORS = List.of("--fast", "--blocks", "--no-tickets");

  private AuthorOptions() {}

  /** Checks what belongs together, and the numbers. */
  static void check(Map<String, String> more) throws UsageException {
    boolean all = more.containsKey("--dev-all");
    if (all && more.containsKey("--dev-validator")) {
      throw new UsageException("options --dev-all and --dev-validator: give one of them");
    }
    for (String option : NEED_VALIDATORS) {
      if (more.containsKey(option) && !all && !more.containsKey("--dev-validator")) {
        throw new UsageException(
            "option " + option + " needs --dev-all or --dev-validator." + seeHelp());
      }
    }
    String validators = more.getOrDefault("--dev-validator", "0");
    if (!validators.matches("[0-9]{1,4}(,[0-9]{1,4})*")) {
      throw new UsageException(
          "option --dev-validator: '" + validators + "' is no index such as 0, nor a list as 0,2");
    }
    for (String option : List.of("--blocks", "--state-keys", "--preimages")) {
      String number = more.getOrDefault(option, "0");
      if (!number.matches("[0-9]{1,9}")) {
        throw new UsageException(
            "option " + option + ": '" + number + "' is no number from 0 to 999999999");
      }
    }
    String seconds = more.getOrDefault("--slot-seconds", "6");
    if (!seconds.matches("[1-9][0-9]?")) {
      throw new UsageException(
          "option --slot-seconds: '" + seconds + "' is no number from 1 to 99");
    }
  }

  private static String seeHelp() {
    return CommandLine.seeHelp("run");
  }

  /**
   * The {@code plugins} of the configuration file that they stand for; none when not given. A node
   * that is one validator is known to the others by that validator's key.
   */
  static Map<String, Object> plugins(Map<String, String> more) {
    Map<String, Object> author = new LinkedHashMap<>();
    if (more.containsKey("--dev-all")) {
      author.put("dev_validators", "all");
    } else if (more.containsKey("--dev-validator")) {
      author.put("dev_validators", more.get("--dev-validator"));
    }
    if (more.containsKey("--fast")) {
      author.put("fast", true);
    }
    if (more.containsKey("--blocks")) {
      author.put("blocks", Long.parseLong(more.get("--blocks")));
    }
    if (more.containsKey("--no-tickets")) {
      author.put("tickets", false);
    }
    Map<String, Object> plugins = new LinkedHashMap<>();
    if (!author.isEmpty()) {
      plugins.put(AUTHOR, author);
    }
    String validators = more.getOrDefault("--dev-validator", "");
    if (validators.matches("[0-9]+")) {
      plugins.put(KEY, Map.of("dev_validator", Integer.parseInt(validators)));
    }
    return plugins;
  }
}
