package io.tessera.sync.light;

import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.chain.ImportResult.Rejection;
import io.tessera.chain.Origin;
import io.tessera.chain.PeerHead;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fetches, from one peer, the blocks between our chain and the head that the peer claims, and
 * imports them piece by piece while they come in. Checks that what comes was asked for; all else is
 * the chain's to judge. Confined to the sync's thread.
 */
final class Download {
  private final BlockFetcher fetcher;
  private final Chain chain;
  private final PeerHead goal;
  private final Settings settings;
  private final Turn turn;
  private final List<EncodedBlock> piece = new ArrayList<>();
  private long pieceBytes;
  private int news;
  private boolean surplus;

  Download(SyncContext context, PeerHead goal, Settings settings, Turn turn) {
    this.fetcher = context.fetcher();
    this.chain = context.chain();
    this.goal = goal;
    this.settings = settings;
    this.turn = turn;
  }

  /** How many blocks were new and are in the chain now. */
  int news() {
    return news;
  }

  /** Whether the peer's head is on a fork that is too many for the chain. */
  boolean isSurplus() {
    return surplus;
  }

  /**
   * Fetches until the peer's head is reached, the peer has no more, or its turn is over.
   *
   * @throws StreamException MISBEHAVED and MALFORMED when what came was not asked for or is not
   *     valid, others as {@link Outcome} has it
   */
  void run() throws StreamException {
    if (goal.parent().filter(chain::contains).isPresent()) {
      descend(1);
    } else if (goal.leaf().slot() <= chain.best().slot() || !ascend()) {
      descend(settings.firstRequest());
    }
  }

  // ---- ascending

  /** Goes up from our head, or else from what is final: every peer of this chain has that. */
  private boolean ascend() throws StreamException {
    Set<Hash> starts = new LinkedHashSet<>();
    starts.add(chain.best().hash());
    starts.add(chain.finalized().hash());
    for (Hash start : starts) {
      if (ascendFrom(start)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there was anything new after this block. */
  private boolean ascendFrom(Hash start) throws StreamException {
    Branch branch = new Branch(start);
    int maximum = settings.firstRequest();
    try {
      while (!branch.reachedGoal && branch.fetch(maximum) > 0 && turn.goesOn()) {
        maximum = Math.min(2 * maximum, settings.largestRequest());
      }
    } catch (StreamException e) {
      if (e.fault() != Fault.RESET || news > 0) {
        throw e;
      }
      // The peer does not have that block, or not on a chain that it believes in.
    }
    return news > 0;
  }

  /** A sequence of blocks, each a child of the one before. */
  private final class Branch {
    private Hash tip;
    private int left;
    private boolean reachedGoal;

    Branch(Hash start) {
      tip = start;
    }

    int fetch(int maximum) throws StreamException {
      left = maximum;
      BlockRequest request = new BlockRequest(tip, Direction.ASCENDING, maximum);
      try {
        fetcher.fetch(goal.peer(), request, this::accept);
      } catch (StreamException e) {
        importPiece(); // what came before is good
        throw e;
      }
      importPiece();
      return maximum - left;
    }

    private void accept(EncodedBlock block) throws StreamException {
      requireWanted(left--);
      if (!block.header().parent().equals(tip)) {
        throw notAsked("block " + block.ref() + " is no child of " + tip.toShortHex());
      }
      tip = block.hash();
      reachedGoal |= tip.equals(goal.leaf().hash());
      piece.add(block);
      pieceBytes += block.raw().size();
      if (piece.size() >= settings.pieceBlocks() || pieceBytes >= settings.pieceBytes()) {
        importPiece();
      }
    }
  }

  // ---- descending

  /** Goes down from the peer's head until our chain is met; no further than what is in memory. */
  private void descend(int maximum) throws StreamException {
    Ancestry ancestry = new Ancestry();
    while (!ancestry.connected && ancestry.fits() && ancestry.fetch(maximum) > 0 && turn.goesOn()) {
      maximum = settings.firstRequest();
    }
    if (ancestry.connected) {
      piece.addAll(ancestry.blocks);
      importPiece();
    }
  }

  /** A sequence of blocks, each the parent of the one before; kept in the chain's order. */
  private final class Ancestry {
    private final Deque<EncodedBlock> blocks = new ArrayDeque<>();
    private Hash next = goal.leaf().hash();
    private int left;
    private long size;
    private boolean connected;

    int fetch(int maximum) throws StreamException {
      left = maximum;
      BlockRequest request = new BlockRequest(next, Direction.DESCENDING, maximum);
      fetcher.fetch(goal.peer(), request, this::accept);
      return maximum - left;
    }

    private void accept(EncodedBlock block) throws StreamException {
      requireWanted(left--);
      if (!block.hash().equals(next)) {
        throw notAsked("block " + block.ref() + " is not " + next.toShortHex());
      }
      next = block.header().parent();
      if (!connected && fits()) {
        blocks.addFirst(block);
        size += block.raw().size();
        connected = chain.contains(next);
      }
    }

    boolean fits() {
      return size < settings.pieceBytes();
    }
  }

  // ---- both

  private void importPiece() throws StreamException {
    if (piece.isEmpty()) {
      return;
    }
    ImportResult result =
        chain.importBlocks(List.copyOf(piece), Origin.of(goal.peer(), "light sync"));
    piece.clear();
    pieceBytes = 0;
    news += result.imported();
    if (result.rejection().isPresent()) {
      surplus = result.rejection().get().reason() == Reason.SURPLUS;
      throw rejected(result.rejection().get());
    }
  }

  /** Only what never will be right is held against the peer. */
  private static StreamException rejected(Rejection rejection) {
    Fault fault =
        switch (rejection.reason()) {
          case INVALID -> Fault.MISBEHAVED;
          case PARENT_UNKNOWN, IN_THE_FUTURE, NOT_FINALIZABLE, SURPLUS -> Fault.REFUSED;
        };
    return new StreamException(fault, "block " + rejection.block() + ": " + rejection.detail());
  }

  private static void requireWanted(int left) throws StreamException {
    if (left <= 0) {
      throw notAsked("more blocks than were asked for");
    }
  }

  private static StreamException notAsked(String what) {
    return new StreamException(Fault.MISBEHAVED, what);
  }
}
