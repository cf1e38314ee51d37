package io.tessera.operator.shell;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerBook;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Shows the peer book. */
final class BookTable {
  private BookTable() {}

  /** A line for each peer, those that were connected last first. */
  static String text(List<PeerBook.Entry> entries, Instant now, int width) {
    if (entries.isEmpty()) {
      return "the book knows no peer";
    }
    Table table =
        new Table(
            Column.text("PEER").atLeast(9),
            Column.text("ADDRESS").atLeast(21),
            Column.text("SOURCES").expendable(1),
            Column.number("LAST"),
            Column.number("FAILURES").expendable(2),
            Column.number("STANDING").expendable(3),
            Column.number("BAN ENDS IN"));
    for (PeerBook.Entry entry : sorted(entries)) {
      table.row(
          entry.peer().shortName(),
          entry.addresses().isEmpty() ? "-" : where(entry.addresses().getFirst()),
          String.join(",", new TreeSet<>(entry.sources())),
          entry.lastConnected().map(last -> Units.duration(since(last, now))).orElse("never"),
          entry.failures(),
          entry.standing(),
          entry.bannedUntil().map(end -> Units.duration(since(now, end))).orElse("-"));
    }
    return table.text(width);
  }

  private static List<PeerBook.Entry> sorted(List<PeerBook.Entry> entries) {
    return entries.stream()
        .sorted(
            Comparator.comparing(
                    (PeerBook.Entry entry) -> entry.lastConnected().orElse(Instant.MIN))
                .reversed()
                .thenComparing(PeerBook.Entry::peer))
        .toList();
  }

  private static String where(PeerAddress address) {
    return new PeerAddress(address.host(), address.port(), Optional.<PeerId>empty()).toString();
  }

  private static Duration since(Instant from, Instant to) {
    return from.isAfter(to) ? Duration.ZERO : Duration.between(from, to);
  }

  /** The same for programs. */
  static List<Map<String, Object>> values(List<PeerBook.Entry> entries) {
    return sorted(entries).stream().map(BookTable::values).toList();
  }

  private static Map<String, Object> values(PeerBook.Entry entry) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("peer_id", entry.peer().name());
    values.put("addresses", entry.addresses().stream().map(BookTable::where).toList());
    values.put("sources", entry.sources().stream().sorted().toList());
    values.put("last_connected", entry.lastConnected().map(Instant::toString).orElse(null));
    values.put("failures", entry.failures());
    values.put("standing", entry.standing());
    values.put("banned_until", entry.bannedUntil().map(Instant::toString).orElse(null));
    return values;
  }

  /** What became of the records that were offered, in a line. */
  static String verdicts(Map<PeerBook.Verdict, Long> verdicts) {
    return verdicts.isEmpty()
        ? "no record was offered"
        : "records offered: "
            + verdicts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " " + name(entry.getKey()))
                .collect(Collectors.joining(", "));
  }

  private static String name(PeerBook.Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
