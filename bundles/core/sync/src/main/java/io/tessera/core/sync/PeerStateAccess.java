package io.tessera.core.sync;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateAccess;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateRequest;
import io.tessera.chain.StateUnavailableException;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.net.Peer;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads the state here, or asks connected peers one after another. */
@Component(service = StateAccess.class)
public final class PeerStateAccess implements StateAccess {
  /** Peers that are asked for one value. */
  private static final int MOST_ASKED = 8;

  /** No further peer is asked after this time. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Bytes asked for; a value comes however large it is, up to what the fetcher takes. */
  private static final long MAX_SIZE = 1 << 20;

  private final Chain chain;
  private final Peers peers;
  private final PeerStanding standing;
  private final StateFetcher fetcher;
  private final Workers workers;
  private final Random random;
  private final LongSupplier nanoTime;

  /** Called by the component runtime. */
  @Activate
  public PeerStateAccess(
      @Reference Chain chain,
      @Reference Peers peers,
      @Reference PeerStanding standing,
      @Reference(target = StateFetcher.FACADE) StateFetcher fetcher,
      @Reference Workers workers) {
    this(chain, peers, standing, fetcher, workers, new SecureRandom(), System::nanoTime);
  }

  PeerStateAccess(
      Chain chain,
      Peers peers,
      PeerStanding standing,
      StateFetcher fetcher,
      Workers workers,
      Random random,
      LongSupplier nanoTime) {
    this.chain = chain;
    this.peers = peers;
    this.standing = standing;
    this.fetcher = fetcher;
    this.workers = workers;
    this.random = random;
    this.nanoTime = nanoTime;
  }

  @Override
  public ProvedValue get(StateKey key) throws StateUnavailableException {
    BlockRef best = chain.best();
    if (best.equals(chain.genesis())) {
      throw new StateUnavailableException(
          "the chain has no block yet whose header would name a state");
    }
    Header head =
        chain
            .header(best.hash())
            .orElseThrow(() -> new StateUnavailableException("head " + best + " has gone"));
    return get(key, head.parent(), Optional.of(head.priorStateRoot()));
  }

  @Override
  public ProvedValue get(StateKey key, Hash block) throws StateUnavailableException {
    return get(key, block, root(block));
  }

  /** The root of a block's posterior state, as its child on the best chain has it. */
  private Optional<Hash> root(Hash block) {
    return chain
        .range(new BlockRequest(block, Direction.ASCENDING, 1), 1)
        .filter(above -> !above.isEmpty())
        .map(List::getFirst)
        .map(BlockEntry::ref)
        .flatMap(child -> chain.header(child.hash()))
        .filter(child -> child.parent().equals(block))
        .map(Header::priorStateRoot);
  }

  private ProvedValue get(StateKey key, Hash block, Optional<Hash> root)
      throws StateUnavailableException {
    Optional<BlockState> own =
        chain.state(block).filter(state -> state.knowledge() == StateKnowledge.COMPLETE);
    if (own.isPresent()) {
      return new ProvedValue(key, own(own.get(), key), block, own.get().root(), Optional.empty());
    }
    if (root.isEmpty()) {
      throw new StateUnavailableException(
          "no header here names the state after block "
              + block.toShortHex()
              + ": it has no child on this chain");
    }
    return ask(key, block, root.get());
  }

  private Optional<Bytes> own(BlockState state, StateKey key) throws StateUnavailableException {
    try {
      return workers.compute(() -> state.values().get(key));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /**
   * Asks until somebody proves. Whoever sent what does not follow from the root has lied only if
   * the header has not: that is known once another peer proves.
   */
  private ProvedValue ask(StateKey key, Hash block, Hash root) throws StateUnavailableException {
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
        ProvedItems proved = fetcher.fetch(peer.id(), StateRequest.of(block, key, MAX_SIZE), root);
        unproved.forEach(
            liar -> standing.misbehaved(liar, "sent a state that its root does not prove"));
        return new ProvedValue(key, value(proved, key), block, root, Optional.of(peer.id()));
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
    throw new StateUnavailableException(
        failures.isEmpty()
            ? "no peer is connected that could be asked for the state after block "
                + block.toShortHex()
            : "no peer proves the state after block "
                + block.toShortHex()
                + "; "
                + String.join("; ", failures));
  }

  private static Optional<Bytes> value(ProvedItems proved, StateKey key) {
    return proved.items().stream()
        .filter(item -> item.key().equals(key))
        .map(KeyValue::value)
        .findFirst();
  }

  private static StateUnavailableException interrupted() {
    Thread.currentThread().interrupt();
    return new StateUnavailableException("stopped before an answer came");
  }
}
