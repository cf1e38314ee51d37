package io.tessera.protocol.ce147;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import io.tessera.work.BundleCheck;
import io.tessera.work.BundleFetcher;
import io.tessera.work.Coding;
import io.tessera.work.ExactMessage;
import io.tessera.work.event.AvailabilityEvents.BundleRequested;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks a guarantor for a bundle, and checks it against the report before anybody sees it. */
@Component(service = BundleFetcher.class)
public final class PeerBundleFetcher implements BundleFetcher {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Streams streams;
  private final Workers workers;
  private final Coding coding;

  /** Asks through the streams given. */
  @Activate
  public PeerBundleFetcher(
      @Reference Chain chain, @Reference Streams streams, @Reference Workers workers) {
    this.streams = streams;
    this.workers = workers;
    coding = Coding.of(chain.parameters());
  }

  @Override
  public Bytes fetch(PeerId guarantor, WorkReport report) throws StreamException {
    PackageSpec spec = report.packageSpec();
    if (!coding.fits(spec)) {
      throw new StreamException(Fault.REFUSED, "no bundle is as large as " + spec.length());
    }
    try (PeerStream stream = streams.open(guarantor, BundleRequestProtocol.KIND, TIMEOUT)) {
      stream.tell(new BundleRequested(spec.erasureRoot()));
      stream.finish(Hash.CODEC, spec.erasureRoot());
      Bytes bundle = ExactMessage.read(stream, (int) spec.length());
      stream.readFin();
      workers.compute(
          () -> {
            BundleCheck.verify(bundle, report);
            return bundle;
          });
      return bundle;
    } catch (InvalidProofException lie) {
      throw new StreamException(Fault.MISBEHAVED, "bundle: " + lie.getMessage(), lie);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while a bundle was checked", e);
    }
  }
}
