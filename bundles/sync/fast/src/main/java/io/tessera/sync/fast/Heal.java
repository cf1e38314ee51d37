package io.tessera.sync.fast;

import io.tessera.chain.KeyRange;
import io.tessera.chain.PartialState;
import io.tessera.chain.PartialState.Target;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.lib.merkle.SubTrie;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what of a state that was fetched is still right in a later one: sub-tries whose hashes
 * are the same. A path from the root shows the hashes beside it; where one differs, another path
 * goes through it. Used by one thread.
 */
final class Heal {
  private static final Logger LOG = LoggerFactory.getLogger(Heal.class);

  /** Fewer items than this are fetched again, which costs no more than to look deeper. */
  private static final int FEW = 32;

  /** Most paths to ask for: a state that differs in more places is as good as another one. */
  private static final int MOST_PATHS = 1024;

  private static final Duration WAIT = Duration.ofMillis(250);

  private final StateFetcher fetcher;
  private final Target target;
  private final Sources sources;
  private final Workers workers;
  private final SyncContext context;
  private boolean proved;

  /**
   * Healing towards a state.
   *
   * @param target whose state is wanted from now on
   */
  Heal(StateFetcher fetcher, Target target, Sources sources, Workers workers, SyncContext context) {
    this.fetcher = fetcher;
    this.target = target;
    this.sources = sources;
    this.workers = workers;
    this.context = context;
  }

  /**
   * Where the state has to be fetched: what was open before, and what differs.
   *
   * @throws TargetLostException when no peer has the state
   */
  List<KeyRange> open(PartialState partial) throws InterruptedException, TargetLostException {
    List<KeyRange> unknown = workers.compute(partial::open);
    StateTrie have = workers.compute(() -> read(partial));
    List<KeyRange> open = new ArrayList<>(unknown);
    Deque<SubTrie> todo = new ArrayDeque<>(List.of(SubTrie.of(target.root())));
    int paths = 0;
    while (!todo.isEmpty()) {
      SubTrie part = todo.pop();
      KeyRange range = KeyRange.ofPrefix(part.prefix(), part.depth());
      boolean known = unknown.stream().noneMatch(range::intersects);
      boolean fetchedAnyhow = unknown.stream().anyMatch(each -> each.contains(range));
      if (fetchedAnyhow || (known && have.has(part))) {
        continue;
      }
      if ((known && isFew(have, range)) || paths == MOST_PATHS) {
        open.add(range);
        continue;
      }
      paths++;
      List<SubTrie> inside = inside(part);
      if (inside.isEmpty()) {
        open.add(range);
      }
      inside.forEach(todo::push);
    }
    List<KeyRange> united = KeyRange.union(open);
    LOG.info(
        "{} ranges of the state differ or are missing, found by {} paths", united.size(), paths);
    return united;
  }

  private static StateTrie read(PartialState partial) {
    List<KeyValue> items = new ArrayList<>();
    partial.read(items::add);
    return StateTrie.of(items);
  }

  private static boolean isFew(StateTrie have, KeyRange range) {
    Iterator<KeyValue> items = have.from(range.start());
    for (int i = 0; i < FEW; i++) {
      if (!items.hasNext() || items.next().key().compareTo(range.end()) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The sub-tries that a part consists of; none when it is a single leaf, or empty. */
  private List<SubTrie> inside(SubTrie part) throws InterruptedException, TargetLostException {
    return SubTrie.beside(target.root(), part.prefix(), path(part.prefix())).stream()
        .filter(each -> each.depth() > part.depth())
        .toList();
  }

  private List<Bytes> path(StateKey key) throws InterruptedException, TargetLostException {
    while (true) {
      if (sources.nobodyHas(target.parent())) {
        throw new TargetLostException(!proved && sources.isAnyAccused(), "no peer has it");
      }
      long seen = context.changes();
      Optional<PeerId> peer = sources.take(target.parent());
      if (peer.isEmpty()) {
        context.awaitChange(seen, WAIT);
        continue;
      }
      try {
        List<Bytes> path = fetcher.path(peer.get(), target.parent(), key, target.root());
        proved = true;
        sources.convict();
        sources.succeeded(peer.get(), 0, 0);
        return path;
      } catch (StreamException e) {
        failed(peer.get(), e);
      }
    }
  }

  private void failed(PeerId peer, StreamException e) throws InterruptedException {
    if (e.fault() == Fault.MISBEHAVED && !proved) {
      sources.accuse(peer, e.getMessage());
    } else {
      sources.failed(peer, target.parent(), e);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
