package io.tessera.core.availability;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.erasure.PagedProofs;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.Coding;
import io.tessera.work.InvalidErasureRootException;
import io.tessera.work.ProvedSegment;
import io.tessera.work.SegmentFetcher;
import io.tessera.work.SegmentRecovery;
import io.tessera.work.SegmentShardFetcher;
import io.tessera.work.SegmentShardFetcher.Wanted;
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredExports;
import io.tessera.work.StoredShards;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CE 148, then CE 139, then CE 140. Safe from any thread. */
final class SegmentRecoverer implements SegmentRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentRecoverer.class);

  /** After that assurers are asked: 3,072 segments have 12.6 MB. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private final Coding coding;
  private final AvailabilityStore store;
  private final PeerId self;
  private final Gatherer gatherer;
  private final Race race;
  private final Workers workers;
  private final Supplier<Optional<SegmentFetcher>> segmentFetcher;
  private final Supplier<Optional<SegmentShardFetcher>> shardFetcher;

  SegmentRecoverer(
      Coding coding,
      AvailabilityStore store,
      PeerId self,
      Gatherer gatherer,
      Race race,
      Workers workers,
      Supplier<Optional<SegmentFetcher>> segmentFetcher,
      Supplier<Optional<SegmentShardFetcher>> shardFetcher) {
    this.coding = coding;
    this.store = store;
    this.self = self;
    this.gatherer = gatherer;
    this.race = race;
    this.workers = workers;
    this.segmentFetcher = segmentFetcher;
    this.shardFetcher = shardFetcher;
  }

  @Override
  public List<ProvedSegment> recover(
      PackageSpec spec,
      int core,
      List<Integer> segments,
      List<PeerId> guarantors,
      List<PeerId> assurers)
      throws StreamException, InvalidErasureRootException, InterruptedException {
    if (!coding.fits(spec)) {
      throw new InvalidErasureRootException("no package is as large as the report says", null);
    }
    for (int segment : segments) {
      Objects.checkIndex(segment, spec.exportsCount());
    }
    if (segments.isEmpty()) {
      return List.of();
    }
    Optional<List<ProvedSegment>> whole = StoredBlob.onDisk(workers, () -> own(spec, segments));
    if (whole.isEmpty()) {
      whole = fromGuarantors(spec, segments, guarantors);
    }
    return whole.isPresent() ? whole.get() : fromShards(spec, core, segments, assurers);
  }

  private Optional<List<ProvedSegment>> own(PackageSpec spec, List<Integer> segments)
      throws IOException {
    try (StoredExports mine = store.findExports(spec.exportsRoot()).orElse(null)) {
      if (mine == null || mine.count() != spec.exportsCount()) {
        return Optional.empty();
      }
      Map<Integer, Bytes> parts = new HashMap<>();
      for (int index : withProofs(spec, segments)) {
        int page = index - spec.exportsCount();
        parts.put(index, page < 0 ? mine.segment(index) : mine.proof(page));
      }
      SegmentProver prover = new SegmentProver(spec, parts);
      return prover.wrong(segments).isEmpty()
          ? Optional.of(prover.proved(segments))
          : Optional.empty();
    }
  }

  private Optional<List<ProvedSegment>> fromGuarantors(
      PackageSpec spec, List<Integer> segments, List<PeerId> guarantors)
      throws InterruptedException {
    List<SegmentFetcher.Wanted> wanted =
        List.of(new SegmentFetcher.Wanted(spec.exportsRoot(), segments));
    List<Race.Call<List<ProvedSegment>>> calls =
        guarantors.stream()
            .filter(guarantor -> !guarantor.equals(self))
            .map(guarantor -> new Race.Call<>(guarantor, () -> ask(guarantor, wanted)))
            .toList();
    return race.first(calls, LIMIT);
  }

  private List<ProvedSegment> ask(PeerId guarantor, List<SegmentFetcher.Wanted> wanted)
      throws StreamException {
    return segmentFetcher
        .get()
        .orElseThrow(() -> new StreamException(Fault.UNAVAILABLE, "nobody asks guarantors"))
        .fetch(guarantor, wanted);
  }

  private List<ProvedSegment> fromShards(
      PackageSpec spec, int core, List<Integer> segments, List<PeerId> assurers)
      throws StreamException, InvalidErasureRootException, InterruptedException {
    SegmentShardFetcher fetcher =
        shardFetcher
            .get()
            .orElseThrow(() -> new StreamException(Fault.UNAVAILABLE, "nobody asks assurers"));
    Map<Integer, Bytes> parts =
        gather(spec, core, withProofs(spec, segments), assurers, fetcher::fetch);
    List<Integer> wrong = workers.compute(() -> new SegmentProver(spec, parts).wrong(segments));
    if (!wrong.isEmpty()) {
      LOG.debug("{} segments do not fit their proofs: each shard is to be proved", wrong.size());
      parts.putAll(gather(spec, core, withProofs(spec, wrong), assurers, fetcher::fetchProved));
      List<Integer> still = workers.compute(() -> new SegmentProver(spec, parts).wrong(wrong));
      if (!still.isEmpty()) {
        throw new InvalidErasureRootException(
            "proved shards give " + still.size() + " segments that are not proved", null);
      }
    }
    return workers.compute(() -> new SegmentProver(spec, parts).proved(segments));
  }

  /** The segments without repetition, and those that prove them. */
  private static List<Integer> withProofs(PackageSpec spec, List<Integer> segments) {
    TreeSet<Integer> all = new TreeSet<>(segments);
    segments.forEach(it -> all.add(PagedProofs.indexOf(it, spec.exportsCount())));
    return List.copyOf(all);
  }

  /** One of the two kinds. */
  @FunctionalInterface
  private interface Kind {
    List<Bytes> fetch(PeerId assurer, List<Wanted> wanted) throws StreamException;
  }

  private Map<Integer, Bytes> gather(
      PackageSpec spec, int core, List<Integer> indices, List<PeerId> assurers, Kind kind)
      throws StreamException, InterruptedException, InvalidErasureRootException {
    Map<Integer, Bytes> found =
        gatherer.gather(
            core,
            assurers,
            ownShards(spec, core, indices, assurers),
            (assurer, shard) ->
                joined(kind.fetch(assurer, List.of(new Wanted(spec, shard, indices)))));
    return workers.compute(() -> SegmentProver.reconstruct(coding.code(), found, indices));
  }

  private static Bytes joined(List<Bytes> shards) {
    JamWriter all = new JamWriter();
    shards.forEach(all::bytes);
    return Bytes.wrap(all.toByteArray());
  }

  private Map<Integer, Bytes> ownShards(
      PackageSpec spec, int core, List<Integer> indices, List<PeerId> assurers)
      throws StreamException {
    int validator = assurers.indexOf(self);
    if (validator < 0) {
      return Map.of();
    }
    int shard = coding.code().shardOf(core, validator);
    return StoredBlob.onDisk(workers, () -> read(spec, shard, indices));
  }

  private Map<Integer, Bytes> read(PackageSpec spec, int shard, List<Integer> indices)
      throws IOException {
    int size = coding.code().segmentShardSize();
    try (StoredShards mine = store.findSegmentShards(spec.erasureRoot(), shard).orElse(null)) {
      if (mine == null || mine.blob().size() != coding.segmentShardsSize(spec)) {
        return Map.of();
      }
      List<Bytes> shards = new ArrayList<>();
      for (int index : indices) {
        shards.add(mine.blob().read((long) index * size, size));
      }
      return Map.of(shard, joined(shards));
    }
  }
}
