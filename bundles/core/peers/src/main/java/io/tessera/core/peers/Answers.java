package io.tessera.core.peers;

import io.tessera.core.peers.Attempts.Dial;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerStatistics;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.WrongPeerException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What the end of an attempt means: whether the one who answered is the one who was meant, and
 * whether the connection is kept. Confined to the manager's thread.
 */
final class Answers implements Attempts.Ends {
  private final PeerId self;
  private final EventThread thread;
  private final Dialer.Owner owner;
  private final Outcomes outcomes;
  private final Targets targets;
  private final Held held;
  private final Tally tally;
  private final Runnable then;

  /**
   * Sorts answers.
   *
   * @param then is run after each end of an attempt
   */
  Answers(
      PeerId self,
      EventThread thread,
      Dialer.Owner owner,
      Outcomes outcomes,
      Targets targets,
      Held held,
      Tally tally,
      Runnable then) {
    this.self = self;
    this.thread = thread;
    this.owner = owner;
    this.outcomes = outcomes;
    this.targets = targets;
    this.held = held;
    this.tally = tally;
    this.then = then;
  }

  @Override
  public void late(Target target) {
    tally.dialed(PeerStatistics.Dial.TIMEOUT);
    outcomes.failed(target, "no answer within " + Attempts.DEADLINE.toSeconds() + " s");
    then.run();
  }

  @Override
  public void failed(Target target, Throwable cause) {
    if (cause instanceof WrongPeerException) {
      tally.dialed(PeerStatistics.Dial.WRONG_PEER);
      outcomes.wrong(target, cause.getMessage());
    } else {
      tally.dialed(PeerStatistics.Dial.FAILED);
      outcomes.failed(target, cause instanceof IOException ? cause.getMessage() : "" + cause);
    }
    then.run();
  }

  @Override
  public void connected(Dial dial, Connection connection) {
    Target target = dial.target();
    PeerId peer = connection.peer();
    if (peer.equals(self)) {
      tally.dialed(PeerStatistics.Dial.WRONG_PEER);
      connection.close(0, "connected to itself");
      outcomes.wrong(target, "that is this node itself");
    } else if (!target.address.admits(peer)) {
      tally.dialed(PeerStatistics.Dial.WRONG_PEER);
      connection.close(0, "another peer was expected");
      outcomes.wrong(
          target, new WrongPeerException(target.address.name().orElseThrow(), peer).getMessage());
    } else {
      tally.handshake(Duration.between(dial.since(), thread.instant()));
      targets.found(target, peer);
      target.linked = owner.link(peer) != null;
      if (!target.waiters.isEmpty()) {
        held.remove(peer);
      }
      if (held.contains(peer)) {
        connection.close(0, "disconnected by the operator");
      } else {
        admit(new Link(connection, target, dial.transport(), thread.instant()));
      }
    }
    then.run();
  }

  private void admit(Link link) {
    Optional<String> refusal = owner.admit(link);
    Link standing = owner.link(link.id());
    if (refusal.isPresent()) {
      outcomes.failed(link.target, refusal.get());
    } else if (standing != null) {
      outcomes.connected(link.target, standing); // another one may have won, see Duplicates
    }
  }
}
