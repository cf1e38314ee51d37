package io.tessera.sync.full;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PeerHead;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Fetches, from one peer, the blocks between our chain and the head that the peer claims. Checks
 * that what comes was asked for: each block hangs on the one before. Runs on a thread of its own.
 */
final class Download {
  private final BlockFetcher fetcher;
  private final Chain chain;
  private final PeerHead goal;
  private final BlockQueue queue;
  private final Settings settings;
  private final LongSupplier nanoTime;

  private volatile long lastBlock;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger news = new AtomicInteger();

  Download(
      BlockFetcher fetcher,
      Chain chain,
      PeerHead goal,
      BlockQueue queue,
      Settings settings,
      LongSupplier nanoTime) {
    this.fetcher = fetcher;
    this.chain = chain;
    this.goal = goal;
    this.queue = queue;
    this.settings = settings;
    this.nanoTime = nanoTime;
    lastBlock = nanoTime.getAsLong();
  }

  /** When the last block came in, or the download began. */
  long lastBlock() {
    return lastBlock;
  }

  /** Bytes of blocks that came in. */
  long bytes() {
    return bytes.get();
  }

  /** How many blocks came that we did not have. */
  int news() {
    return news.get();
  }

  /**
   * Fetches until the peer's head is reached or the peer has no more.
   *
   * @throws StreamException UNAVAILABLE and CANCELLED for reasons of our own, else the peer's fault
   */
  void run() throws StreamException {
    if (goal.parent().filter(chain::contains).isPresent()) {
      descend(1);
    } else if (goal.leaf().slot() <= chain.best().slot() || !ascend()) {
      descend(belowLeaf());
    }
  }

  /** No more blocks than slots lie between what we have finalized and the leaf. */
  private int belowLeaf() {
    long slots = goal.leaf().slot() - chain.finalized().slot();
    return (int) Math.max(1, Math.min(slots, settings.firstRequest()));
  }

  // ---- ascending

  /** Goes up from our head, or from the ancestor of it that the peer has. */
  private boolean ascend() throws StreamException {
    Hash finalized = chain.finalized().hash();
    Hash start = chain.best().hash();
    for (long back = 1; ; back *= 2) {
      if (ascendFrom(start)) {
        return true;
      }
      if (start.equals(finalized)) {
        return false;
      }
      start = ancestor(start, back, finalized);
    }
  }

  private Hash ancestor(Hash block, long back, Hash finalized) {
    Hash ancestor = block;
    for (long i = 0; i < back && !ancestor.equals(finalized); i++) {
      Optional<BlockEntry> entry = chain.entry(ancestor);
      if (entry.isEmpty()) {
        return finalized;
      }
      ancestor = entry.get().parent();
    }
    return ancestor;
  }

  /**
   * Asks for what comes after a block, again and again.
   *
   * @return whether there was anything new
   */
  private boolean ascendFrom(Hash start) throws StreamException {
    Branch branch = new Branch(start, !start.equals(chain.best().hash()));
    long maximum = settings.firstRequest();
    while (!branch.reachedGoal) {
      int count;
      try {
        count = fetch(branch.tip, Direction.ASCENDING, maximum, branch);
      } catch (StreamException e) {
        if (e.fault() == Fault.RESET && news() == 0) {
          return false; // the peer does not have that block, or not on a chain that it believes in
        }
        throw e;
      }
      if (count == 0) {
        break;
      }
      maximum = next(maximum);
    }
    return news() > 0;
  }

  /** Grows the request as long as blocks are small. */
  private long next(long maximum) {
    long average = news() == 0 ? 1 : Math.max(1, bytes() / news());
    long most = Math.min(settings.largestRequest(), settings.requestBytes() / average);
    return Math.max(1, Math.min(2 * maximum, most));
  }

  /** Takes a sequence of blocks, each a child of the one before. */
  private final class Branch implements BlockFetcher.Sink {
    private Hash tip;
    private boolean known;
    private boolean reachedGoal;

    /**
     * A sequence that begins after a block.
     *
     * @param known whether we may have its first blocks already
     */
    Branch(Hash start, boolean known) {
      tip = start;
      this.known = known;
    }

    @Override
    public void accept(EncodedBlock block) throws StreamException {
      if (!block.header().parent().equals(tip)) {
        throw notAsked("block " + block.ref() + " is no child of " + tip.toShortHex());
      }
      tip = block.hash();
      reachedGoal |= tip.equals(goal.leaf().hash());
      known = known && chain.contains(tip);
      if (known) {
        lastBlock = nanoTime.getAsLong();
      } else {
        deliver(block);
      }
    }
  }

  // ---- descending

  /**
   * Goes down from the peer's head until our chain is met.
   *
   * @param maximum blocks to ask for at once
   */
  private void descend(int maximum) throws StreamException {
    Ancestry ancestry = new Ancestry(goal.leaf());
    int count;
    do {
      count = fetch(ancestry.next, Direction.DESCENDING, maximum, ancestry);
    } while (count > 0 && !ancestry.connected && ancestry.fits());
    if (ancestry.connected) {
      for (EncodedBlock block : ancestry.blocks) {
        deliver(block);
      }
    }
  }

  /** Takes a sequence of blocks, each the parent of the one before, and keeps them in order. */
  private final class Ancestry implements BlockFetcher.Sink {
    private final Deque<EncodedBlock> blocks = new ArrayDeque<>();
    private Hash next;
    private boolean connected;
    private long size;

    Ancestry(BlockRef from) {
      next = from.hash();
    }

    @Override
    public void accept(EncodedBlock block) throws StreamException {
      if (!block.hash().equals(next)) {
        throw notAsked("block " + block.ref() + " is not " + next.toShortHex());
      }
      lastBlock = nanoTime.getAsLong();
      next = block.header().parent();
      if (!connected && fits()) {
        blocks.addFirst(block);
        size += block.raw().size();
        connected = chain.contains(next);
      }
    }

    boolean fits() {
      return blocks.size() < settings.deepest() && size < settings.queueBytes();
    }
  }

  // ---- both

  private int fetch(Hash from, Direction direction, long maximum, BlockFetcher.Sink sink)
      throws StreamException {
    return fetcher.fetch(goal.peer(), new BlockRequest(from, direction, maximum), sink);
  }

  private void deliver(EncodedBlock block) throws StreamException {
    queue.put(block);
    lastBlock = nanoTime.getAsLong();
    bytes.addAndGet(block.raw().size());
    news.incrementAndGet();
  }

  private static StreamException notAsked(String what) {
    return new StreamException(Fault.MISBEHAVED, what);
  }
}
