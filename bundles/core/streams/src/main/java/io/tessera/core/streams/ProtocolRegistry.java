package io.tessera.core.streams;

import io.tessera.net.PersistentProtocol;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Streams.ProtocolInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The protocols by stream kind; of several for one kind the highest ranking serves. */
final class ProtocolRegistry {
  /** Kinds below are unique persistent, the others common ephemeral (JAMNP-S). */
  static final int FIRST_EPHEMERAL = 128;

  private static final int KINDS = 256;

  private static final Comparator<ProtocolEntry> BEST_FIRST =
      Comparator.<ProtocolEntry>comparingInt(e -> e.kind())
          .thenComparing(e -> e.provider().ranking(), Comparator.reverseOrder())
          .thenComparingLong(e -> e.provider().order());

  private final List<ProtocolEntry> entries = new ArrayList<>();
  private final AtomicReferenceArray<ProtocolEntry> serving = new AtomicReferenceArray<>(KINDS);

  /**
   * Adds a protocol.
   *
   * @throws IllegalArgumentException when the kind is out of range or of the wrong half
   */
  synchronized void add(int kind, StreamProtocol protocol, Provider provider) {
    if (kind < 0 || kind >= KINDS) {
      throw new IllegalArgumentException("stream kind " + kind + " is not between 0 and 255");
    }
    if (kind < FIRST_EPHEMERAL != protocol instanceof PersistentProtocol) {
      throw new IllegalArgumentException(
          "stream kinds below 128 are for persistent protocols, the others for ephemeral ones: "
              + protocol.name()
              + " has "
              + kind);
    }
    entries.add(new ProtocolEntry(kind, protocol, provider));
    entries.sort(BEST_FIRST);
    choose(kind);
  }

  /** Takes a protocol out; null when it is not there. */
  synchronized ProtocolEntry remove(StreamProtocol protocol) {
    for (ProtocolEntry entry : entries) {
      if (entry.isFor(protocol)) {
        entries.remove(entry);
        choose(entry.kind());
        return entry;
      }
    }
    return null;
  }

  private void choose(int kind) {
    serving.set(
        kind, entries.stream().filter(entry -> entry.kind() == kind).findFirst().orElse(null));
  }

  /** The protocol that serves a kind; null for none. */
  ProtocolEntry serving(int kind) {
    return serving.get(kind);
  }

  /** The kinds of the persistent protocols that serve. */
  synchronized List<Integer> persistentKinds() {
    return entries.stream()
        .filter(ProtocolEntry::persistent)
        .map(ProtocolEntry::kind)
        .distinct()
        .toList();
  }

  synchronized List<ProtocolEntry> all() {
    return List.copyOf(entries);
  }

  synchronized List<ProtocolInfo> infos(long now) {
    return entries.stream().map(e -> e.info(serving.get(e.kind()) == e, now)).toList();
  }
}
