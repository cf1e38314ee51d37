package io.tessera.core.sync;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateAccess;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateRequest;
import io.tessera.chain.StateUnavailableException;
import io.tessera.core.sync.StateQuestions.Answer;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import io.tessera.net.Workers;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads the state here, or asks connected peers one after another. */
@Component(service = StateAccess.class)
public final class PeerStateAccess implements StateAccess {
  /** Bytes asked for; a value comes however large it is, up to what the fetcher takes. */
  private static final long MAX_SIZE = 1 << 20;

  private final Chain chain;
  private final Workers workers;
  private final StateQuestions questions;

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
    this.workers = workers;
    questions = new StateQuestions(peers, standing, fetcher, random, nanoTime);
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
    return get(key, block, StateQuestions.root(chain, block));
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
      throw StateQuestions.interrupted();
    }
  }

  private ProvedValue ask(StateKey key, Hash block, Hash root) throws StateUnavailableException {
    Answer answer = questions.ask(StateRequest.of(block, key, MAX_SIZE), root);
    return new ProvedValue(
        key, value(answer.proved(), key), block, root, Optional.of(answer.peer()));
  }

  private static Optional<Bytes> value(ProvedItems proved, StateKey key) {
    return proved.items().stream()
        .filter(item -> item.key().equals(key))
        .map(KeyValue::value)
        .findFirst();
  }
}
