package io.tessera.core.availability;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.erasure.Shard;
import io.tessera.lib.erasure.UnusableShardsException;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.net.event.NodeEvents;
import io.tessera.work.AuditShardFetcher;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.BundleCheck;
import io.tessera.work.BundleFetcher;
import io.tessera.work.BundleRecovery;
import io.tessera.work.Coding;
import io.tessera.work.InvalidErasureRootException;
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredPackage;
import io.tessera.work.StoredShards;
import io.tessera.work.event.AvailabilityEvents.BundleReconstructed;
import io.tessera.work.event.AvailabilityEvents.ReconstructingBundle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** CE 147, then CE 138. Safe from any thread. */
final class BundleRecoverer implements BundleRecovery {
  /** After that assurers are asked: a bundle may have 13.8 MB. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private final Coding coding;
  private final AvailabilityStore store;
  private final PeerId self;
  private final Gatherer gatherer;
  private final Race race;
  private final Workers workers;
  private final NodeEvents events;
  private final Supplier<Optional<BundleFetcher>> bundles;
  private final Supplier<Optional<AuditShardFetcher>> shards;

  BundleRecoverer(
      Coding coding,
      AvailabilityStore store,
      PeerId self,
      Gatherer gatherer,
      Race race,
      Workers workers,
      NodeEvents events,
      Supplier<Optional<BundleFetcher>> bundles,
      Supplier<Optional<AuditShardFetcher>> shards) {
    this.coding = coding;
    this.store = store;
    this.self = self;
    this.gatherer = gatherer;
    this.race = race;
    this.workers = workers;
    this.events = events;
    this.bundles = bundles;
    this.shards = shards;
  }

  @Override
  public Bytes recover(WorkReport report, List<PeerId> guarantors, List<PeerId> assurers)
      throws StreamException, InvalidErasureRootException, InterruptedException {
    if (!coding.fits(report.packageSpec())) {
      throw new InvalidErasureRootException("no package is as large as the report says", null);
    }
    Optional<Bytes> whole = StoredBlob.onDisk(workers, () -> own(report.packageSpec()));
    if (whole.isEmpty()) {
      whole = fromGuarantors(report, guarantors);
    }
    return whole.isPresent() ? whole.get() : fromShards(report, assurers);
  }

  private Optional<Bytes> own(PackageSpec spec) throws IOException {
    try (StoredPackage mine = store.findPackage(spec.erasureRoot()).orElse(null)) {
      return mine == null || !mine.spec().equals(spec)
          ? Optional.empty()
          : Optional.of(mine.bundle().read(0, (int) spec.length()));
    }
  }

  private Optional<Bytes> fromGuarantors(WorkReport report, List<PeerId> guarantors)
      throws InterruptedException {
    List<Race.Call<Bytes>> calls =
        guarantors.stream()
            .filter(guarantor -> !guarantor.equals(self))
            .map(guarantor -> new Race.Call<>(guarantor, () -> ask(guarantor, report)))
            .toList();
    return race.first(calls, LIMIT);
  }

  private Bytes ask(PeerId guarantor, WorkReport report) throws StreamException {
    return bundles
        .get()
        .orElseThrow(() -> new StreamException(Fault.UNAVAILABLE, "nobody asks guarantors"))
        .fetch(guarantor, report);
  }

  private Bytes fromShards(WorkReport report, List<PeerId> assurers)
      throws StreamException, InvalidErasureRootException, InterruptedException {
    PackageSpec spec = report.packageSpec();
    AuditShardFetcher fetcher =
        shards
            .get()
            .orElseThrow(() -> new StreamException(Fault.UNAVAILABLE, "nobody asks assurers"));
    Map<Integer, Bytes> have = ownShard(report, assurers);
    Map<Integer, Bytes> found =
        gatherer.gather(
            report.coreIndex(),
            assurers,
            have,
            (assurer, shard) -> fetcher.fetch(assurer, spec, shard));
    return workers.compute(() -> reconstruct(found, report));
  }

  private Map<Integer, Bytes> ownShard(WorkReport report, List<PeerId> assurers)
      throws StreamException {
    int validator = assurers.indexOf(self);
    if (validator < 0) {
      return Map.of();
    }
    int shard = coding.code().shardOf(report.coreIndex(), validator);
    return StoredBlob.onDisk(workers, () -> read(report.packageSpec(), shard));
  }

  private Map<Integer, Bytes> read(PackageSpec spec, int shard) throws IOException {
    try (StoredShards mine = store.findBundleShard(spec.erasureRoot(), shard).orElse(null)) {
      return mine == null || mine.blob().size() != coding.bundleShardSize(spec)
          ? Map.of()
          : Map.of(shard, mine.blob().read(0, (int) mine.blob().size()));
    }
  }

  /** All shards are the root's: when they give another bundle, the root is what is wrong. */
  private Bytes reconstruct(Map<Integer, Bytes> found, WorkReport report)
      throws InvalidErasureRootException {
    int original = coding.code().threshold();
    boolean trivial = found.keySet().stream().filter(it -> it < original).count() == original;
    ReconstructingBundle begun = new ReconstructingBundle(trivial);
    events.tell(begun);
    List<Shard> all =
        found.entrySet().stream().map(it -> new Shard(it.getKey(), it.getValue())).toList();
    try {
      Bytes bundle = coding.code().reconstruct(all, (int) report.packageSpec().length());
      BundleCheck.verify(bundle, report);
      events.tell(new BundleReconstructed(begun));
      return bundle;
    } catch (UnusableShardsException | InvalidProofException e) {
      throw new InvalidErasureRootException("the shards of the bundle give something else", e);
    }
  }
}
