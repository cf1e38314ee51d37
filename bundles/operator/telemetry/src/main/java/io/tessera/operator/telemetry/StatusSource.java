package io.tessera.operator.telemetry;

import io.tessera.chain.PreimagePool;
import io.tessera.chain.Sync;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.net.Peer;
import io.tessera.net.Peers;
import io.tessera.net.Streams;
import io.tessera.net.Topology;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.GuaranteePool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the status is put together from; each is asked for anew, and may not be there.
 *
 * @param cores C, the number of cores
 */
record StatusSource(
    int cores,
    Streams streams,
    Supplier<Topology> topology,
    Supplier<Optional<Peers>> peers,
    Supplier<Optional<Sync>> sync,
    Supplier<Optional<GuaranteePool>> guarantees,
    Supplier<Optional<AvailabilityStore>> availability,
    Supplier<Optional<PreimagePool>> preimages) {

  StatusMessages.Status status() {
    List<Peer> connected = peers.get().map(Peers::connected).orElse(List.of());
    Topology now = topology.get();
    AvailabilityStore.Shards shards =
        availability
            .get()
            .map(AvailabilityStore::shards)
            .orElse(new AvailabilityStore.Shards(0, 0));
    List<PreimagePool.Request> held = preimages.get().map(PreimagePool::held).orElse(List.of());
    return new StatusMessages.Status(
        connected.size(),
        (int) connected.stream().filter(peer -> now.isValidator(peer.id())).count(),
        announcing(),
        guaranteesByCore(),
        shards.count(),
        shards.bytes(),
        held.size(),
        held.stream().mapToLong(PreimagePool.Request::length).sum());
  }

  /** Open streams of UP 0: there is one a peer at most. */
  private int announcing() {
    return (int)
        streams.protocols().stream()
            .filter(protocol -> protocol.kind() == 0)
            .mapToLong(Streams.ProtocolInfo::active)
            .sum();
  }

  private List<Integer> guaranteesByCore() {
    List<Integer> counts = new ArrayList<>(Collections.nCopies(cores, 0));
    for (Guarantee guarantee : guarantees.get().map(GuaranteePool::held).orElse(List.of())) {
      int core = guarantee.report().coreIndex();
      counts.set(core, counts.get(core) + 1);
    }
    return counts;
  }

  /** Whether this node thinks that it has all that others have. */
  boolean isSynced() {
    return sync.get().filter(it -> it.status().state() == Sync.State.SYNCED).isPresent();
  }
}
