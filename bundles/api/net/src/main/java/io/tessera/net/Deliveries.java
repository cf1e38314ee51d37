package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Items that are sent to peers, each on a stream of its own. A peer takes only so many streams of a
 * kind at once and refuses those above ({@link StreamProtocol.Limits#maxPerPeer()}), so that few go
 * to it at a time and the others wait for their turn. What a peer does not take now is sent again
 * after a second, two, four and so on, eight times in all; what it finds wrong is not. Safe from
 * any thread.
 *
 * <p>Each item ends once: when it was taken, given up, no longer wanted, when its peer has gone or
 * when too much waits for that. When the bundle stops, so does everything here.
 *
 * @param <T> what is sent
 */
public final class Deliveries<T> implements AutoCloseable {
  /** Items that wait for one peer at most. */
  static final int MOST = 4096;

  /** The last one comes two minutes after the first. */
  static final int TRIES = 8;

  /** How long a peer is left alone that has not taken something; doubled for the item itself. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String name;
  private final int atOnce;
  private final Workers workers;
  private final Carrier<T> carrier;
  private final Map<PeerId, Lane<T>> lanes = new HashMap<>();
  private boolean closed;

  /**
   * How items are sent, and what becomes of them: implemented by whoever has some.
   *
   * @param <T> what is sent
   */
  public interface Carrier<T> {

    /** Sends an item and waits until the peer has taken it; on a virtual thread. */
    void send(PeerId peer, T item) throws StreamException;

    /** Whether an item that has had to wait is still to be sent; on a virtual thread. */
    boolean isWanted(PeerId peer, T item) throws InterruptedException;

    /** It was not taken this time. */
    default void failed(PeerId peer, T item, StreamException why) {}

    /** It has been taken, or will not be sent again. Must be quick; any thread. */
    void ended(PeerId peer, T item, boolean taken);
  }

  /** An item on its way. */
  private static final class Parcel<T> {
    private final T item;
    private boolean hasWaited;
    private int failures;

    private Parcel(T item) {
      this.item = item;
    }
  }

  /** What goes to one peer; guarded by the owner. */
  private static final class Lane<T> {
    private final PeerId peer;

    /** All that have not ended. */
    private final Set<Parcel<T>> open = new HashSet<>();

    private final Deque<Parcel<T>> waiting = new ArrayDeque<>();
    private int sending;
    private boolean resting;

    private Lane(PeerId peer) {
      this.peer = peer;
    }
  }

  /**
   * Nothing to send yet.
   *
   * @param name what is sent, for the names of threads
   * @param atOnce items on their way to a peer at most. Half of what it takes is right: it may free
   *     a place a little after its FIN
   * @param carrier sends them
   */
  public Deliveries(String name, int atOnce, Workers workers, Carrier<T> carrier) {
    this.name = name;
    this.atOnce = atOnce;
    this.workers = workers;
    this.carrier = carrier;
  }

  /** Sends an item, now or when it is its turn. Who has been told what is the caller's matter. */
  public void add(PeerId peer, T item) {
    Lane<T> lane = enter(peer, new Parcel<>(item));
    if (lane == null) {
      carrier.ended(peer, item, false);
    } else {
      begin(lane);
    }
  }

  /** Null when there is no room. */
  private synchronized Lane<T> enter(PeerId peer, Parcel<T> parcel) {
    if (closed) {
      return null;
    }
    Lane<T> lane = lanes.computeIfAbsent(peer, Lane::new);
    if (lane.open.size() >= MOST) {
      return null;
    }
    parcel.hasWaited = lane.resting || lane.sending + lane.waiting.size() >= atOnce;
    lane.open.add(parcel);
    lane.waiting.add(parcel);
    return lane;
  }

  /** The peer has gone: nothing that waits goes to it any more, if it comes back or not. */
  public void drop(PeerId peer) {
    for (Parcel<T> parcel : leave(peer)) {
      carrier.ended(peer, parcel.item, false);
    }
  }

  private synchronized List<Parcel<T>> leave(PeerId peer) {
    Lane<T> lane = lanes.remove(peer);
    if (lane == null) {
      return List.of();
    }
    List<Parcel<T>> left = List.copyOf(lane.open);
    lane.open.clear();
    lane.waiting.clear();
    return left;
  }

  /** Sends nothing any more, of which nobody is told. */
  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(lanes.keySet()).forEach(this::leave);
  }

  private void begin(Lane<T> lane) {
    for (Parcel<T> next = next(lane); next != null; next = next(lane)) {
      Parcel<T> parcel = next;
      var unused = workers.start(name + " to " + lane.peer.shortName(), () -> carry(lane, parcel));
    }
  }

  /** Null when nothing may go now. */
  private synchronized Parcel<T> next(Lane<T> lane) {
    if (lane.resting || lane.sending >= atOnce || lane.waiting.isEmpty()) {
      return null;
    }
    lane.sending++;
    return lane.waiting.poll();
  }

  private void carry(Lane<T> lane, Parcel<T> parcel) throws InterruptedException {
    boolean taken = false;
    boolean again = false;
    try {
      if (!parcel.hasWaited || carrier.isWanted(lane.peer, parcel.item)) {
        carrier.send(lane.peer, parcel.item);
        taken = true;
      }
    } catch (StreamException e) {
      carrier.failed(lane.peer, parcel.item, e);
      again = isWorthAnotherTry(e);
    } finally {
      arrive(lane, parcel, taken, again);
    }
  }

  /** Not when the peer has gone or this side stops, nor to say again what the peer finds wrong. */
  private static boolean isWorthAnotherTry(StreamException e) {
    return switch (e.fault()) {
      case RESET ->
          e.resetCode() != Fault.MALFORMED.code() && e.resetCode() != Fault.MISBEHAVED.code();
      case REFUSED, UNAVAILABLE, TIMEOUT -> true;
      default -> false;
    };
  }

  private void arrive(Lane<T> lane, Parcel<T> parcel, boolean taken, boolean again) {
    if (again) {
      rest(lane);
    }
    if (again && ++parcel.failures < TRIES) {
      Duration pause = PAUSE.multipliedBy(1L << (parcel.failures - 1));
      later(lane, pause, () -> lineUp(lane, parcel));
    } else {
      end(lane, parcel, taken);
    }
    synchronized (this) {
      lane.sending--;
    }
    begin(lane);
  }

  /** Who refuses one thing is likely to refuse the next. */
  private void rest(Lane<T> lane) {
    synchronized (this) {
      if (lane.resting) {
        return;
      }
      lane.resting = true;
    }
    later(lane, PAUSE, () -> wake(lane));
  }

  private void later(Lane<T> lane, Duration pause, Runnable change) {
    var unused =
        workers.startLater(
            "pause of " + name,
            pause,
            () -> {
              change.run();
              begin(lane);
            });
  }

  private synchronized void lineUp(Lane<T> lane, Parcel<T> parcel) {
    if (lane.open.contains(parcel)) {
      parcel.hasWaited = true;
      lane.waiting.add(parcel);
    }
  }

  private synchronized void wake(Lane<T> lane) {
    lane.resting = false;
    forget(lane);
  }

  private void end(Lane<T> lane, Parcel<T> parcel, boolean taken) {
    boolean wasOpen;
    synchronized (this) {
      wasOpen = lane.open.remove(parcel);
      forget(lane);
    }
    if (wasOpen) {
      carrier.ended(lane.peer, parcel.item, taken);
    }
  }

  /** A peer for which there is nothing takes no memory. */
  private void forget(Lane<T> lane) {
    if (lane.open.isEmpty() && !lane.resting) {
      lanes.remove(lane.peer, lane);
    }
  }
}
