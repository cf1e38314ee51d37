package io.tessera.operator.telemetry;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ids of events that others may refer to, by the very object, for as long as the node itself
 * still knows that object. Safe from any thread.
 */
final class EventIds {
  private final Map<Key, Long> ids = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /** An object by its identity. */
  private static final class Key extends WeakReference<Object> {
    private final int hash;

    private Key(Object object, ReferenceQueue<Object> gone) {
      super(object, gone);
      hash = System.identityHashCode(object);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      Object object = get();
      return object != null && other instanceof Key key && key.refersTo(object);
    }
  }

  /** Remembers an event's id. */
  void put(Object event, long id) {
    forgetGone();
    ids.put(new Key(event, gone), id);
  }

  /** The id of an event; empty when it happened before anybody listened. */
  OptionalLong of(Object event) {
    Long id = ids.get(new Key(event, null));
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }

  private void forgetGone() {
    for (Object key = gone.poll(); key != null; key = gone.poll()) {
      ids.remove(key);
    }
  }

  int size() {
    forgetGone();
    return ids.size();
  }
}
