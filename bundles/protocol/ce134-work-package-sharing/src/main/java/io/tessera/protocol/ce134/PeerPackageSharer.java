package io.tessera.protocol.ce134;

import io.tessera.chain.Chain;
import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.GuaranteeStatement;
import io.tessera.lib.authoring.ImportRules;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import io.tessera.work.Coding;
import io.tessera.work.CoreAssignments;
import io.tessera.work.CoreMappings;
import io.tessera.work.PackageSharer;
import io.tessera.work.RefusedException;
import io.tessera.work.ReportSignature;
import io.tessera.work.WorkPackageProcessor;
import io.tessera.work.event.PackageEvents.PackageShared;
import io.tessera.work.event.PackageEvents.SignatureReceived;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Shares packages, only when they could be reported and nothing is missing. */
@Component(service = PackageSharer.class)
public final class PeerPackageSharer implements PackageSharer {
  /** To refine takes some seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final NodeKey self;
  private final Streams streams;
  private final Workers workers;
  private final ProtocolParameters parameters;
  private final int maxBundle;
  private final SameCore roles;
  private final Codec<CoreMappings> first;
  private final Codec<WorkPackageBundle> bundles;
  private final AtomicReference<WorkPackageProcessor> processor = new AtomicReference<>();

  /** Shares through the streams given. */
  @Activate
  public PeerPackageSharer(
      @Reference CoreAssignments assignments,
      @Reference SlotClock clock,
      @Reference NodeKey self,
      @Reference Chain chain,
      @Reference Streams streams,
      @Reference Workers workers) {
    this.self = self;
    this.streams = streams;
    this.workers = workers;
    parameters = chain.parameters();
    maxBundle = Coding.of(parameters).mostBundle();
    roles = new SameCore(assignments, clock);
    first = CoreMappings.codec(parameters);
    bundles = WorkPackageBundle.codec(parameters);
  }

  /** Who tells whether a report could be included. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindProcessor(WorkPackageProcessor added) {
    processor.set(added);
  }

  void unbindProcessor(WorkPackageProcessor removed) {
    processor.compareAndSet(removed, null);
  }

  @Override
  public ReportSignature share(
      PeerId guarantor, int core, List<SegmentRootLookup> mappings, WorkPackageBundle bundle)
      throws StreamException {
    try {
      roles.require(self.id(), guarantor, core);
      requireReportable(core, mappings, bundle);
      Bytes encoded = encode(bundle);
      try (PeerStream stream = streams.open(guarantor, WorkPackageSharingProtocol.KIND, TIMEOUT)) {
        stream.tell(new PackageShared(bundle.workPackage()));
        ReportSignature answer = ask(stream, new CoreMappings(core, mappings), encoded);
        verify(guarantor, answer);
        stream.tell(new SignatureReceived());
        return answer;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while a package was shared", e);
    }
  }

  /** The two conditions: its report could be included, and all that it imports is there. */
  private void requireReportable(
      int core, List<SegmentRootLookup> mappings, WorkPackageBundle bundle)
      throws StreamException, InterruptedException {
    WorkPackageProcessor authorizer = processor.get();
    if (authorizer == null) {
      throw new StreamException(Fault.UNAVAILABLE, "nobody authorizes work-packages here");
    }
    try {
      authorizer.authorize(core, bundle.workPackage());
    } catch (RefusedException e) {
      throw new StreamException(Fault.REFUSED, "the package cannot be reported", e);
    }
    Optional<String> fault = workers.compute(() -> ImportRules.fault(parameters, bundle, mappings));
    if (fault.isPresent()) {
      throw new StreamException(Fault.REFUSED, "a bundle with a fault: " + fault.get());
    }
  }

  private Bytes encode(WorkPackageBundle bundle) throws StreamException, InterruptedException {
    Bytes encoded = workers.compute(() -> Bytes.wrap(bundles.encode(bundle)));
    if (encoded.size() > maxBundle) {
      throw new StreamException(Fault.REFUSED, "a bundle of " + encoded.size() + " bytes");
    }
    return encoded;
  }

  private ReportSignature ask(PeerStream stream, CoreMappings target, Bytes bundle)
      throws StreamException {
    stream.write(first, target);
    stream.write(bundle);
    stream.finish();
    ReportSignature answer = stream.read(ReportSignature.CODEC, ReportSignature.SIZE);
    stream.readFin();
    return answer;
  }

  private void verify(PeerId guarantor, ReportSignature answer)
      throws StreamException, InterruptedException {
    boolean good =
        workers.compute(
            () -> GuaranteeStatement.verify(guarantor.key(), answer.report(), answer.signature()));
    if (!good) {
      throw new StreamException(Fault.MISBEHAVED, "the signature is not the guarantor's");
    }
  }
}
