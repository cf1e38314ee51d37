package io.tessera.protocol.ce133;

import io.tessera.lib.authoring.ImportRules;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.net.Fault;
import io.tessera.net.MessageWriter;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import io.tessera.work.PackageSubmitter;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Submits work-packages, when what goes with them is what they name. */
@Component(service = PackageSubmitter.class)
public final class PeerPackageSubmitter implements PackageSubmitter {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Streams streams;
  private final Workers workers;

  /** Submits through the streams given. */
  @Activate
  public PeerPackageSubmitter(@Reference Streams streams, @Reference Workers workers) {
    this.streams = streams;
    this.workers = workers;
  }

  @Override
  public void submit(PeerId guarantor, int core, WorkPackage workPackage, List<Bytes> extrinsics)
      throws StreamException {
    Bytes first = Bytes.wrap(CorePackage.CODEC.encode(new CorePackage(core, workPackage)));
    if (first.size() > CorePackage.MAX_SIZE) {
      throw new IllegalArgumentException("a package of " + first.size() + " bytes with its core");
    }
    requireMatch(workPackage.extrinsics(), extrinsics);
    try (PeerStream stream = streams.open(guarantor, WorkPackageSubmissionProtocol.KIND, TIMEOUT)) {
      stream.write(first);
      try (MessageWriter message = stream.beginWrite(workPackage.extrinsicBytes())) {
        for (Bytes blob : extrinsics) {
          message.write(blob);
        }
      }
      stream.finish();
      stream.readFin();
    }
  }

  private void requireMatch(List<ExtrinsicSpec> specs, List<Bytes> extrinsics)
      throws StreamException {
    try {
      boolean match = workers.compute(() -> match(specs, extrinsics));
      if (!match) {
        throw new IllegalArgumentException("extrinsics are not what the package names");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped before a package was sent", e);
    }
  }

  private static boolean match(List<ExtrinsicSpec> specs, List<Bytes> extrinsics) {
    if (specs.size() != extrinsics.size()) {
      return false;
    }
    for (int i = 0; i < specs.size(); i++) {
      if (!ImportRules.matches(specs.get(i), extrinsics.get(i))) {
        return false;
      }
    }
    return true;
  }
}
