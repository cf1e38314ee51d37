package io.tessera.net.event;

/**
 * Takes what happens in the node to those who listen; a service of core/streams that is always
 * there, whether or not anybody listens. Safe from any thread, never blocks, never throws.
 */
@FunctionalInterface
public interface NodeEvents {

  /** Tells nobody. */
  NodeEvents NONE =
      new NodeEvents() {
        @Override
        public boolean heard() {
          return false;
        }

        @Override
        public void tell(NodeEvent event) {}
      };

  /** Whether anybody listens: to be asked before work is done for an event's sake. Cheap. */
  default boolean heard() {
    return true;
  }

  /** Tells all listeners. Not to be called while a lock is held. */
  void tell(NodeEvent event);
}
