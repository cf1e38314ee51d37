package io.tessera.operator.telemetry;

import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.event.BlockEvents.BlockTransferred;
import io.tessera.chain.event.BlockEvents.BlocksRequested;
import io.tessera.chain.event.PreimageEvents.PreimageRequested;
import io.tessera.chain.event.PreimageEvents.PreimageTransferred;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.event.StreamFact;
import io.tessera.work.ShardRequest;
import io.tessera.work.event.AvailabilityEvents.BundleRequested;
import io.tessera.work.event.AvailabilityEvents.SegmentShardsRequested;
import io.tessera.work.event.AvailabilityEvents.SegmentsRequested;
import io.tessera.work.event.AvailabilityEvents.ShardsRequested;
import java.util.Optional;

/**
 * A request, from either side. Of one that this node makes nothing is told before it is known what
 * it asks for; nothing at all where JIP-3 wants a reference that this node has not, as for
 * segments.
 */
final class RequestStory implements Story {
  private static final long NONE = -1;

  private final Recorder recorder;
  private final Request request;
  private final PeerId peer;
  private final boolean asks;
  private long begun = NONE;

  RequestStory(Recorder recorder, Request request, PeerStream stream) {
    this.recorder = recorder;
    this.request = request;
    peer = stream.peer().id();
    asks = stream.initiator();
    if (!asks) {
      begun = recorder.record(request.receiving(peer));
    }
  }

  @Override
  public void told(StreamFact fact) {
    if (fact instanceof BlockTransferred block) {
      transferred(block);
    } else if (fact instanceof PreimageTransferred preimage) {
      record(begun, new RequestMessages.PreimageTransferred(begun, preimage.length()));
    } else if (asks) {
      sending(fact).ifPresent(event -> begun = recorder.record(event));
    } else {
      received(fact).ifPresent(recorder::record);
    }
  }

  private void record(long reference, Message event) {
    if (reference != NONE) {
      recorder.record(event);
    }
  }

  private void transferred(BlockTransferred fact) {
    if (begun != NONE) {
      EncodedBlock block = fact.block().get();
      recorder.record(
          new RequestMessages.BlockTransferred(
              begun, block.header().slot(), BlockOutline.of(block), fact.last()));
    }
  }

  private Optional<Message> sending(StreamFact fact) {
    return Optional.ofNullable(
        switch (fact) {
          case BlocksRequested it ->
              new RequestMessages.SendingBlockRequest(
                  peer, it.request().block(), isDescending(it.request()), it.request().maximum());
          case ShardsRequested it -> sendingShards(it.request());
          case BundleRequested it -> new RequestMessages.SendingBundleRequest(peer);
          case PreimageRequested it -> new RequestMessages.SendingPreimageRequest(peer, it.hash());
          default -> null;
        });
  }

  private Message sendingShards(ShardRequest asked) {
    return request == Request.SHARD
        ? new RequestMessages.SendingShardRequest(peer, asked.erasureRoot(), asked.shard())
        : new RequestMessages.SendingBundleShardRequest(peer, asked.shard());
  }

  private Optional<Message> received(StreamFact fact) {
    return Optional.ofNullable(
        switch (fact) {
          case BlocksRequested it ->
              new RequestMessages.BlockRequestReceived(
                  begun, it.request().block(), isDescending(it.request()), it.request().maximum());
          case ShardsRequested it -> shards(it.request());
          case BundleRequested it ->
              new RequestMessages.BundleRequestReceived(begun, it.erasureRoot());
          case SegmentShardsRequested it ->
              new RequestMessages.SegmentShardRequestReceived(begun, it.count());
          case SegmentsRequested it ->
              new RequestMessages.SegmentRequestReceived(begun, it.count());
          case PreimageRequested it ->
              new RequestMessages.PreimageRequestReceived(begun, it.hash());
          default -> null;
        });
  }

  private Message shards(ShardRequest asked) {
    return request == Request.SHARD
        ? new RequestMessages.ShardRequestReceived(begun, asked.erasureRoot(), asked.shard())
        : new RequestMessages.BundleShardRequestReceived(begun, asked.erasureRoot(), asked.shard());
  }

  private static boolean isDescending(BlockRequest request) {
    return request.direction() == Direction.DESCENDING;
  }

  @Override
  public void sent() {
    if (asks) {
      record(begun, new Request.Sent(request, begun));
    }
  }

  @Override
  public void ended(Optional<Fault> fault, String reason) {
    if (fault.isPresent()) {
      record(begun, new Request.Failed(request, begun, reason));
    } else if (!request.tellsTransfer()) {
      record(begun, new Request.Transferred(request, begun));
    }
  }
}
