package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Which addresses are dialed before others, and which not now. Confined to the manager's thread. */
final class Choice {
  /** Most attempts at once, but for validators. */
  static final int MAX_DIALS = 8;

  /** Most attempts at once for validators that this one owes a connection. */
  static final int MAX_VALIDATOR_DIALS = 32;

  private final Dialer.Owner owner;
  private final Held held;
  private final Random random;

  Choice(Dialer.Owner owner, Held held, Random random) {
    this.owner = owner;
    this.held = held;
    this.random = random;
  }

  /**
   * The addresses that may be dialed now or later: reserved ones, validators, then those that
   * failed least.
   *
   * @param busy peers that are being dialed
   */
  List<Target> inOrder(Collection<Target> targets, Set<PeerId> busy) {
    List<Target> wanted = new ArrayList<>(targets);
    wanted.removeIf(target -> !wanted(target, busy));
    Collections.shuffle(wanted, random);
    wanted.sort(
        Comparator.<Target, Boolean>comparing(target -> !target.reserved)
            .thenComparing(target -> !required(target))
            .thenComparingInt(Target::failures));
    return wanted;
  }

  private boolean wanted(Target target, Set<PeerId> busy) {
    return !target.hopeless
        && target.dial == null
        && target
            .peer()
            .map(peer -> !busy.contains(peer) && !held.contains(peer) && welcome(peer))
            .orElse(true);
  }

  private boolean welcome(PeerId peer) {
    return owner.link(peer) == null && !owner.banned(peer);
  }

  /** When an address may be dialed: after its back-off, and when it is this side's turn. */
  Instant from(Target target) {
    Instant turn = target.peer().map(owner::dialFrom).orElse(Instant.MIN);
    return turn.isAfter(target.next) ? turn : target.next;
  }

  /** Whether there is room for one more attempt beside those under way. */
  boolean mayBegin(Target target, List<Target> dialing) {
    boolean required = required(target);
    long alike = dialing.stream().filter(other -> required(other) == required).count();
    if (alike >= (required ? MAX_VALIDATOR_DIALS : MAX_DIALS)) {
      return false;
    }
    return required
        || target.reserved
        || owner.room(
            target.address,
            dialing.stream()
                .filter(other -> !other.reserved && !required(other))
                .map(other -> other.address)
                .toList());
  }

  private boolean required(Target target) {
    return target.peer().filter(owner::required).isPresent();
  }
}
