package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExtrinsicSource;
import io.tessera.chain.PoolUsage;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.crypto.Ed25519;
import io.tessera.net.Workers;
import io.tessera.work.AssuranceListener;
import io.tessera.work.AssurancePool;
import io.tessera.work.SignedAssurance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The pool of assurances. What is held is bounded by the validators, each of whom has one place at
 * an anchor, and by the heads that count as anchors: nobody can take the place of another.
 */
@Component(
    service = {AssurancePool.class, PoolUsage.class, ExtrinsicSource.class, ChainListener.class})
public final class HeldAssurances
    implements AssurancePool, PoolUsage, ExtrinsicSource, ChainListener {
  /** Heads at most whose assurances are held: the best one always, others while there is room. */
  static final int MOST_ANCHORS = 4;

  private final Chain chain;
  private final ProtocolParameters parameters;
  private final Workers workers;
  private final List<AssuranceListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Hash, Anchor> anchors = new HashMap<>();

  /** What is held at an anchor, by validator index. */
  private record Anchor(AssuranceView view, TreeMap<Integer, SignedAssurance> held) {}

  /** An empty pool over a chain. */
  @Activate
  public HeldAssurances(@Reference Chain chain, @Reference Workers workers) {
    this.chain = chain;
    this.workers = workers;
    parameters = chain.parameters();
  }

  @Override
  public void addListener(AssuranceListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(AssuranceListener listener) {
    listeners.remove(listener);
  }

  @Override
  public Outcome offer(SignedAssurance assurance, PeerId from) throws InterruptedException {
    return workers.compute(() -> take(assurance, from));
  }

  @Override
  public Outcome publish(SignedAssurance assurance, PeerId self, Collection<PeerId> authors)
      throws InterruptedException {
    Outcome outcome = offer(assurance, self);
    if (outcome == Outcome.HELD || outcome == Outcome.KNOWN) { // known: to new authors perhaps
      listeners.forEach(listener -> listener.assured(assurance, List.copyOf(authors)));
    }
    return outcome;
  }

  private Outcome take(SignedAssurance assurance, PeerId from) {
    Optional<AssuranceView> known = view(assurance.anchor());
    if (known.isEmpty()) {
      return Outcome.LATE;
    }
    AssuranceView view = known.get();
    Integer validator = view.assurers().get(from);
    if (validator == null) {
      return Outcome.NO_ASSURER;
    }
    Optional<Outcome> other = outcomeBeside(assurance, validator);
    if (other.isPresent()) {
      return other.get();
    }
    byte[] message = SignedAssurance.message(assurance.anchor(), assurance.bitfield());
    if (!view.allows(assurance.bitfield(), parameters)
        || !Ed25519.verify(from.key(), message, assurance.signature())) {
      return Outcome.LIE;
    }
    return put(assurance, validator);
  }

  /**
   * What the state after an anchor says; empty when it is none of the heads that count. The chain
   * is asked without the lock: its listeners wait for that.
   */
  private Optional<AssuranceView> view(Hash anchor) {
    synchronized (anchors) {
      Anchor known = anchors.get(anchor);
      if (known != null) {
        return Optional.of(known.view);
      }
    }
    Hash best = chain.best().hash();
    Set<Hash> heads = heads(best);
    if (!heads.contains(anchor)) {
      return Optional.empty();
    }
    Optional<AssuranceView> view =
        chain.state(anchor).flatMap(state -> AssuranceView.of(parameters, state));
    synchronized (anchors) {
      if (view.isEmpty() || !makeRoom(anchor, best, heads)) {
        return Optional.empty();
      }
      anchors.putIfAbsent(anchor, new Anchor(view.get(), new TreeMap<>()));
      return view;
    }
  }

  private Set<Hash> heads(Hash best) {
    Set<Hash> heads = new HashSet<>();
    heads.add(best);
    chain.leaves().forEach(leaf -> heads.add(leaf.hash()));
    return heads;
  }

  /** Heads that are none any more make room, then, for the best one, any other. */
  private boolean makeRoom(Hash anchor, Hash best, Set<Hash> heads) {
    if (anchors.size() >= MOST_ANCHORS) {
      anchors.keySet().retainAll(heads);
    }
    if (anchors.size() >= MOST_ANCHORS && anchor.equals(best)) {
      anchors.remove(anchors.keySet().iterator().next());
    }
    return anchors.containsKey(anchor) || anchors.size() < MOST_ANCHORS;
  }

  private Optional<Outcome> outcomeBeside(SignedAssurance assurance, int validator) {
    synchronized (anchors) {
      Anchor anchor = anchors.get(assurance.anchor());
      if (anchor == null) {
        return Optional.of(Outcome.LATE);
      }
      SignedAssurance other = anchor.held.get(validator);
      if (other == null || AssuranceView.exceeds(assurance.bitfield(), other.bitfield())) {
        return Optional.empty();
      }
      boolean same = other.bitfield().equals(assurance.bitfield());
      return Optional.of(same ? Outcome.KNOWN : Outcome.LATE);
    }
  }

  private Outcome put(SignedAssurance assurance, int validator) {
    synchronized (anchors) {
      Optional<Outcome> other = outcomeBeside(assurance, validator);
      if (other.isPresent()) {
        return other.get(); // another thread was quicker
      }
      anchors.get(assurance.anchor()).held.put(validator, assurance);
      return Outcome.HELD;
    }
  }

  @Override
  public int count(Hash anchor) {
    synchronized (anchors) {
      Anchor known = anchors.get(anchor);
      return known == null ? 0 : known.held.size();
    }
  }

  @Override
  public int size() {
    synchronized (anchors) {
      return anchors.values().stream().mapToInt(anchor -> anchor.held.size()).sum();
    }
  }

  @Override
  public List<Assurance> assurances(BlockRef parent, BlockState prior) {
    List<Assurance> found = new ArrayList<>();
    synchronized (anchors) {
      Anchor anchor = anchors.get(parent.hash());
      if (anchor != null) {
        anchor.held.forEach((validator, assurance) -> found.add(assurance.by(validator)));
      }
    }
    return found;
  }

  /** Assurances for what is built on already are of no use. */
  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    Set<Hash> heads = heads(best.hash());
    synchronized (anchors) {
      anchors.keySet().retainAll(heads);
    }
  }

  // ---- how full it is

  @Override
  public String pool() {
    return "assurances";
  }

  @Override
  public OptionalLong bound() {
    return OptionalLong.of((long) MOST_ANCHORS * parameters.validators());
  }
}
