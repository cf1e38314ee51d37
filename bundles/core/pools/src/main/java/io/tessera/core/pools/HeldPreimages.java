package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExtrinsicSource;
import io.tessera.chain.PoolUsage;
import io.tessera.chain.PreimageListener;
import io.tessera.chain.PreimagePool;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.event.PreimageEvents.DiscardReason;
import io.tessera.chain.event.PreimageEvents.PreimageDiscarded;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.PreimageStatus;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.ServiceKeys;
import io.tessera.net.Workers;
import io.tessera.net.event.NodeEvents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool of preimages. */
@Component(
    service = {PreimagePool.class, PoolUsage.class, ChainListener.class, ExtrinsicSource.class})
public final class HeldPreimages
    implements PreimagePool, PoolUsage, ChainListener, ExtrinsicSource {
  private static final Logger LOG = LoggerFactory.getLogger(HeldPreimages.class);

  /** Preimages at most. */
  static final int MOST = 1024;

  /** Bytes of all of them at most. */
  static final long MOST_BYTES = 32L << 20;

  private static final Bytes REQUESTED =
      Bytes.wrap(PreimageStatus.CODEC.encode(PreimageStatus.REQUESTED));

  private final Chain chain;
  private final Workers workers;
  private final NodeEvents events;
  private final List<PreimageListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Request, Preimage> held = new LinkedHashMap<>();
  private long bytes;

  /** An empty pool over a chain. */
  @Activate
  public HeldPreimages(
      @Reference Chain chain, @Reference Workers workers, @Reference NodeEvents events) {
    this.chain = chain;
    this.workers = workers;
    this.events = events;
  }

  @Override
  public void addListener(PreimageListener listener) {
    listeners.add(listener);
    held().forEach(request -> listener.held(request, Optional.empty()));
  }

  @Override
  public void removeListener(PreimageListener listener) {
    listeners.remove(listener);
  }

  @Override
  public boolean isWanted(Request request) throws InterruptedException {
    return hasRoomFor(request) && workers.compute(() -> isRequested(request, chain.best()));
  }

  @Override
  public synchronized boolean hasRoomFor(Request request) {
    return !held.containsKey(request)
        && held.size() < MOST
        && request.length() <= MOST_BYTES - bytes;
  }

  private boolean isRequested(Request request, BlockRef after) {
    return chain
        .state(after.hash())
        .filter(state -> state.knowledge() == StateKnowledge.COMPLETE)
        .filter(state -> isRequested(request, state))
        .isPresent();
  }

  private static boolean isRequested(Request request, BlockState state) {
    return state
        .values()
        .get(ServiceKeys.request(request.service(), request.hash(), request.length()))
        .filter(REQUESTED::equals)
        .isPresent();
  }

  @Override
  public boolean offer(Preimage preimage, Optional<PeerId> from) throws InterruptedException {
    Bytes blob = preimage.blob();
    Hash hash = workers.compute(() -> Blake2b.hash(blob));
    Request request = new Request(preimage.requester(), hash, blob.size());
    if (!isWanted(request) || !take(request, preimage)) {
      return false;
    }
    LOG.debug("Preimage {} of service {} is held", hash, request.service());
    listeners.forEach(listener -> listener.held(request, from));
    return true;
  }

  private synchronized boolean take(Request request, Preimage preimage) {
    if (!hasRoomFor(request)) {
      return false; // another thread was quicker
    }
    held.put(request, preimage);
    bytes += request.length();
    return true;
  }

  @Override
  public synchronized Optional<Bytes> find(Hash hash) {
    return held.entrySet().stream()
        .filter(entry -> entry.getKey().hash().equals(hash))
        .map(entry -> entry.getValue().blob())
        .findFirst();
  }

  @Override
  public synchronized List<Request> held() {
    return List.copyOf(held.keySet());
  }

  @Override
  public List<Preimage> preimages(BlockState prior) {
    Map<Request, Preimage> all;
    synchronized (this) {
      all = new LinkedHashMap<>(held);
    }
    List<Preimage> requested = new ArrayList<>();
    all.forEach(
        (request, preimage) -> {
          if (isRequested(request, prior)) {
            requested.add(preimage);
          }
        });
    return requested;
  }

  /** What a final block has brought, or no service wants any longer, goes. */
  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    for (Request request : held()) {
      if (isKnown(finalized) && !isRequested(request, finalized) && !isRequested(request, best)) {
        drop(request);
        events.tell(new PreimageDiscarded(request, why(request, finalized)));
      }
    }
  }

  /** A request that is answered stays in the state; one that was taken back does not. */
  private DiscardReason why(Request request, BlockRef finalized) {
    StateKey key = ServiceKeys.request(request.service(), request.hash(), request.length());
    return chain
        .state(finalized.hash())
        .flatMap(state -> state.values().get(key))
        .map(answered -> DiscardReason.PROVIDED)
        .orElse(DiscardReason.NOT_REQUESTED);
  }

  private boolean isKnown(BlockRef block) {
    return chain
        .state(block.hash())
        .filter(state -> state.knowledge() == StateKnowledge.COMPLETE)
        .isPresent();
  }

  private synchronized void drop(Request request) {
    if (held.remove(request) != null) {
      bytes -= request.length();
    }
  }

  // ---- how full it is

  @Override
  public String pool() {
    return "preimages";
  }

  @Override
  public OptionalLong bound() {
    return OptionalLong.of(MOST);
  }

  @Override
  public synchronized int size() {
    return held.size();
  }
}
