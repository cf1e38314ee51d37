package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which addresses are dialed before others, and which not now. Confined to the manager's thread.
 */
final class Choice {
  /** Most attempts at once, but for validators. */
  static final int MAX_DIALS = 8;

  /** Most attempts at once for validators that this one owes a connection. */
  static final int MAX_VALIDATOR_DIALS = 32;

  private static final Comparator<Target> FAILURES = Comparator.comparingInt(Target::failures);

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
    List<Target> ordered = new ArrayList<>(wanted.size());
    wanted.stream().filter(target -> target.reserved).sorted(FAILURES).forEach(ordered::add);
    wanted.removeIf(target -> target.reserved);
    Map<Boolean, List<Target>> others =
        wanted.stream().sorted(FAILURES).collect(Collectors.partitioningBy(this::required));
    ordered.addAll(others.get(true));
    ordered.addAll(others.get(false));
    return ordered;
  }

  private boolean wanted(Target target, Set<PeerId> busy) {
    return !target.linked
        && !target.hopeless
        && target.dial == null
        && target
            .peer()
            .map(peer -> !busy.contains(peer) && !held.contains(peer) && !owner.banned(peer))
            .orElse(true);
  }

  /** When an address may be dialed: after its back-off, and when it is this side's turn. */
  Instant from(Target target) {
    Instant turn = target.peer().map(owner::dialFrom).orElse(Instant.MIN);
    return turn.isAfter(target.next) ? turn : target.next;
  }

  /** How many more may be begun beside those under way. */
  Budget budget(Collection<Target> dialing) {
    return new Budget(dialing);
  }

  /** What is left for one pass: attempts, and room for ordinary peers. */
  final class Budget {
    private final List<PeerAddress> ordinary = new ArrayList<>();
    private final int room = owner.room();
    private int validators;
    private int others;

    private Budget(Collection<Target> dialing) {
      dialing.forEach(this::count);
    }

    private void count(Target target) {
      if (required(target)) {
        validators++;
        return;
      }
      others++;
      if (!target.reserved) {
        ordinary.add(target.address);
      }
    }

    /** Whether nothing at all is left. */
    boolean isSpent() {
      return validators >= MAX_VALIDATOR_DIALS && others >= MAX_DIALS;
    }

    /** Takes an attempt for an address, if there is one for it. */
    boolean take(Target target) {
      boolean free =
          required(target)
              ? validators < MAX_VALIDATOR_DIALS
              : others < MAX_DIALS
                  && (target.reserved
                      || (ordinary.size() < room && owner.roomInRange(target.address, ordinary)));
      if (free) {
        count(target);
      }
      return free;
    }
  }

  private boolean required(Target target) {
    return target.peer().filter(owner::required).isPresent();
  }
}
