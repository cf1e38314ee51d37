package io.tessera.protocol.ce139;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.erasure.Justification;
import io.tessera.lib.erasure.SegmentShards;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.MessageWriter;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.Coding;
import io.tessera.work.ShardRequest;
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredShards;
import io.tessera.work.event.AvailabilityEvents.SegmentShardsRequested;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What serves both kinds. Safe from any thread. */
final class SegmentShardServer {
  private final AvailabilityStore store;
  private final Workers workers;
  private final int shardSize;
  private final int most;

  SegmentShardServer(Coding coding, AvailabilityStore store, Workers workers) {
    this.store = store;
    this.workers = workers;
    shardSize = coding.code().segmentShardSize();
    most = 2 * coding.mostImports();
  }

  /** Bytes of a request for 2 W_M segments, each of another package. */
  int largestRequest() {
    return most * SegmentShardEntry.mostSize(1);
  }

  /** Reads a request of 1 to 2 W_M segments, entry by entry, and no further than that. */
  List<SegmentShardEntry> read(PeerStream stream) throws StreamException {
    MessageReader message = stream.beginRead(largestRequest());
    List<SegmentShardEntry> entries = new ArrayList<>();
    int left = most;
    while (message.hasNext()) {
      Codec<SegmentShardEntry> codec = SegmentShardEntry.codec(left);
      SegmentShardEntry entry = message.next(codec, SegmentShardEntry.mostSize(left));
      entries.add(entry);
      left -= entry.segments().size();
    }
    stream.tell(new SegmentShardsRequested(most - left));
    stream.readFin();
    if (entries.isEmpty()) {
      throw new StreamException(Fault.MALFORMED, "nothing is asked for");
    }
    return entries;
  }

  /** Sends the shards in the order asked, once it is sure that all are here. */
  void sendShards(PeerStream stream, List<SegmentShardEntry> entries) throws StreamException {
    long count = entries.stream().mapToLong(entry -> entry.segments().size()).sum();
    for (List<SegmentShardEntry> same : byPackage(entries)) {
      try (StoredShards found = find(same.getFirst())) {
        for (SegmentShardEntry entry : same) {
          check(entry, found);
        }
      }
    }
    try (MessageWriter out = stream.beginWrite(count * shardSize)) {
      for (SegmentShardEntry entry : entries) {
        try (StoredShards found = find(entry)) {
          write(out, entry, found.blob());
        }
      }
    }
  }

  /** A file is looked into once, however many entries name its package. */
  private static Collection<List<SegmentShardEntry>> byPackage(List<SegmentShardEntry> entries) {
    Map<ShardRequest, List<SegmentShardEntry>> all = new LinkedHashMap<>();
    for (SegmentShardEntry entry : entries) {
      all.computeIfAbsent(entry.shards(), it -> new ArrayList<>()).add(entry);
    }
    return all.values();
  }

  private void check(SegmentShardEntry entry, StoredShards found) throws StreamException {
    long segments = found.blob().size() / shardSize;
    for (int segment : entry.segments()) {
      if (segment >= segments) {
        throw new StreamException(
            Fault.UNAVAILABLE, "no segment " + segment + ", but " + segments + " of them");
      }
    }
  }

  private void write(MessageWriter out, SegmentShardEntry entry, StoredBlob blob)
      throws StreamException {
    int together = Math.max(1, StoredBlob.PIECE / shardSize);
    List<Integer> segments = entry.segments();
    for (int from = 0; from < segments.size(); from += together) {
      List<Integer> some = segments.subList(from, Math.min(from + together, segments.size()));
      for (Bytes shard : StoredBlob.onDisk(workers, () -> read(blob, some))) {
        out.write(shard);
      }
    }
  }

  private List<Bytes> read(StoredBlob blob, List<Integer> segments) throws IOException {
    List<Bytes> shards = new ArrayList<>(segments.size());
    for (int segment : segments) {
      shards.add(blob.read((long) segment * shardSize, shardSize));
    }
    return shards;
  }

  /**
   * Sends a justification for each shard, in the same order. The tree of a package is made once,
   * however many entries name it.
   */
  void sendJustifications(PeerStream stream, List<SegmentShardEntry> entries)
      throws StreamException {
    List<Justification[]> answers = new ArrayList<>();
    Map<ShardRequest, List<Integer>> byPackage = new LinkedHashMap<>();
    for (SegmentShardEntry entry : entries) {
      byPackage.computeIfAbsent(entry.shards(), it -> new ArrayList<>()).add(answers.size());
      answers.add(new Justification[entry.segments().size()]);
    }
    for (List<Integer> same : byPackage.values()) {
      SegmentShardEntry first = entries.get(same.getFirst());
      try (StoredShards found = find(first)) {
        SegmentShards tree = StoredBlob.onDisk(workers, () -> tree(found.blob()));
        for (int index : same) {
          answer(entries.get(index), found, tree, answers.get(index));
        }
      }
    }
    Codec<Justification> codec = Justification.codec(shardSize);
    for (Justification[] justifications : answers) {
      for (Justification justification : justifications) {
        stream.write(codec, justification);
      }
    }
  }

  private SegmentShards tree(StoredBlob blob) throws IOException {
    return new SegmentShards(blob.read(0, Math.toIntExact(blob.size())), shardSize);
  }

  private static void answer(
      SegmentShardEntry entry, StoredShards found, SegmentShards tree, Justification[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = tree.justification(found.justification(), found.sibling(), entry.segments().get(i));
    }
  }

  private StoredShards find(SegmentShardEntry entry) throws StreamException {
    ShardRequest shards = entry.shards();
    return StoredBlob.onDisk(
            workers, () -> store.findSegmentShards(shards.erasureRoot(), shards.shard()))
        .orElseThrow(
            () ->
                new StreamException(
                    Fault.UNAVAILABLE,
                    "no shards " + shards.shard() + " of " + shards.erasureRoot().toShortHex()));
  }
}
