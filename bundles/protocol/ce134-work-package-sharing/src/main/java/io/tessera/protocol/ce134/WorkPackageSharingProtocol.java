package io.tessera.protocol.ce134;

import io.tessera.chain.Chain;
import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.ImportRules;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Workers;
import io.tessera.work.Coding;
import io.tessera.work.CoreAssignments;
import io.tessera.work.CoreMappings;
import io.tessera.work.RefusedException;
import io.tessera.work.ReportSignature;
import io.tessera.work.WorkPackageProcessor;
import io.tessera.work.event.PackageEvents.ExtrinsicDataReceived;
import io.tessera.work.event.PackageEvents.ImportsReceived;
import io.tessera.work.event.PackageEvents.PackageReceived;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Refines what another guarantor of this node's core shares, and answers with a signature. Refuses
 * as long as there is nobody who refines.
 */
@Component(service = StreamProtocol.class)
@StreamKind(WorkPackageSharingProtocol.KIND)
public final class WorkPackageSharingProtocol implements StreamProtocol {
  static final int KIND = 134;

  private final NodeKey self;
  private final Workers workers;
  private final ProtocolParameters parameters;
  private final int maxBundle;
  private final SameCore roles;
  private final Mappings mappings;
  private final Codec<CoreMappings> first;
  private final Codec<WorkPackageBundle> bundles;
  private final AtomicReference<WorkPackageProcessor> processor = new AtomicReference<>();

  /** Serves the guarantors of this node's core. */
  @Activate
  public WorkPackageSharingProtocol(
      @Reference CoreAssignments assignments,
      @Reference SlotClock clock,
      @Reference NodeKey self,
      @Reference Chain chain,
      @Reference Workers workers) {
    this.self = self;
    this.workers = workers;
    parameters = chain.parameters();
    maxBundle = Coding.of(parameters).mostBundle();
    roles = new SameCore(assignments, clock);
    mappings = new Mappings(chain);
    first = CoreMappings.codec(parameters);
    bundles = WorkPackageBundle.codec(parameters);
  }

  /** Who refines. */
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
  public String name() {
    return "CE 134 work-package sharing";
  }

  /** Each guarantor refines one package at a time. */
  @Override
  public Limits limits() {
    return new Limits(CoreMappings.maxSize(parameters), Duration.ofSeconds(30), 2);
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    CoreMappings target = stream.read(first);
    WorkPackageProcessor refiner = processor.get();
    if (refiner == null) {
      throw new StreamException(Fault.REFUSED, "nobody refines work-packages here");
    }
    try {
      roles.require(self.id(), stream.peer().id(), target.core());
      WorkPackageBundle bundle = stream.read(bundles, maxBundle);
      stream.tell(new PackageReceived(target.core(), bundle.workPackage()));
      stream.readFin();
      verify(target, bundle);
      stream.tell(new ExtrinsicDataReceived());
      stream.tell(new ImportsReceived());
      refiner.authorize(target.core(), bundle.workPackage());
      stream.finish(
          ReportSignature.CODEC, refiner.guarantee(target.core(), target.mappings(), bundle));
    } catch (RefusedException e) {
      throw e.toStreamException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while a package was refined", e);
    }
  }

  private void verify(CoreMappings target, WorkPackageBundle bundle)
      throws StreamException, InterruptedException {
    Optional<String> lie =
        workers.compute(() -> ImportRules.fault(parameters, bundle, target.mappings()));
    if (lie.isPresent()) {
      throw new StreamException(Fault.MISBEHAVED, "a bundle with a fault: " + lie.get());
    }
    Optional<String> contradiction =
        workers.compute(() -> mappings.contradiction(target.mappings()));
    if (contradiction.isPresent()) {
      throw new StreamException(Fault.REFUSED, contradiction.get());
    }
  }
}
