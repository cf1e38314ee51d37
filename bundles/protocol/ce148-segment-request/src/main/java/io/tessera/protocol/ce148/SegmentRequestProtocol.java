package io.tessera.protocol.ce148;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.PagedProofs;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.lib.merkle.LeafPage;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.MessageWriter;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.net.Workers;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.Coding;
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredExports;
import io.tessera.work.event.AvailabilityEvents.SegmentsRequested;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gives guarantors and builders segments of what this node has guaranteed. */
@Component(service = {StreamProtocol.class, TopologyListener.class})
@StreamKind(SegmentRequestProtocol.KIND)
public final class SegmentRequestProtocol implements StreamProtocol, TopologyListener {
  static final int KIND = 148;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A request may be for several megabytes. */
  private static final int STREAMS_OF_A_PEER = 2;

  /** Segments read at a time. */
  private static final int TOGETHER = StoredBlob.PIECE / ErasureCode.SEGMENT_SIZE;

  private final AvailabilityStore store;
  private final Workers workers;
  private final int most;
  private volatile Topology topology = Topology.EMPTY;

  /** Serves from a store. */
  @Activate
  public SegmentRequestProtocol(
      @Reference Chain chain, @Reference AvailabilityStore store, @Reference Workers workers) {
    this.store = store;
    this.workers = workers;
    most = Coding.of(chain.parameters()).mostImports();
  }

  @Override
  public String name() {
    return "CE 148 segment request";
  }

  @Override
  public Limits limits() {
    return new Limits(most * SegmentEntry.mostSize(1), TIMEOUT, STREAMS_OF_A_PEER);
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    if (!topology.isValidator(stream.peer().id()) && !stream.peer().builder()) {
      throw new StreamException(Fault.REFUSED, "segments are for guarantors and builders");
    }
    List<SegmentEntry> entries = read(stream);
    Map<SegmentEntry, Bytes> proofs = proofs(entries);
    long count = entries.stream().mapToLong(entry -> entry.segments().size()).sum();
    try (MessageWriter out = stream.beginWrite(count * ErasureCode.SEGMENT_SIZE)) {
      for (SegmentEntry entry : entries) {
        try (StoredExports found = find(entry)) {
          write(out, entry.segments(), found);
        }
      }
    }
    JamWriter all = new JamWriter();
    entries.forEach(entry -> all.bytes(proofs.get(entry)));
    stream.write(Bytes.wrap(all.toByteArray()));
    stream.finish();
  }

  /** Reads a request of 1 to W_M segments, entry by entry, and no further than that. */
  private List<SegmentEntry> read(PeerStream stream) throws StreamException {
    MessageReader message = stream.beginRead(limits().maxMessage());
    List<SegmentEntry> entries = new ArrayList<>();
    int left = most;
    while (message.hasNext()) {
      Codec<SegmentEntry> codec = SegmentEntry.codec(left);
      SegmentEntry entry = message.next(codec, SegmentEntry.mostSize(left));
      entries.add(entry);
      left -= entry.segments().size();
    }
    stream.tell(new SegmentsRequested(most - left));
    stream.readFin();
    if (entries.isEmpty()) {
      throw new StreamException(Fault.MALFORMED, "nothing is asked for");
    }
    return entries;
  }

  private StoredExports find(SegmentEntry entry) throws StreamException {
    return StoredBlob.onDisk(workers, () -> store.findExports(entry.segmentsRoot()))
        .orElseThrow(
            () ->
                new StreamException(
                    Fault.UNAVAILABLE, "no segments of " + entry.segmentsRoot().toShortHex()));
  }

  /** Those of each entry: one package after the other, however many entries name it. */
  private Map<SegmentEntry, Bytes> proofs(List<SegmentEntry> entries) throws StreamException {
    Map<Hash, List<SegmentEntry>> byPackage = new LinkedHashMap<>();
    for (SegmentEntry entry : entries) {
      byPackage.computeIfAbsent(entry.segmentsRoot(), root -> new ArrayList<>()).add(entry);
    }
    Map<SegmentEntry, Bytes> proofs = new HashMap<>();
    for (List<SegmentEntry> same : byPackage.values()) {
      try (StoredExports found = find(same.getFirst())) {
        proofs.putAll(StoredBlob.onDisk(workers, () -> prove(same, found)));
      }
    }
    return proofs;
  }

  /** A page is read and hashed once, however many of its segments are asked for. */
  private static Map<SegmentEntry, Bytes> prove(List<SegmentEntry> same, StoredExports found)
      throws IOException {
    Map<Integer, LeafPage> pages = new HashMap<>();
    Map<SegmentEntry, Bytes> proofs = new HashMap<>();
    for (SegmentEntry entry : same) {
      proofs.put(entry, prove(entry, found, pages));
    }
    return proofs;
  }

  private static Bytes prove(SegmentEntry entry, StoredExports found, Map<Integer, LeafPage> pages)
      throws IOException {
    JamWriter proofs = new JamWriter();
    for (int segment : entry.segments()) {
      if (segment >= found.count()) {
        throw new IOException("no segment " + segment + ", but " + found.count() + " of them");
      }
      int index = segment / PagedProofs.PAGE;
      LeafPage page = pages.get(index);
      if (page == null) {
        page = page(entry.segmentsRoot(), index, found);
        pages.put(index, page);
      }
      proofs.list(Hash.CODEC, page.justification(segment % PagedProofs.PAGE));
    }
    return Bytes.wrap(proofs.toByteArray());
  }

  private static LeafPage page(Hash root, int index, StoredExports found) throws IOException {
    try {
      return PagedProofs.verify(found.proof(index), index, root, found.count());
    } catch (InvalidProofException damaged) {
      throw new IOException("a damaged file", damaged);
    }
  }

  private void write(MessageWriter out, List<Integer> segments, StoredExports found)
      throws StreamException {
    for (int from = 0; from < segments.size(); from += TOGETHER) {
      List<Integer> some = segments.subList(from, Math.min(from + TOGETHER, segments.size()));
      for (Bytes segment : StoredBlob.onDisk(workers, () -> read(some, found))) {
        out.write(segment);
      }
    }
  }

  private static List<Bytes> read(List<Integer> segments, StoredExports found) throws IOException {
    List<Bytes> all = new ArrayList<>(segments.size());
    for (int segment : segments) {
      all.add(found.segment(segment));
    }
    return all;
  }
}
