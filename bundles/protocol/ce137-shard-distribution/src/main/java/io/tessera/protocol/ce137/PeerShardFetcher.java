package io.tessera.protocol.ce137;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.erasure.Justification;
import io.tessera.lib.erasure.ShardProof;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import io.tessera.work.Coding;
import io.tessera.work.ExactMessage;
import io.tessera.work.ProvedShards;
import io.tessera.work.ShardFetcher;
import io.tessera.work.ShardRequest;
import io.tessera.work.event.AvailabilityEvents.ShardsRequested;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks a guarantor for shards, and proves what comes before anybody sees it. */
@Component(service = ShardFetcher.class)
public final class PeerShardFetcher implements ShardFetcher {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final Streams streams;
  private final Workers workers;
  private final Coding coding;

  /** Asks through the streams given. */
  @Activate
  public PeerShardFetcher(
      @Reference Chain chain, @Reference Streams streams, @Reference Workers workers) {
    this.streams = streams;
    this.workers = workers;
    coding = Coding.of(chain.parameters());
  }

  @Override
  public ProvedShards fetch(PeerId guarantor, PackageSpec spec, int shard) throws StreamException {
    if (!coding.fits(spec)) {
      throw new StreamException(Fault.REFUSED, "no package is as large as " + spec.length());
    }
    try (PeerStream stream = streams.open(guarantor, ShardDistributionProtocol.KIND, TIMEOUT)) {
      ShardRequest request = new ShardRequest(spec.erasureRoot(), shard);
      stream.tell(new ShardsRequested(request));
      stream.finish(ShardRequest.CODEC, request);
      Bytes bundleShard = ExactMessage.read(stream, coding.bundleShardSize(spec));
      Bytes segmentShards = ExactMessage.read(stream, coding.segmentShardsSize(spec));
      Justification justification = stream.read(Justification.codec(0), coding.mostJustification());
      stream.readFin();
      ProvedShards shards = new ProvedShards(bundleShard, segmentShards, justification);
      workers.compute(() -> prove(spec, shard, shards));
      return shards;
    } catch (InvalidProofException lie) {
      throw new StreamException(Fault.MISBEHAVED, "shards: " + lie.getMessage(), lie);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while shards were proved", e);
    }
  }

  private Void prove(PackageSpec spec, int shard, ProvedShards shards)
      throws InvalidProofException {
    new ShardProof(spec.erasureRoot(), coding.code().validators(), shard)
        .verify(
            shards.bundleShard(),
            shards.segmentShards(),
            coding.code().segmentShardSize(),
            shards.justification());
    return null;
  }
}
