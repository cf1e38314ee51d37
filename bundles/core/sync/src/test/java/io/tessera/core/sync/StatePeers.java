package io.tessera.core.sync;

import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateRequest;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.lib.merkle.StateProof;
import io.tessera.lib.merkle.StateRange;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Peers that answer as a test says; what they send is really proved before it is believed. */
final class StatePeers {

  /** What a peer does with a request. */
  interface Answer {
    StateRange to(StateRequest request) throws StreamException;
  }

  final Map<PeerId, Answer> answers = new LinkedHashMap<>();
  final List<PeerId> misbehaved = new ArrayList<>();
  final List<PeerId> asked = new ArrayList<>();
  final Peers connected =
      proxy(Peers.class, arguments -> answers.keySet().stream().map(StatePeers::peer).toList());
  final PeerStanding standing =
      proxy(PeerStanding.class, arguments -> misbehaved.add((PeerId) arguments[0]));
  private final Hash block;
  private final StateTrie state;

  /**
   * Peers that have one state.
   *
   * @param block the block that it is after
   */
  StatePeers(Hash block, StateTrie state) {
    this.block = block;
    this.state = state;
  }

  private static Peer peer(PeerId id) {
    return proxy(Peer.class, arguments -> id);
  }

  /** An object of which all methods do the same. */
  interface Body {
    Object run(Object[] arguments);
  }

  static <T> T proxy(Class<T> type, Body body) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object result = body.run(arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }

  /** As the plugin of CE 129 does: nothing comes out that is not proved. */
  ProvedItems fetch(PeerId peer, StateRequest request, Hash root) throws StreamException {
    asked.add(peer);
    StateRange range = answers.get(peer).to(request);
    try {
      Optional<StateKey> next =
          StateProof.verifyRange(root, request.start(), range.items(), range.boundary());
      return new ProvedItems(range.items(), next.filter(key -> key.compareTo(request.end()) <= 0));
    } catch (InvalidProofException e) {
      throw new StreamException(Fault.MISBEHAVED, e.getMessage(), e);
    }
  }

  StateRange honest(StateRequest request) throws StreamException {
    return honest(request, request.maximumSize());
  }

  /** What the state has, in answers of a size. */
  StateRange honest(StateRequest request, long size) throws StreamException {
    if (!request.block().equals(block)) {
      throw StreamException.reset(2);
    }
    return StateRange.of(state, request.start(), request.end(), size);
  }
}
