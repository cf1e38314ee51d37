package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The addresses that may be dialed. Sources can be hostile, so that each has a share of its own: a
 * new address takes the place of its source's worst one or is dropped, and when the whole table is
 * full, the source with the most addresses gives way. Outside these bounds are reserved addresses,
 * and a few of each validator that this one owes a connection. Changed on the manager's thread
 * only, read by any.
 */
final class Targets {
  /** Most addresses of one source. */
  static final int PER_SOURCE = 256;

  /** Most addresses in all. */
  static final int TOTAL = 2048;

  /** Most addresses of a validator that do not count. */
  static final int PER_VALIDATOR = 4;

  /** Longest host name, as in DNS. */
  private static final int MAX_HOST = 253;

  private final ConcurrentMap<PeerAddress, Target> byAddress = new ConcurrentHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<PeerId, Integer> ofValidators = new HashMap<>();
  private final Map<PeerId, List<Target>> byPeer = new HashMap<>();
  private final Predicate<Target> idle;
  private final Predicate<PeerId> required;

  /**
   * An empty table.
   *
   * @param idle whether nothing is going on with an address, so that it may be dropped
   * @param required whether a peer is a validator that this one owes a connection
   */
  Targets(Predicate<Target> idle, Predicate<PeerId> required) {
    this.idle = idle;
    this.required = required;
  }

  Collection<Target> all() {
    return byAddress.values();
  }

  /** The addresses at which a peer is, or is expected. */
  List<Target> of(PeerId peer) {
    return List.copyOf(byPeer.getOrDefault(peer, List.of()));
  }

  /** Who is at an address is known from now on. */
  void found(Target target, PeerId peer) {
    target.peer().ifPresent(before -> unlist(target, before));
    target.found(peer);
    if (byAddress.get(target.address) == target) {
      list(target);
    }
  }

  private void list(Target target) {
    target
        .peer()
        .ifPresent(peer -> byPeer.computeIfAbsent(peer, id -> new ArrayList<>(1)).add(target));
  }

  private void unlist(Target target, PeerId peer) {
    byPeer.computeIfPresent(
        peer,
        (id, targets) -> {
          targets.remove(target);
          return targets.isEmpty() ? null : targets;
        });
  }

  /** Adds an address that somebody found, if there is room. One that is known stays as it is. */
  void offer(PeerAddress address, String source, Instant now) {
    if (byAddress.containsKey(address) || address.host().length() > MAX_HOST) {
      return;
    }
    Optional<PeerId> validator = address.peer().filter(required);
    if (validator.isPresent() && ofValidators.getOrDefault(validator.get(), 0) < PER_VALIDATOR) {
      ofValidators.merge(validator.get(), 1, Integer::sum);
      Target unused = add(new Target(address, source, now, false));
    } else if (makeRoom(source, 1)) {
      Target unused = add(new Target(address, source, now, true));
    }
  }

  /** The entry of an address that somebody asked for, which is added at any rate. */
  Target demand(PeerAddress address, String source, Instant now) {
    Target known = byAddress.get(address);
    if (known != null) {
      return known;
    }
    makeRoom(source, 0);
    return add(new Target(address, source, now, true));
  }

  void remove(Target target) {
    if (!byAddress.remove(target.address, target)) {
      return;
    }
    target.peer().ifPresent(peer -> unlist(target, peer));
    if (target.counted) {
      counts.computeIfPresent(target.source, (source, n) -> n == 1 ? null : n - 1);
    } else {
      target
          .address
          .peer()
          .ifPresent(peer -> ofValidators.computeIfPresent(peer, (p, n) -> n == 1 ? null : n - 1));
    }
  }

  /** Those that are validators no longer have to find room with the others. */
  void requiredChanged() {
    for (Target target : byAddress.values()) {
      if (!target.counted && target.peer().filter(required).isEmpty()) {
        ofValidators.remove(target.peer().orElseThrow());
        if (idle.test(target) && !makeRoom(target.source, 1)) {
          remove(target);
        } else {
          target.counted = true;
          counts.merge(target.source, 1, Integer::sum);
        }
      }
    }
  }

  private Target add(Target target) {
    byAddress.put(target.address, target);
    list(target);
    if (target.counted) {
      counts.merge(target.source, 1, Integer::sum);
    }
    return target;
  }

  private boolean makeRoom(String source, int minFailures) {
    if (counts.getOrDefault(source, 0) >= PER_SOURCE) {
      return dropWorst(source, minFailures);
    }
    if (counts.values().stream().mapToInt(Integer::intValue).sum() < TOTAL) {
      return true;
    }
    String largest =
        counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    return dropWorst(largest, 0);
  }

  /** Drops the idle address that failed most; one known to be wrong only when there is no other. */
  private boolean dropWorst(String source, int minFailures) {
    var worst =
        byAddress.values().stream()
            .filter(target -> target.counted && !target.reserved)
            .filter(target -> target.source.equals(source))
            .filter(target -> target.failures() >= minFailures && idle.test(target))
            .max(
                Comparator.<Target, Boolean>comparing(target -> !target.hopeless)
                    .thenComparingInt(Target::failures));
    worst.ifPresent(this::remove);
    return worst.isPresent();
  }
}
