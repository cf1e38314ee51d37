package io.tessera.core.peers;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of dialed addresses: who waits is told, failures are counted, and the next attempt
 * gets its time. Confined to the manager's thread.
 *
 * <p>A dialer believes in a connection before the acceptor has looked at its certificate or counted
 * its seats, so that a connection is trusted only with the acceptor's first activity, or when it
 * has stood for a while; one that ends before that was a failed attempt.
 */
final class Outcomes {
  /** A connection that stood this long was a success, whatever ended it. */
  static final Duration STABLE = Duration.ofSeconds(10);

  /** After this time a connection is trusted although the acceptor has sent nothing. */
  static final Duration TRUST = Duration.ofSeconds(1);

  /** A peer that ends a connection for another one has its way so soon after. */
  static final Duration HANDOVER = Duration.ofSeconds(1);

  private static final Duration TRUST_CHECK = Duration.ofMillis(50);
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

  private final EventThread thread;
  private final BackOff backOff;
  private final Dialer.Owner owner;

  Outcomes(EventThread thread, BackOff backOff, Dialer.Owner owner) {
    this.thread = thread;
    this.backOff = backOff;
    this.owner = owner;
  }

  /** An attempt has failed, unless the peer has connected by itself meanwhile. */
  void failed(Target target, String reason) {
    LOG.trace("Dialing {} failed: {}", target.address, reason);
    target.failed(reason);
    waitLonger(target);
    target.peer().ifPresent(owner::failed);
    Link link = target.peer().map(owner::link).orElse(null);
    if (link == null) {
      target.fail(reason);
    } else {
      connected(target, link);
    }
  }

  /**
   * Somebody else answered: not dialed again. A reserved address is dialed all the same, as the
   * operator wants; he is told.
   */
  void wrong(Target target, String reason) {
    if (!target.reserved) {
      LOG.debug("{} from {} is not dialed again: {}", target.address, target.source, reason);
      target.hopeless = true;
    } else if (!target.candidate().lastFailure().equals(reason)) {
      LOG.warn("Reserved node {} is not reached, it is tried again: {}", target.address, reason);
    }
    target.address.peer().ifPresent(peer -> owner.wrong(peer, target.address));
    failed(target, reason);
  }

  /** There is a connection to the peer: who waits for it is told as soon as it is trusted. */
  void connected(Target target, Link link) {
    if (target.waiters.isEmpty() || !link.connected()) {
      return;
    }
    if (trusted(link)) {
      target.complete(link);
    } else {
      thread.schedule(TRUST_CHECK, () -> connected(target, link));
    }
  }

  /**
   * A connection to the peer has ended, and who waits for one is told, unless another one comes:
   * the peer may have closed this one for its own, which is still on its way.
   */
  void closed(Target target, String reason) {
    if (!target.waiters.isEmpty()) {
      thread.schedule(
          HANDOVER,
          () -> {
            if (target.dial == null && target.peer().map(owner::link).isEmpty()) {
              target.fail(reason);
            }
          });
    }
  }

  /** A connection that this side dialed has ended, not by this side's decision. */
  void lost(Link link, String reason) {
    Target target = link.target;
    Duration stood = Duration.between(link.since(), thread.instant());
    if (stood.compareTo(STABLE) >= 0) {
      target.succeeded();
    } else if (trusted(link)) {
      target.interrupted("the connection did not last: " + reason);
    } else {
      target.failed("closed right after the handshake: " + reason);
    }
    waitLonger(target);
  }

  /** The transport went, and a connection with it: dialed again as soon as there is another one. */
  void transportLost(Target target) {
    target.succeeded();
    target.next = thread.instant();
  }

  private void waitLonger(Target target) {
    boolean needed =
        target.reserved || owner.lonely() || target.peer().filter(owner::required).isPresent();
    Duration cap = needed ? BackOff.SHORT_CAP : BackOff.CAP;
    target.next = thread.instant().plus(backOff.after(target.failures(), cap));
  }

  private boolean trusted(Link link) {
    return !link.initiator()
        || link.bytesReceived() > 0
        || !thread.instant().isBefore(link.since().plus(TRUST));
  }
}
