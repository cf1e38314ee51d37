package io.tessera.protocol.ce142;

import io.tessera.chain.PreimagePool.Request;
import io.tessera.lib.codec.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who is asked for which preimage, and whose turn is next: a peer that does not answer, or answers
 * slowly, takes one of the places of a preimage that it has announced, however often it says so.
 * Safe from any thread.
 */
final class Fetches {
  /** Peers that one preimage is fetched from at once. */
  static final int OF_REQUEST = 3;

  /** Preimages that are fetched from one peer at once: half of what CE 143 serves to a peer. */
  static final int OF_PEER = 2;

  private final ReentrantLock lock = new ReentrantLock();

  /** All that go on or wait, in the order of their coming; so many as streams are served. */
  private final Map<Turn, Waiting> turns = new LinkedHashMap<>();

  private final Map<Request, Integer> ofRequest = new HashMap<>();
  private final Map<PeerId, Integer> ofPeer = new HashMap<>();

  /** From whom a preimage did not come; as long as it is somebody's turn. */
  private final Map<Request, Set<PeerId>> tried = new HashMap<>();

  private record Turn(PeerId peer, Request request) {}

  private static final class Waiting {
    private final Condition over;
    private boolean isOver;

    private Waiting(Condition over) {
      this.over = over;
    }
  }

  /**
   * Waits until the peer may be asked, which is to be followed by {@link #end}.
   *
   * @return false at once when the peer is being asked for it or waits for that
   */
  boolean begin(PeerId peer, Request request) throws InterruptedException {
    Turn turn = new Turn(peer, request);
    lock.lock();
    try {
      Waiting waiting = new Waiting(lock.newCondition());
      if (turns.putIfAbsent(turn, waiting) != null) {
        return false;
      }
      admit();
      await(turn, waiting);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void await(Turn turn, Waiting waiting) throws InterruptedException {
    try {
      while (!waiting.isOver) {
        waiting.over.await();
      }
    } catch (InterruptedException e) {
      leave(turn);
      throw e;
    }
  }

  /** The peer has been asked, and has the preimage or has not. */
  void end(PeerId peer, Request request, boolean fetched) {
    lock.lock();
    try {
      if (!fetched) {
        tried.computeIfAbsent(request, key -> new HashSet<>()).add(peer);
      }
      leave(new Turn(peer, request));
    } finally {
      lock.unlock();
    }
  }

  private void leave(Turn turn) {
    if (turns.remove(turn).isOver) {
      ofRequest.merge(turn.request, -1, Fetches::sum);
      ofPeer.merge(turn.peer, -1, Fetches::sum);
    }
    if (turns.keySet().stream().noneMatch(it -> it.request.equals(turn.request))) {
      tried.remove(turn.request);
    }
    admit();
  }

  private static Integer sum(int before, int change) {
    return before + change == 0 ? null : before + change;
  }

  /** First those who have not been tried yet. */
  private void admit() {
    for (boolean again : List.of(false, true)) {
      turns.forEach(
          (turn, waiting) -> {
            if (!waiting.isOver && hasBeenTried(turn) == again && hasRoomFor(turn)) {
              ofRequest.merge(turn.request, 1, Integer::sum);
              ofPeer.merge(turn.peer, 1, Integer::sum);
              waiting.isOver = true;
              waiting.over.signal();
            }
          });
    }
  }

  private boolean hasBeenTried(Turn turn) {
    return tried.getOrDefault(turn.request, Set.of()).contains(turn.peer);
  }

  private boolean hasRoomFor(Turn turn) {
    return ofRequest.getOrDefault(turn.request, 0) < OF_REQUEST
        && ofPeer.getOrDefault(turn.peer, 0) < OF_PEER;
  }
}
