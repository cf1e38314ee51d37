package io.tessera.launcher;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of {@code devnet}.
 *
 * @param nodes how many nodes run, 2 to 32
 * @param blocks how many blocks the first of them makes, 1 to 100,000
 * @param tickets whether it makes tickets
 * @param trace the folder of the blocks to sync instead, as given; empty for the usual one
 * @param kind which of the two runs was asked for
 */
record DevnetOptions(
    int nodes, int blocks, boolean tickets, Optional<String> trace, DevnetOptions.Kind kind) {
  private static final List<String> OF_AUTHORED = List.of("--nodes", "--blocks", "--no-tickets");

  /** What a devnet shows. */
  enum Kind {
    /** A chain that one node makes. */
    AUTHORED,
    /** The blocks of a trace. */
    TRACE,
    /** The trace if it is there, else an authored chain. */
    EITHER
  }

  static DevnetOptions of(Map<String, String> more) throws UsageException {
    boolean trace = more.containsKey("--trace");
    Optional<String> authored = OF_AUTHORED.stream().filter(more::containsKey).findFirst();
    if (trace && authored.isPresent()) {
      throw new UsageException(
          "options --trace and " + authored.get() + ": a trace's blocks are made already");
    }
    return new DevnetOptions(
        number(more, "--nodes", 3, 2, 32),
        number(more, "--blocks", 30, 1, 100_000),
        !more.containsKey("--no-tickets"),
        Optional.ofNullable(more.get("--trace")).filter(folder -> !folder.isEmpty()),
        trace ? Kind.TRACE : authored.isPresent() ? Kind.AUTHORED : Kind.EITHER);
  }

  private static int number(
      Map<String, String> more, String option, int otherwise, int least, int most)
      throws UsageException {
    String text = more.getOrDefault(option, String.valueOf(otherwise));
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw new UsageException(
          "option " + option + ": '" + text + "' is no number from " + least + " to " + most);
    }
    return number;
  }

  /** Far more than a busy machine needs: reaching it is a failure. */
  Duration deadline() {
    return Duration.ofSeconds(60 + 15L * nodes + 3L * blocks);
  }
}
