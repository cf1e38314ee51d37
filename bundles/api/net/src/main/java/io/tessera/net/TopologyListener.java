package io.tessera.net;

/**
 * Is told when the validator sets that connectivity follows have changed: register one as a
 * service; it gets the current value at once.
 */
public interface TopologyListener {

  /** The sets from now on. Must be quick; any thread. */
  void topologyChanged(Topology topology);
}
