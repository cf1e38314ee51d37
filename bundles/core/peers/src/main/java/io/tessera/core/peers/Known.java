package io.tessera.core.peers;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Endpoint;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the book holds of one peer. Guarded by the book's lock. */
final class Known {
  /** Most endpoints remembered at which a connection stood. */
  static final int MAX_PROVEN = 4;

  /** Most sources remembered. */
  static final int MAX_SOURCES = 8;

  /** Longest name of a source. */
  static final int MAX_SOURCE = 32;

  /** After this time what was told, and never tried, gives way to news. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  /** So long a peer that was connected is worth more than what is told. */
  private static final Duration PROVEN_FOR = Duration.ofDays(7);

  /** Failures after which a peer that was connected is given up. */
  private static final int MANY = 20;

  private static final Codec<Set<String>> SOURCES =
      Codec.of("sources", Known::readSources, Known::writeSources);
  private static final int VERSION = 1;

  final PeerId peer;
  final Instant since;
  final Set<String> sources = new LinkedHashSet<>();

  /** Endpoints at which an authenticated connection stood; the latest one first. */
  final List<Endpoint> proven = new ArrayList<>();

  /** Its own word; null when there is none; changed by {@link #saidItself}. */
  PeerRecord record;

  /** When a connection last stood; null when none ever did. */
  Instant lastConnected;

  /** How many connections stand; never stored. */
  int links;

  int failures;

  /** Never gives way: this node itself. */
  boolean pinned;

  private Set<Range> ranges = Set.of();

  Known(PeerId peer, Instant since) {
    this.peer = peer;
    this.since = since;
  }

  void told(String source) {
    if (sources.size() < MAX_SOURCES) {
      sources.add(source.substring(0, Math.min(source.length(), MAX_SOURCE)));
    }
  }

  /** Whether a source was the first to tell of it. */
  boolean isFrom(String source) {
    return !sources.isEmpty() && sources.iterator().next().equals(source);
  }

  /** Adds what was known in an earlier run. */
  void merge(Known earlier) {
    earlier.sources.forEach(this::told);
    earlier.proven.stream()
        .filter(endpoint -> !proven.contains(endpoint))
        .limit(MAX_PROVEN - proven.size())
        .forEach(proven::add);
    saidItself(record == null ? earlier.record : record);
    lastConnected = lastConnected == null ? earlier.lastConnected : lastConnected;
  }

  void saidItself(PeerRecord word) {
    record = word;
    ranges = findRanges();
  }

  /** The ranges that it has an address in. */
  Set<Range> ranges() {
    return ranges;
  }

  private Set<Range> findRanges() {
    Stream<Endpoint> told = record == null ? Stream.empty() : record.endpoints().stream();
    return Stream.concat(proven.stream(), told)
        .flatMap(endpoint -> Range.of(endpoint).stream())
        .collect(Collectors.toSet());
  }

  void connected(List<Endpoint> at, Instant now) {
    lastConnected = now;
    failures = 0;
    at.forEach(
        endpoint -> {
          proven.remove(endpoint);
          proven.addFirst(endpoint);
          if (proven.size() > MAX_PROVEN) {
            proven.removeLast();
          }
        });
    ranges = findRanges();
  }

  /** Where to dial it: where it was reached first, then where it says it is. */
  List<PeerAddress> addresses() {
    Stream<Endpoint> told = record == null ? Stream.empty() : record.endpoints().stream();
    return Stream.concat(proven.stream(), told)
        .distinct()
        .flatMap(endpoint -> endpoint.dial(peer).stream())
        .toList();
  }

  /** Whether its own word is that it is at an address. */
  boolean says(PeerAddress at) {
    return record != null
        && record.endpoints().stream()
            .flatMap(endpoint -> endpoint.dial(peer).stream())
            .anyMatch(told -> told.port() == at.port() && told.literal().equals(at.literal()));
  }

  /** Whether a connection stood at one of its record's endpoints after a moment. */
  boolean reachedSince(Instant moment) {
    boolean lately = links > 0 || (lastConnected != null && lastConnected.isAfter(moment));
    return lately && record != null && record.endpoints().stream().anyMatch(proven::contains);
  }

  boolean expired(Instant now) {
    return record == null || record.expiry() <= now.getEpochSecond();
  }

  /**
   * What it is worth to keep this one.
   *
   * @param banned whether it is banned, which is to be remembered
   */
  Worth worth(Instant now, boolean banned) {
    if (pinned || links > 0) {
      return Worth.CONNECTED;
    } else if (banned) {
      return Worth.BANNED;
    } else if (lastConnected != null && lastConnected.isAfter(now.minus(PROVEN_FOR))) {
      return failures < MANY ? Worth.PROVEN : Worth.FAILED;
    } else if (expired(now)) {
      return Worth.EXPIRED;
    } else if (failures > 0) {
      return Worth.FAILED;
    }
    return now.isAfter(since.plus(FRESH)) ? Worth.STALE : Worth.FRESH;
  }

  /** How much a peer that is known is worth, in rising order; a newcomer is {@link #FRESH}. */
  enum Worth {
    EXPIRED,
    FAILED,
    STALE,
    FRESH,
    BANNED,
    PROVEN,
    CONNECTED
  }

  /**
   * Reads what {@link #write} wrote; throws {@link io.tessera.lib.codec.CodecException} or {@link
   * IllegalArgumentException} when it is something else.
   *
   * @param scores takes the standing
   */
  static Known read(PeerId peer, JamReader in, Standing scores) {
    if (in.u8() != VERSION) {
      throw in.fail("another version");
    }
    Known known = new Known(peer, Instant.ofEpochSecond(in.u32()));
    known.sources.addAll(SOURCES.decode(in));
    PeerRecord word = in.optional(PeerRecord.CODEC).orElse(null);
    known.proven.addAll(in.elements(Endpoint.CODEC, in.natural(MAX_PROVEN)));
    known.saidItself(word);
    long connected = in.u32();
    known.lastConnected = connected == 0 ? null : Instant.ofEpochSecond(connected);
    known.failures = (int) Math.min(in.u32(), Integer.MAX_VALUE);
    in.optional(Standing.Score.CODEC).ifPresent(score -> scores.restore(peer, score));
    in.expectEnd();
    if (known.record != null && !known.record.peer().equals(peer)) {
      throw in.fail("the record is another peer's");
    }
    return known;
  }

  /** Writes all but what ends with this run. */
  byte[] write(Standing scores) {
    JamWriter out = new JamWriter();
    out.u8(VERSION);
    out.u32(since.getEpochSecond());
    SOURCES.encode(sources, out);
    out.optional(PeerRecord.CODEC, Optional.ofNullable(record));
    out.natural(proven.size());
    out.elements(Endpoint.CODEC, proven);
    out.u32(lastConnected == null ? 0 : lastConnected.getEpochSecond());
    out.u32(failures);
    out.optional(Standing.Score.CODEC, scores.score(peer));
    return out.toByteArray();
  }

  private static Set<String> readSources(JamReader in) {
    Set<String> sources = new LinkedHashSet<>();
    int count = in.natural(MAX_SOURCES);
    for (int i = 0; i < count; i++) {
      sources.add(new String(in.bytes(in.natural(4 * MAX_SOURCE)), StandardCharsets.UTF_8));
    }
    return sources;
  }

  private static void writeSources(Set<String> sources, JamWriter out) {
    out.natural(sources.size());
    for (String source : sources) {
      byte[] utf8 = source.getBytes(StandardCharsets.UTF_8);
      out.natural(utf8.length);
      out.bytes(utf8);
    }
  }
}
