package io.tessera.protocol.ce146;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.work.CoreMappings;
import io.tessera.work.PackagePool;
import io.tessera.work.PackagePool.Reservation;
import io.tessera.work.RefusedException;
import io.tessera.work.event.PackageEvents.DuplicatePackage;
import io.tessera.work.event.PackageEvents.ExtrinsicDataReceived;
import io.tessera.work.event.PackageEvents.ImportsReceived;
import io.tessera.work.event.PackageEvents.PackageReceived;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes bundles part by part; each part is verified before the next one is read. */
@Component(service = StreamProtocol.class)
@StreamKind(BundleSubmissionProtocol.KIND)
public final class BundleSubmissionProtocol implements StreamProtocol {
  static final int KIND = 146;

  /** Most bytes of a package's message. */
  static final int MAX_PACKAGE = 200 * 1024;

  private final PackagePool pool;
  private final ProtocolParameters parameters;
  private final Codec<CoreMappings> first;
  private final Codec<List<Hash>> proof;

  /** Takes bundles for a pool. */
  @Activate
  public BundleSubmissionProtocol(@Reference PackagePool pool, @Reference Chain chain) {
    this.pool = pool;
    parameters = chain.parameters();
    first = CoreMappings.codec(parameters);
    proof = WorkPackageBundle.proofCodec(parameters);
  }

  @Override
  public String name() {
    return "CE 146 work-package bundle submission";
  }

  /** Imports can have megabytes; a builder has no reason to send many at once. */
  @Override
  public Limits limits() {
    return new Limits(CoreMappings.maxSize(parameters), Duration.ofSeconds(30), 2);
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    CoreMappings target = stream.read(first);
    WorkPackage workPackage = stream.read(WorkPackage.CODEC, MAX_PACKAGE);
    stream.tell(new PackageReceived(target.core(), workPackage));
    try (Reservation room =
        pool.reserve(
            stream.peer().id(), target.core(), workPackage, Optional.of(target.mappings()))) {
      readExtrinsics(stream, workPackage, room);
      stream.tell(new ExtrinsicDataReceived());
      int imports = workPackage.imports().size();
      readSegments(stream, imports, room);
      readProofs(stream, imports, room);
      stream.tell(new ImportsReceived());
      stream.readFin();
      room.submit();
      stream.finish();
    } catch (RefusedException e) {
      if (e.isKnown()) {
        stream.tell(new DuplicatePackage(target.core(), workPackage));
      }
      throw e.toStreamException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while a bundle came", e);
    }
  }

  private static void readExtrinsics(PeerStream stream, WorkPackage workPackage, Reservation room)
      throws StreamException, RefusedException, InterruptedException {
    MessageReader message = begin(stream, workPackage.extrinsicBytes(), "extrinsic data");
    for (ExtrinsicSpec spec : workPackage.extrinsics()) {
      room.extrinsic(message.nextBytes((int) spec.length()));
    }
  }

  private void readSegments(PeerStream stream, int imports, Reservation room)
      throws StreamException, RefusedException {
    int size = (int) parameters.segmentSize();
    MessageReader message = begin(stream, (long) imports * size, "segments");
    for (int i = 0; i < imports; i++) {
      room.segment(message.nextBytes(size));
    }
  }

  private static MessageReader begin(PeerStream stream, long size, String what)
      throws StreamException {
    MessageReader message = stream.beginRead(size);
    if (message.size() != size) {
      throw new StreamException(
          Fault.MALFORMED, message.size() + " bytes of " + what + " instead of " + size);
    }
    return message;
  }

  private void readProofs(PeerStream stream, int imports, Reservation room)
      throws StreamException, RefusedException, InterruptedException {
    int largest = 1 + WorkPackageBundle.maxProofLength(parameters) * Hash.SIZE;
    MessageReader message = stream.beginRead((long) imports * largest);
    for (int i = 0; i < imports; i++) {
      room.proof(message.next(proof, largest));
    }
    if (message.hasNext()) {
      throw new StreamException(Fault.MALFORMED, "more than " + imports + " import proofs");
    }
  }
}
