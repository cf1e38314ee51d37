package io.tessera.protocol.ce139;

import io.tessera.chain.Chain;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.net.Workers;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.Coding;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** CE 139: gives guarantors the segment shards that this node assures. */
@Component(service = {StreamProtocol.class, TopologyListener.class})
@StreamKind(SegmentShardProtocol.KIND)
public final class SegmentShardProtocol implements StreamProtocol, TopologyListener {
  static final int KIND = 139;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A request may be for several thousand shards. */
  private static final int STREAMS_OF_A_PEER = 4;

  private final SegmentShardServer server;
  private volatile Topology topology = Topology.EMPTY;

  /** Serves from a store. */
  @Activate
  public SegmentShardProtocol(
      @Reference Chain chain, @Reference AvailabilityStore store, @Reference Workers workers) {
    server = new SegmentShardServer(Coding.of(chain.parameters()), store, workers);
  }

  @Override
  public String name() {
    return "CE 139 segment shard request";
  }

  @Override
  public Limits limits() {
    return new Limits(server.largestRequest(), TIMEOUT, STREAMS_OF_A_PEER);
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    if (!topology.isValidator(stream.peer().id())) {
      throw new StreamException(Fault.REFUSED, "guarantors are validators");
    }
    List<SegmentShardEntry> entries = server.read(stream);
    server.sendShards(stream, entries);
    stream.finish();
  }
}
