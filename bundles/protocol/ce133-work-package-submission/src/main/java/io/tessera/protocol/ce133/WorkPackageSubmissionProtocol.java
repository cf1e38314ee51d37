package io.tessera.protocol.ce133;

import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.work.PackagePool;
import io.tessera.work.PackagePool.Reservation;
import io.tessera.work.RefusedException;
import io.tessera.work.event.PackageEvents.DuplicatePackage;
import io.tessera.work.event.PackageEvents.ExtrinsicDataReceived;
import io.tessera.work.event.PackageEvents.PackageReceived;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Takes work-packages from whoever brings them, on every connection: the pool decides about the
 * package before any of its data is read.
 */
@Component(service = StreamProtocol.class)
@StreamKind(WorkPackageSubmissionProtocol.KIND)
public final class WorkPackageSubmissionProtocol implements StreamProtocol {
  static final int KIND = 133;

  /** Extrinsic data can have megabytes; a builder has no reason to send many at once. */
  private static final Limits LIMITS = new Limits(CorePackage.MAX_SIZE, Duration.ofSeconds(30), 2);

  private final PackagePool pool;

  /** Takes packages for a pool. */
  @Activate
  public WorkPackageSubmissionProtocol(@Reference PackagePool pool) {
    this.pool = pool;
  }

  @Override
  public String name() {
    return "CE 133 work-package submission";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    CorePackage first = stream.read(CorePackage.CODEC, CorePackage.MAX_SIZE);
    stream.tell(new PackageReceived(first.core(), first.workPackage()));
    try (Reservation room =
        pool.reserve(stream.peer().id(), first.core(), first.workPackage(), Optional.empty())) {
      readExtrinsics(stream, first.workPackage(), room);
      stream.tell(new ExtrinsicDataReceived());
      stream.readFin();
      room.submit();
      stream.finish();
    } catch (RefusedException e) {
      if (e.isKnown()) {
        stream.tell(new DuplicatePackage(first.core(), first.workPackage()));
      }
      throw e.toStreamException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while a work-package came", e);
    }
  }

  private static void readExtrinsics(PeerStream stream, WorkPackage workPackage, Reservation room)
      throws StreamException, RefusedException, InterruptedException {
    long size = workPackage.extrinsicBytes();
    MessageReader message = stream.beginRead(size);
    if (message.size() != size) {
      throw new StreamException(
          Fault.MALFORMED, message.size() + " bytes of extrinsic data instead of " + size);
    }
    for (ExtrinsicSpec spec : workPackage.extrinsics()) {
      room.extrinsic(message.nextBytes((int) spec.length()));
    }
  }
}
