package io.tessera.core.peers;

import io.tessera.net.PeerListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who are told of connections. Safe from any thread. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<PeerListener> listeners = new CopyOnWriteArrayList<>();

  void add(PeerListener listener) {
    listeners.add(listener);
  }

  void remove(PeerListener listener) {
    listeners.remove(listener);
  }

  /** A plugin's failure is its own: the others are told all the same. */
  void tell(Consumer<PeerListener> event) {
    for (PeerListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException failure) {
        LOG.error(
            "{} failed on a peer's event; the others are told",
            listener.getClass().getName(),
            failure);
      }
    }
  }
}
