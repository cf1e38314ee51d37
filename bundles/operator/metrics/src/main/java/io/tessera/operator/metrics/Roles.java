package io.tessera.operator.metrics;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;

/** Who is a validator, by the topology of this moment. */
final class Roles implements TopologyListener {
  private volatile Topology topology = Topology.EMPTY;

  /** What a peer is to this node. */
  enum Role {
    /** A validator of the previous, current or next epoch. */
    VALIDATOR,
    /** It asked for a builder's slot. */
    BUILDER,
    /** Neither. */
    NODE
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
  }

  Topology topology() {
    return topology;
  }

  Role of(Peer peer) {
    return of(peer.id(), peer.builder());
  }

  Role of(PeerId peer, boolean builder) {
    if (topology.isValidator(peer)) {
      return Role.VALIDATOR;
    }
    return builder ? Role.BUILDER : Role.NODE;
  }
}
