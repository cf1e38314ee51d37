package io.tessera.core.peers;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.Endpoint;
import io.tessera.net.PeerRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What this node says of itself. Safe from any thread. */
final class OwnRecord {
  /** How long a record lives; renewed at half of it. */
  static final Duration LIFE = Duration.ofHours(6);

  /** How often the addresses are looked at again. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final Ed25519KeyPair key;
  private final InstantSource clock;
  private final Addresses addresses;
  private volatile Optional<Hash> genesis = Optional.empty();
  private PeerRecord record;
  private Instant looked = Instant.MIN;
  private long sequence;

  OwnRecord(Ed25519KeyPair key, InstantSource clock, Addresses addresses) {
    this.key = key;
    this.clock = clock;
    this.addresses = addresses;
  }

  /** The chain whose network this node is in, if any. */
  Optional<Hash> genesis() {
    return genesis;
  }

  /** The chain's network has come or gone. */
  synchronized void network(Optional<Hash> changed) {
    genesis = changed;
    look();
  }

  /** The chain's network has gone, unless another has taken its place. */
  synchronized void left(Hash gone) {
    if (genesis.equals(Optional.of(gone))) {
      network(Optional.empty());
    }
  }

  /** The addresses may have changed: they are looked at with the next question. */
  synchronized void look() {
    looked = Instant.MIN;
  }

  boolean takesPrivate() {
    return addresses.takesPrivate();
  }

  /** An earlier run's record: later ones get a higher sequence number. */
  synchronized void after(PeerRecord earlier) {
    if (earlier != null && earlier.sequence() > sequence) {
      sequence = earlier.sequence();
      record = null;
      look();
    }
  }

  /** See {@link io.tessera.net.PeerBook#own}. */
  synchronized Optional<PeerRecord> get() {
    Instant now = clock.instant();
    if (looked.isBefore(now.minus(LOOK))) {
      looked = now;
      renew(now);
    }
    return Optional.ofNullable(record);
  }

  private void renew(Instant now) {
    List<Endpoint> endpoints = addresses.endpoints();
    if (genesis.isEmpty() || endpoints.isEmpty()) {
      record = null;
    } else if (record == null
        || !record.genesis().equals(genesis.get())
        || !record.endpoints().equals(endpoints)
        || record.expiry() < now.plus(LIFE.dividedBy(2)).getEpochSecond()) {
      sequence = Math.max(now.toEpochMilli(), sequence + 1);
      record = PeerRecord.sign(key, genesis.get(), sequence, now.plus(LIFE), endpoints);
    }
  }
}
