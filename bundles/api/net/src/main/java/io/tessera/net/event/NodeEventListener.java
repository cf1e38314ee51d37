package io.tessera.net.event;

/** Is told of all that happens in the node: register one as a service. */
@FunctionalInterface
public interface NodeEventListener {

  /**
   * Something has happened, just now. Called on the thread on which it did, which may be an event
   * loop, and by many at once: it must not block, call back into the node, or keep what the event
   * refers to for longer than it goes on.
   */
  void happened(NodeEvent event);
}
