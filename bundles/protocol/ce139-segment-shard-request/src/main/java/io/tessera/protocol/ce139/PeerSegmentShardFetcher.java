package io.tessera.protocol.ce139;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
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
import io.tessera.work.SegmentShardFetcher;
import io.tessera.work.ShardRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks an assurer for segment shards, with CE 139, or with CE 140 and proves each. */
@Component(service = SegmentShardFetcher.class)
public final class PeerSegmentShardFetcher implements SegmentShardFetcher {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Streams streams;
  private final Workers workers;
  private final Coding coding;

  /** Asks through the streams given. */
  @Activate
  public PeerSegmentShardFetcher(
      @Reference Chain chain, @Reference Streams streams, @Reference Workers workers) {
    this.streams = streams;
    this.workers = workers;
    coding = Coding.of(chain.parameters());
  }

  @Override
  public List<Bytes> fetch(PeerId assurer, List<Wanted> wanted) throws StreamException {
    int count = count(wanted);
    try (PeerStream stream = streams.open(assurer, SegmentShardProtocol.KIND, TIMEOUT)) {
      stream.write(request(wanted));
      stream.finish();
      List<Bytes> shards = readShards(stream, count);
      stream.readFin();
      return shards;
    }
  }

  @Override
  public List<Bytes> fetchProved(PeerId assurer, List<Wanted> wanted) throws StreamException {
    int count = count(wanted);
    try (PeerStream stream = streams.open(assurer, ProvedSegmentShardProtocol.KIND, TIMEOUT)) {
      stream.write(request(wanted));
      stream.finish();
      List<Bytes> shards = readShards(stream, count);
      Codec<Justification> codec = Justification.codec(coding.code().segmentShardSize());
      List<Justification> justifications = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        justifications.add(stream.read(codec, coding.mostSegmentJustification()));
      }
      stream.readFin();
      return workers.compute(() -> proved(wanted, shards, justifications));
    } catch (InvalidProofException lie) {
      throw new StreamException(Fault.MISBEHAVED, "segment shards: " + lie.getMessage(), lie);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while shards were proved", e);
    }
  }

  private int count(List<Wanted> wanted) {
    int count = wanted.stream().mapToInt(it -> it.segments().size()).sum();
    if (count == 0
        || count > 2 * coding.mostImports()
        || wanted.stream().anyMatch(it -> it.segments().isEmpty())) {
      throw new IllegalArgumentException(count + " segment shards in one request");
    }
    return count;
  }

  private Bytes request(List<Wanted> wanted) {
    JamWriter out = new JamWriter();
    for (Wanted it : wanted) {
      SegmentShardEntry.codec(it.segments().size())
          .encode(
              new SegmentShardEntry(
                  new ShardRequest(it.spec().erasureRoot(), it.shard()), it.segments()),
              out);
    }
    return Bytes.wrap(out.toByteArray());
  }

  private List<Bytes> readShards(PeerStream stream, int count) throws StreamException {
    int size = coding.code().segmentShardSize();
    Bytes all = ExactMessage.read(stream, count * size);
    List<Bytes> shards = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] shard = new byte[size];
      all.asByteBuffer().get(i * size, shard);
      shards.add(Bytes.wrap(shard));
    }
    return shards;
  }

  private List<Bytes> proved(
      List<Wanted> wanted, List<Bytes> shards, List<Justification> justifications)
      throws InvalidProofException {
    Iterator<Bytes> shard = shards.iterator();
    Iterator<Justification> justification = justifications.iterator();
    for (Wanted it : wanted) {
      int segments = coding.segments(it.spec());
      ShardProof proof =
          new ShardProof(it.spec().erasureRoot(), coding.code().validators(), it.shard());
      for (int segment : it.segments()) {
        proof.verifySegment(shard.next(), segment, segments, justification.next());
      }
    }
    return shards;
  }
}
