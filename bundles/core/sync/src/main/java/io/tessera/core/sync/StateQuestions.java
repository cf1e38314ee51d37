package io.tessera.core.sync;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.Chain;
import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateRequest;
import io.tessera.chain.StateUnavailableException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Header;
import io.tessera.net.Peer;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;

/** Asks connected peers for parts of a state, one after another. Safe from any thread. */
final class StateQuestions {
  /** Peers that are asked for one part. */
  private static final int MOST_ASKED = 8;

  /** No further peer is asked after this time. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Peers peers;
  private final PeerStanding standing;
  private final StateFetcher fetcher;
  private final Random random;
  private final LongSupplier nanoTime;

  StateQuestions(
      Peers peers,
      PeerStanding standing,
      StateFetcher fetcher,
      Random random,
      LongSupplier nanoTime) {
    this.peers = peers;
    this.standing = standing;
    this.fetcher = fetcher;
    this.random = random;
    this.nanoTime = nanoTime;
  }

  /** What a peer has proved. */
  record Answer(ProvedItems proved, PeerId peer) {}

  /** The root of a block's posterior state, as its child on the best chain has it. */
  static Optional<Hash> root(Chain chain, Hash block) {
    return chain
        .range(new BlockRequest(block, Direction.ASCENDING, 1), 1)
        .filter(above -> !above.isEmpty())
        .map(List::getFirst)
        .map(BlockEntry::ref)
        .flatMap(child -> chain.header(child.hash()))
        .filter(child -> child.parent().equals(block))
        .map(Header::priorStateRoot);
  }

  /**
   * Asks until somebody proves. Whoever sent what does not follow from the root has lied only if
   * the header has not: that is known once another peer proves.
   */
  Answer ask(StateRequest request, Hash root) throws StateUnavailableException {
    List<Peer> some = new ArrayList<>(peers.connected());
    Collections.shuffle(some, random);
    List<PeerId> unproved = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    long end = nanoTime.getAsLong() + PATIENCE.toNanos();
    for (Peer peer : some.subList(0, Math.min(MOST_ASKED, some.size()))) {
      if (nanoTime.getAsLong() - end > 0) {
        break;
      }
      try {
        ProvedItems proved = fetcher.fetch(peer.id(), request, root);
        unproved.forEach(
            liar -> standing.misbehaved(liar, "sent a state that its root does not prove"));
        return new Answer(proved, peer.id());
      } catch (StreamException e) {
        switch (e.fault()) {
          case MALFORMED, MISBEHAVED -> unproved.add(peer.id());
          default -> {}
        }
        failures.add(peer.id().shortName() + ": " + e.getMessage());
      }
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted();
      }
    }
    String block = request.block().toShortHex();
    throw new StateUnavailableException(
        failures.isEmpty()
            ? "no peer is connected that could be asked for the state after block " + block
            : "no peer proves the state after block " + block + "; " + String.join("; ", failures));
  }

  /** Says that the caller is to stop, and leaves the thread interrupted. */
  static StateUnavailableException interrupted() {
    Thread.currentThread().interrupt();
    return new StateUnavailableException("stopped before an answer came");
  }
}
