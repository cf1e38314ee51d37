package io.tessera.core.streams;

import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.NodeEventListener;
import io.tessera.net.event.NodeEvents;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells each listener in turn, on the thread that tells. Safe from any thread. */
public final class EventHub implements NodeEvents {
  private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

  private final List<Told> listeners = new CopyOnWriteArrayList<>();

  /**
   * One who listens.
   *
   * @param failed whether it has thrown already: what it does wrong it does often
   */
  private record Told(NodeEventListener listener, AtomicBoolean failed) {}

  /** From now on it is told. */
  public void add(NodeEventListener listener) {
    listeners.add(new Told(listener, new AtomicBoolean()));
  }

  /** It is told no more, but of what is being told just now. */
  @SuppressWarnings("ReferenceEquality") // a service is an object, whatever its equals() says
  public void remove(NodeEventListener listener) {
    listeners.removeIf(each -> each.listener == listener);
  }

  @Override
  public boolean heard() {
    return !listeners.isEmpty();
  }

  @Override
  public void tell(NodeEvent event) {
    for (Told each : listeners) {
      try {
        each.listener.happened(event);
      } catch (RuntimeException failure) { // the edge: what it does must not hurt who tells
        if (each.failed.compareAndSet(false, true)) {
          LOG.error(
              "{} failed on {}; further failures of it are not told",
              each.listener.getClass().getName(),
              event.getClass().getSimpleName(),
              failure);
        }
      }
    }
  }
}
