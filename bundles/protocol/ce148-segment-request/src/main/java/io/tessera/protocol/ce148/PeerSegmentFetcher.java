package io.tessera.protocol.ce148;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.PagedProofs;
import io.tessera.lib.merkle.ConstantDepthTree;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import io.tessera.work.Coding;
import io.tessera.work.ProvedSegment;
import io.tessera.work.SegmentFetcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks a guarantor for segments, and proves each before anybody sees it. */
@Component(service = SegmentFetcher.class)
public final class PeerSegmentFetcher implements SegmentFetcher {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Codec<Bytes> SEGMENT =
      Codec.of(
          "segment",
          in -> Bytes.wrap(in.bytes(ErasureCode.SEGMENT_SIZE)),
          (segment, out) -> out.bytes(segment));

  private final Streams streams;
  private final Workers workers;
  private final int most;
  private final int depth;

  /** Asks through the streams given. */
  @Activate
  public PeerSegmentFetcher(
      @Reference Chain chain, @Reference Streams streams, @Reference Workers workers) {
    this.streams = streams;
    this.workers = workers;
    Coding coding = Coding.of(chain.parameters());
    most = coding.mostImports();
    depth = ConstantDepthTree.depth(coding.mostExports());
  }

  @Override
  public List<ProvedSegment> fetch(PeerId guarantor, List<Wanted> wanted) throws StreamException {
    int count = count(wanted);
    try (PeerStream stream = streams.open(guarantor, SegmentRequestProtocol.KIND, TIMEOUT)) {
      stream.write(request(wanted));
      stream.finish();
      List<ProvedSegment> segments = read(stream, count);
      stream.readFin();
      return workers.compute(() -> proved(wanted, segments));
    } catch (InvalidProofException lie) {
      throw new StreamException(Fault.MISBEHAVED, "segments: " + lie.getMessage(), lie);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while segments were proved", e);
    }
  }

  private int count(List<Wanted> wanted) {
    int count = wanted.stream().mapToInt(it -> it.segments().size()).sum();
    if (count == 0 || count > most || wanted.stream().anyMatch(it -> it.segments().isEmpty())) {
      throw new IllegalArgumentException(count + " segments in one request");
    }
    return count;
  }

  private static Bytes request(List<Wanted> wanted) {
    JamWriter out = new JamWriter();
    for (Wanted it : wanted) {
      SegmentEntry.codec(it.segments().size())
          .encode(new SegmentEntry(it.segmentsRoot(), it.segments()), out);
    }
    return Bytes.wrap(out.toByteArray());
  }

  private List<ProvedSegment> read(PeerStream stream, int count) throws StreamException {
    MessageReader message = stream.beginRead((long) count * ErasureCode.SEGMENT_SIZE);
    List<Bytes> segments = new ArrayList<>();
    while (message.hasNext()) {
      segments.add(message.next(SEGMENT, ErasureCode.SEGMENT_SIZE));
    }
    int longest = 1 + depth * Hash.SIZE;
    Codec<List<Hash>> codec = Codec.list("import proof", Hash.CODEC, Hash.SIZE, 0, depth);
    MessageReader proofs = stream.beginRead((long) count * longest);
    List<ProvedSegment> proved = new ArrayList<>();
    Iterator<Bytes> segment = segments.iterator();
    while (proofs.hasNext() && segment.hasNext()) {
      proved.add(new ProvedSegment(segment.next(), proofs.next(codec, longest)));
    }
    if (proved.size() != count || proofs.hasNext()) {
      throw new StreamException(
          Fault.MISBEHAVED, segments.size() + " segments instead of " + count + ", or proofs");
    }
    return proved;
  }

  private static List<ProvedSegment> proved(List<Wanted> wanted, List<ProvedSegment> segments)
      throws InvalidProofException {
    Iterator<ProvedSegment> next = segments.iterator();
    for (Wanted it : wanted) {
      for (int index : it.segments()) {
        ProvedSegment found = next.next();
        PagedProofs.verify(found.segment(), index, found.justification(), it.segmentsRoot());
      }
    }
    return segments;
  }
}
