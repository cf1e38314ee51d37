package io.tessera.core.sync;

import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.Checkpoint;
import io.tessera.chain.PeerHead;
import io.tessera.chain.Sync.Status;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerStanding;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What modes work with and what operators ask for. Safe from any thread. */
final class SyncState implements SyncContext {
  private final Chain chain;
  private final BlockFetcher fetcher;
  private final PeerStanding standing;
  private final PeerHeads heads;
  private final Supplier<Optional<Checkpoint>> checkpoint;
  private final Changes changes = new Changes();

  /** Guards what follows; held for short only, never while the chain is asked. */
  private final Object lock = new Object();

  private final Rate imports;
  private final Progress progress;
  private String mode = "";
  private BlockRef head;
  private BlockRef finalized;
  private CompletableFuture<Status> whenSynced = new CompletableFuture<>();

  SyncState(
      Chain chain,
      BlockFetcher fetcher,
      PeerStanding standing,
      PeerHeads heads,
      Supplier<Optional<Checkpoint>> checkpoint,
      LongSupplier nanoTime) {
    this.chain = chain;
    this.fetcher = fetcher;
    this.standing = standing;
    this.heads = heads;
    this.checkpoint = checkpoint;
    imports = new Rate(nanoTime);
    head = chain.best();
    progress = new Progress(nanoTime, head);
    finalized = chain.finalized();
  }

  // ---- events

  /** A mode begins to run, or there is none of that name. */
  void mode(String name, boolean runs) {
    synchronized (lock) {
      mode = name;
      progress.mode(name, runs, head);
    }
  }

  /** A peer has said something about its chain. */
  void headsChanged() {
    synchronized (lock) {
      progress.spokenTo(mode);
    }
    changes.happened();
  }

  /** A peer has gone. */
  void headsLost() {
    if (heads.peers() == 0) {
      synchronized (lock) {
        progress.alone(head);
      }
    }
    changes.happened();
  }

  /** The chain has grown. */
  void imported(int blocks, BlockRef best, BlockRef nowFinalized) {
    synchronized (lock) {
      imports.add(blocks);
      BlockRef before = head;
      head = best;
      finalized = nowFinalized;
      progress.moved(before, best, nowFinalized);
    }
    changes.happened();
  }

  // ---- for operators

  Status status() {
    synchronized (lock) {
      BlockRef target = progress.target();
      return new Status(
          mode,
          progress.state(),
          head,
          finalized,
          target.slot() > head.slot() ? target : head,
          imports.total(),
          imports.perSecond(),
          progress.phase());
    }
  }

  CompletionStage<Status> whenSynced() {
    synchronized (lock) {
      return progress.isSynced()
          ? CompletableFuture.completedStage(status())
          : whenSynced.minimalCompletionStage();
    }
  }

  // ---- for the mode

  @Override
  public Chain chain() {
    return chain;
  }

  @Override
  public BlockFetcher fetcher() {
    return fetcher;
  }

  @Override
  public Collection<PeerHead> peerHeads() {
    return heads.all();
  }

  @Override
  public long changes() {
    return changes.count();
  }

  @Override
  public void awaitChange(long seen, Duration timeout) throws InterruptedException {
    changes.await(seen, timeout);
  }

  @Override
  public void target(BlockRef target) {
    int peers = heads.peers();
    synchronized (lock) {
      progress.heading(target, head, peers);
    }
  }

  @Override
  public void progress(String phase, long done, long total) {
    synchronized (lock) {
      progress.phase(phase, done, total);
    }
  }

  @Override
  public Optional<Checkpoint> checkpoint() {
    return checkpoint.get();
  }

  @Override
  public void synced() {
    Collection<PeerHead> claims = heads.all();
    BlockRef best = chain.best();
    int peers = heads.peers();
    if (peers == 0 || claims.stream().anyMatch(claim -> isBetter(claim.leaf(), best))) {
      return; // a word that came in while the mode made up its mind: it will see the change
    }
    CompletableFuture<Status> reached;
    Status status;
    synchronized (lock) {
      head = best;
      progress.synced(best, finalized, peers);
      reached = whenSynced;
      whenSynced = new CompletableFuture<>();
      status = status();
    }
    reached.complete(status);
  }

  private boolean isBetter(BlockRef claimed, BlockRef best) {
    return claimed.slot() > best.slot() && !chain.contains(claimed.hash());
  }

  @Override
  public void misbehaved(PeerId peer, String reason) {
    standing.misbehaved(peer, reason);
  }
}
