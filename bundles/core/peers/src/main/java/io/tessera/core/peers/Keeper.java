package io.tessera.core.peers;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the book to the store and back, on a thread of its own: the disk may take its time. A
 * store that comes later gets what was learned before.
 */
final class Keeper {
  /** How long news may wait to be stored. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  private final EventThread thread;
  private final Book book;
  private final Runnable loaded;
  private PeerStore store;
  private boolean failing;

  /**
   * A keeper without a store.
   *
   * @param thread where the disk is read and written
   * @param loaded is run when the book has been read
   */
  Keeper(EventThread thread, Book book, Runnable loaded) {
    this.thread = thread;
    this.book = book;
    this.loaded = loaded;
  }

  /** A store has come: what is in it is known from now on. */
  void storeAdded(PeerStore added) {
    thread.execute(
        () -> {
          store = added;
          load();
          book.allChanged();
          thread.schedule(PERIOD, () -> flushLater(added));
        });
  }

  /** The same when a store goes. */
  void storeRemoved(PeerStore removed) {
    if (removed.equals(store)) {
      flush();
      store = null;
    }
  }

  /** Writes what is new for the last time; to be called on the keeper's thread. */
  void stop() {
    if (store != null) {
      flush();
      store = null;
    }
  }

  private void flushLater(PeerStore to) {
    if (to.equals(store)) {
      flush();
      thread.schedule(PERIOD, () -> flushLater(to));
    }
  }

  private void load() {
    try {
      Set<PeerId> corrupt = new HashSet<>();
      store.load(2 * Room.TOTAL).forEach((peer, entry) -> restore(peer, entry, corrupt));
      if (!corrupt.isEmpty()) {
        store.update(Map.of(), corrupt);
      }
    } catch (RuntimeException failure) { // whatever the store is, the node goes on without it
      LOG.error(
          "The peer book cannot be read, the node begins with those it is told of: {}",
          failure.getMessage());
    }
    loaded.run();
  }

  private void restore(PeerId peer, Bytes entry, Set<PeerId> corrupt) {
    try {
      book.restore(book.read(peer, entry));
    } catch (CodecException | IllegalArgumentException bad) {
      LOG.warn("Peer {} is dropped from the book: {}", peer.shortName(), bad.getMessage());
      corrupt.add(peer);
    }
  }

  /** Writes what is new. */
  private void flush() {
    Map<PeerId, Bytes> put = new HashMap<>();
    Set<PeerId> removed = new HashSet<>();
    try {
      for (Map.Entry<PeerId, Optional<Bytes>> change : book.changes().entrySet()) {
        change
            .getValue()
            .ifPresentOrElse(
                entry -> put.put(change.getKey(), entry), () -> removed.add(change.getKey()));
      }
      if (!put.isEmpty() || !removed.isEmpty()) {
        store.update(put, removed);
      }
      failing = false;
    } catch (RuntimeException failure) { // whatever the store, or an entry, is: it is tried again
      if (!failing) {
        LOG.error("The peer book cannot be written, it is tried again: {}", failure.getMessage());
      }
      failing = true;
      book.allChanged();
    }
  }
}
