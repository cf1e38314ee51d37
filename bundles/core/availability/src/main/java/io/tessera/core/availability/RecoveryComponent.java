package io.tessera.core.availability;

import io.tessera.chain.Chain;
import io.tessera.chain.SlotClock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerStanding;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.net.event.NodeEvents;
import io.tessera.work.AuditShardFetcher;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.BundleFetcher;
import io.tessera.work.BundleRecovery;
import io.tessera.work.Coding;
import io.tessera.work.InvalidErasureRootException;
import io.tessera.work.ProvedSegment;
import io.tessera.work.SegmentFetcher;
import io.tessera.work.SegmentRecovery;
import io.tessera.work.SegmentShardFetcher;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Recovers bundles and segments with those of the four protocols that are there. */
@Component(service = {BundleRecovery.class, SegmentRecovery.class})
public final class RecoveryComponent implements BundleRecovery, SegmentRecovery {
  private final BundleRecoverer bundles;
  private final SegmentRecoverer segments;

  /** CE 147. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile BundleFetcher bundleFetcher;

  /** CE 138. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile AuditShardFetcher auditShardFetcher;

  /** CE 148. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile SegmentFetcher segmentFetcher;

  /** CE 139 and 140. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile SegmentShardFetcher segmentShardFetcher;

  /** Recovers for a chain. */
  @Activate
  public RecoveryComponent(
      @Reference Chain chain,
      @Reference SlotClock time,
      @Reference NodeKey key,
      @Reference AvailabilityStore store,
      @Reference PeerStanding standing,
      @Reference Workers workers,
      @Reference NodeEvents events) {
    Coding coding = Coding.of(chain.parameters());
    Race race = new Race(standing, workers, time);
    Gatherer gatherer = new Gatherer(coding.code(), key.id(), race, new SecureRandom());
    bundles =
        new BundleRecoverer(
            coding,
            store,
            key.id(),
            gatherer,
            race,
            workers,
            events,
            () -> Optional.ofNullable(bundleFetcher),
            () -> Optional.ofNullable(auditShardFetcher));
    segments =
        new SegmentRecoverer(
            coding,
            store,
            key.id(),
            gatherer,
            race,
            workers,
            () -> Optional.ofNullable(segmentFetcher),
            () -> Optional.ofNullable(segmentShardFetcher));
  }

  @Override
  public Bytes recover(WorkReport report, List<PeerId> guarantors, List<PeerId> assurers)
      throws StreamException, InvalidErasureRootException, InterruptedException {
    return bundles.recover(report, guarantors, assurers);
  }

  @Override
  public List<ProvedSegment> recover(
      PackageSpec spec,
      int core,
      List<Integer> indices,
      List<PeerId> guarantors,
      List<PeerId> assurers)
      throws StreamException, InvalidErasureRootException, InterruptedException {
    return segments.recover(spec, core, indices, guarantors, assurers);
  }
}
