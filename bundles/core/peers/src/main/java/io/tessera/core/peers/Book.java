package io.tessera.core.peers;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Endpoint;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerBook;
import io.tessera.net.PeerRecord;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What this node knows of peers. Nothing waits in here: signatures are checked outside the lock,
 * and the disk is {@link Keeper}'s.
 */
final class Book implements PeerBook {
  /** A record is handed on when a connection to its peer stood within this time. */
  static final Duration LATELY = Duration.ofHours(1);

  /** No record may live longer: a clock that is wrong, or a peer that wants to be kept for ever. */
  static final Duration MAX_LIFE = Duration.ofHours(24);

  /** How long a peer that lied about itself is kept away: longer than any record of it lives. */
  static final Duration LIE = Duration.ofHours(25);

  /** What the book tells the peer manager. */
  interface Owner {
    /** A good record: its peer may be dialed. */
    void news(PeerRecord record, String source);
  }

  private final PeerId self;
  private final InstantSource clock;
  private final Random random;
  private final Standing standing;
  private final OwnRecord own;
  private final Owner owner;
  private final Map<PeerId, Known> known = new HashMap<>();
  private final Set<PeerId> changed = new HashSet<>();
  private final Room room;
  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);

  Book(
      PeerId self,
      InstantSource clock,
      Random random,
      Standing standing,
      OwnRecord own,
      Owner owner) {
    this.self = self;
    this.clock = clock;
    this.random = random;
    this.standing = standing;
    this.own = own;
    this.owner = owner;
    room = new Room(known, standing, changed);
  }

  @Override
  public Optional<PeerRecord> own() {
    Optional<PeerRecord> record = own.get();
    record.ifPresent(this::keepOwn);
    return record;
  }

  /** Its sequence number must outlive this run. */
  private synchronized void keepOwn(PeerRecord record) {
    Known mine = known.computeIfAbsent(self, me -> new Known(me, clock.instant()));
    mine.pinned = true;
    if (!record.equals(mine.record)) {
      mine.saidItself(record);
      changed.add(self);
    }
  }

  @Override
  public Verdict offer(PeerRecord record, String source) {
    Optional<Verdict> refusal = refusal(record, source);
    Verdict verdict = refusal.isPresent() ? refusal.get() : take(record, source);
    synchronized (this) {
      verdicts.merge(verdict, 1L, Long::sum);
    }
    if (verdict == Verdict.NEW) {
      owner.news(record, source);
    }
    return verdict;
  }

  /** All that can be said without the signature. */
  private synchronized Optional<Verdict> refusal(PeerRecord record, String source) {
    Instant now = clock.instant();
    if (record.peer().equals(self) || standing.banned(record.peer())) {
      return Optional.of(Verdict.UNWANTED);
    }
    Optional<Hash> genesis = own.genesis();
    if (genesis.isEmpty()) {
      return Optional.of(Verdict.UNWANTED); // while the chain changes nobody is to blame
    }
    if (!genesis.get().equals(record.genesis())) {
      return Optional.of(Verdict.OTHER_CHAIN);
    }
    long latest = now.plus(MAX_LIFE).getEpochSecond();
    if (record.expiry() <= now.getEpochSecond() || record.expiry() > latest) {
      return Optional.of(Verdict.EXPIRED);
    }
    if (record.endpoints().stream().anyMatch(endpoint -> !fit(record.peer(), endpoint))) {
      return Optional.of(Verdict.BAD_ADDRESS);
    }
    return known(record, source);
  }

  private boolean fit(PeerId peer, Endpoint endpoint) {
    return endpoint.dial(peer).isPresent() && (takesPrivate() || !endpoint.isPrivate());
  }

  /** A record that is not newer than the one there is: no need to look at its signature. */
  private Optional<Verdict> known(PeerRecord record, String source) {
    Known entry = known.get(record.peer());
    if (entry == null || entry.record == null) {
      return Optional.empty();
    }
    if (entry.record.equals(record)) {
      entry.told(source);
      return Optional.of(Verdict.KNOWN);
    }
    boolean newer = Long.compareUnsigned(record.sequence(), entry.record.sequence()) > 0;
    return newer ? Optional.empty() : Optional.of(Verdict.OLD);
  }

  private Verdict take(PeerRecord record, String source) {
    if (!record.isSigned()) {
      return Verdict.BAD_SIGNATURE;
    }
    synchronized (this) {
      Optional<Verdict> overtaken = known(record, source);
      if (overtaken.isPresent()) {
        return overtaken.get();
      }
      Instant now = clock.instant();
      if (!room.make(record.peer(), ranges(record.endpoints()), source, now)) {
        return Verdict.NO_ROOM;
      }
      Known entry = entry(record.peer(), now);
      entry.told(source);
      entry.saidItself(record);
      return Verdict.NEW;
    }
  }

  @Override
  public synchronized List<PeerRecord> reachable(int max) {
    Instant now = clock.instant();
    List<PeerRecord> records = new ArrayList<>();
    for (Known entry : known.values()) {
      if (entry.reachedSince(now.minus(LATELY))
          && !entry.expired(now)
          && !standing.banned(entry.peer)
          && entry.record.endpoints().stream().allMatch(at -> fit(entry.peer, at))) {
        records.add(entry.record);
      }
    }
    Collections.shuffle(records, random);
    return List.copyOf(records.subList(0, Math.min(max, records.size())));
  }

  @Override
  public boolean takesPrivate() {
    return own.takesPrivate();
  }

  @Override
  public synchronized List<Entry> entries() {
    Instant now = clock.instant();
    return known.values().stream()
        .filter(entry -> !entry.peer.equals(self))
        .sorted(Comparator.comparing(entry -> entry.peer))
        .map(entry -> shown(entry, now))
        .toList();
  }

  private Entry shown(Known entry, Instant now) {
    return new Entry(
        entry.peer,
        entry.addresses(),
        Set.copyOf(entry.sources),
        Optional.ofNullable(entry.links > 0 ? now : entry.lastConnected),
        entry.failures,
        standing.of(entry.peer),
        standing.bannedUntil(entry.peer));
  }

  /** How many peers are known. */
  synchronized int size() {
    return known.size() - (known.containsKey(self) ? 1 : 0);
  }

  @Override
  public synchronized Map<Verdict, Long> verdicts() {
    return Map.copyOf(verdicts);
  }

  // What the peer manager tells

  /** An authenticated connection stands; {@code remote} is where. */
  synchronized void connected(PeerId peer, InetSocketAddress remote, String source) {
    Instant now = clock.instant();
    List<Endpoint> at = remote.isUnresolved() ? List.of() : List.of(Endpoint.of(remote));
    if (known.containsKey(peer) || room.make(peer, ranges(at), source, now)) {
      Known entry = entry(peer, now);
      entry.links++;
      entry.told(source);
      entry.connected(at, now);
    }
  }

  synchronized void disconnected(PeerId peer) {
    Known entry = known.get(peer);
    if (entry != null && entry.links > 0) {
      entry.links--;
      entry.lastConnected = clock.instant();
      changed.add(peer);
    }
  }

  /** An attempt to reach a peer has failed. */
  synchronized void failed(PeerId peer) {
    Known entry = known.get(peer);
    if (entry != null && entry.links == 0) {
      entry.failures++;
      changed.add(peer);
    }
  }

  /** Whether a peer itself says, with its signature, that it is at an address. */
  synchronized boolean isOwnWord(PeerId peer, PeerAddress at) {
    Known entry = known.get(peer);
    return entry != null && entry.says(at);
  }

  /** Where a peer may be reached. */
  synchronized List<PeerAddress> addressesOf(PeerId peer) {
    Known entry = known.get(peer);
    return entry == null ? List.of() : entry.addresses();
  }

  /** What is thought of a peer has changed: to be stored, and when it is banned in any case. */
  synchronized void judged(PeerId peer) {
    Instant now = clock.instant();
    if (known.containsKey(peer) || (standing.banned(peer) && room.makeForBanned(peer, now))) {
      Known unused = entry(peer, now);
    }
  }

  /** An entry that is about to change. */
  private Known entry(PeerId peer, Instant now) {
    changed.add(peer);
    return known.computeIfAbsent(peer, absent -> new Known(absent, now));
  }

  private static Set<Range> ranges(List<Endpoint> endpoints) {
    return endpoints.stream()
        .flatMap(endpoint -> Range.of(endpoint).stream())
        .collect(Collectors.toSet());
  }

  /** Addresses to dial at the start: those of peers that were connected last come first. */
  synchronized List<PeerAddress> best(int max) {
    Instant now = clock.instant();
    return known.values().stream()
        .filter(entry -> !entry.peer.equals(self) && !standing.banned(entry.peer))
        .filter(entry -> entry.lastConnected != null || !entry.expired(now))
        .sorted(
            Comparator.comparing((Known entry) -> entry.lastConnected == null)
                .thenComparingInt(entry -> entry.failures)
                .thenComparing(
                    entry -> entry.lastConnected, Comparator.nullsLast(Comparator.reverseOrder())))
        .flatMap(entry -> entry.addresses().stream())
        .limit(max)
        .toList();
  }

  // What the keeper asks

  /** Takes in what was stored; what was learned since stays. */
  synchronized void restore(Known stored) {
    if (stored.peer.equals(self)) {
      stored.pinned = true;
      own.after(stored.record);
    }
    Known entry = known.get(stored.peer);
    if (entry != null) {
      entry.merge(stored);
    } else if (known.size() < Room.TOTAL) {
      known.put(stored.peer, stored);
    }
  }

  Known read(PeerId peer, Bytes stored) {
    return Known.read(peer, new JamReader(stored.toByteArray()), standing);
  }

  /** What has changed since the last call: encoded entries, and empty for those that are gone. */
  synchronized Map<PeerId, Optional<Bytes>> changes() {
    Map<PeerId, Optional<Bytes>> changes = new HashMap<>();
    for (PeerId peer : changed) {
      changes.put(
          peer,
          Optional.ofNullable(known.get(peer)).map(entry -> Bytes.wrap(entry.write(standing))));
    }
    changed.clear();
    return changes;
  }

  /** Everything is to be stored: there is another store. */
  synchronized void allChanged() {
    changed.addAll(known.keySet());
  }
}
