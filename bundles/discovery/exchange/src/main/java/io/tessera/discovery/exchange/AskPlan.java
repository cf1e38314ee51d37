package io.tessera.discovery.exchange;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * When to ask which peer: soon after it is connected, then at intervals, and never again on its
 * connection when it has reset the stream. Safe from any thread.
 */
final class AskPlan {
  /** The first question comes within this time, at random, so that nodes do not ask in step. */
  static final Duration SOON = Duration.ofSeconds(1);

  /** How long a peer that reset the stream is remembered when it comes back. */
  static final Duration MEMORY = Duration.ofMinutes(30);

  /** Most peers that are remembered; the one that reset first is forgotten first. */
  static final int MOST_REMEMBERED = 1024;

  private static final class Entry {
    final Peer peer;
    long next;
    boolean asking;
    boolean silent;

    Entry(Peer peer) {
      this.peer = peer;
    }
  }

  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Map<PeerId, Entry> entries = new HashMap<>();

  /** Peers that reset the stream, and when they did. */
  private final Map<PeerId, Long> resets =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerId, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  AskPlan(LongSupplier nanoTime, RandomGenerator random) {
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** These peers are connected now. */
  synchronized void connected(List<Peer> peers) {
    long now = nanoTime.getAsLong();
    Set<Peer> standing = peers.stream().collect(Collectors.toSet());
    entries.values().removeIf(entry -> !standing.contains(entry.peer));
    resets.values().removeIf(time -> now - time >= MEMORY.toNanos());
    for (Peer peer : peers) {
      if (!entries.containsKey(peer.id())) {
        Entry entry = new Entry(peer);
        entry.next = now + SOON.toNanos() / 4 + random.nextLong(SOON.toNanos() * 3 / 4);
        entry.silent = resets.containsKey(peer.id());
        entries.put(peer.id(), entry);
      }
    }
  }

  /** The peers to ask now, of which each is to be reported back; at most {@code most}. */
  synchronized List<Peer> take(int most) {
    long now = nanoTime.getAsLong();
    List<Peer> due = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (due.size() < most && !entry.asking && !entry.silent && entry.next - now <= 0) {
        entry.asking = true;
        due.add(entry.peer);
      }
    }
    return due;
  }

  /** The peer was asked, with or without success: it is asked again after the interval. */
  synchronized void asked(Peer peer, Duration interval) {
    Entry entry = entries.get(peer.id());
    if (entry != null && entry.peer.equals(peer)) {
      entry.asking = false;
      long fifth = interval.toNanos() / 5;
      entry.next = nanoTime.getAsLong() + interval.toNanos() + random.nextLong(-fifth, fifth + 1);
    }
  }

  /** The peer has reset the stream: it does not speak this. */
  synchronized void reset(Peer peer) {
    resets.put(peer.id(), nanoTime.getAsLong());
    Entry entry = entries.get(peer.id());
    if (entry != null) {
      entry.silent = true;
    }
  }

  /** The peer has asked, so that it does speak this: perhaps it was stopped when it reset. */
  synchronized void speaks(PeerId peer) {
    resets.remove(peer);
    Entry entry = entries.get(peer);
    if (entry != null) {
      entry.silent = false;
    }
  }

  /** How many connected peers are asked. */
  synchronized long spokenTo() {
    return entries.values().stream().filter(entry -> !entry.silent).count();
  }

  /** How many connected peers are not, since they have reset the stream. */
  synchronized long silent() {
    return entries.size() - spokenTo();
  }
}
