package io.tessera.sync.light;

import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.crypto.ExtrinsicHash;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The way down from a checkpoint over three changes of epoch, whose markers tell validators,
 * entropy and seal keys. Each header is named by the one above it, so that nothing can be made up,
 * and what one peer has brought is kept when another one goes on. Confined to the sync's thread.
 */
final class Walk {
  /** The checkpoint's epoch begins with one, and two epochs before do. */
  private static final int MARKS = 3;

  private final SyncContext context;
  private final Workers workers;
  private final Settings settings;
  private final Deque<Header> headers = new ArrayDeque<>();
  private Hash next;
  private int marks;
  private int left;

  Walk(SyncContext context, Hash checkpoint, Workers workers, Settings settings) {
    this.context = context;
    this.workers = workers;
    this.settings = settings;
    next = checkpoint;
  }

  boolean isDone() {
    return marks == MARKS || reachedGenesis();
  }

  /** Whether the chain is so short that it can as well begin at genesis. */
  boolean reachedGenesis() {
    return next.equals(context.chain().genesis().hash());
  }

  /** The headers, ascending. */
  List<Header> headers() {
    return List.copyOf(headers);
  }

  /** Goes on with what a peer has, for its turn. */
  Outcome with(PeerId peer, Turn turn) {
    int before = headers.size();
    return Outcome.of(() -> descend(peer, turn), () -> headers.size() - before);
  }

  private void descend(PeerId peer, Turn turn) throws StreamException {
    int before;
    do {
      before = headers.size();
      left = settings.firstRequest();
      BlockRequest request = new BlockRequest(next, Direction.DESCENDING, left);
      context.fetcher().fetch(peer, request, this::accept);
    } while (headers.size() > before && !isDone() && turn.goesOn());
    if (headers.isEmpty()) {
      throw new StreamException(Fault.REFUSED, "has no block " + next.toShortHex());
    }
  }

  private void accept(EncodedBlock block) throws StreamException {
    if (left-- <= 0) {
      throw new StreamException(Fault.MISBEHAVED, "more blocks than were asked for");
    }
    if (isDone()) {
      return; // more than are needed were asked for
    }
    if (!block.hash().equals(next)) {
      throw new StreamException(
          Fault.MISBEHAVED, "block " + block.ref() + " is not " + next.toShortHex());
    }
    requireBody(block);
    headers.addFirst(block.header());
    next = block.header().parent();
    marks += block.header().epochMark().isPresent() ? 1 : 0;
    context.progress("checkpoint", marks, MARKS);
  }

  private void requireBody(EncodedBlock block) throws StreamException {
    try {
      Hash hash = workers.compute(() -> ExtrinsicHash.of(block.block().extrinsic()));
      if (!hash.equals(block.header().extrinsicHash())) {
        throw new StreamException(
            Fault.MISBEHAVED, "block " + block.ref() + " has another body than its header says");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "the walk was stopped", e);
    }
  }
}
