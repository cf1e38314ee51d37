package io.tessera.protocol.ce146;

import io.tessera.chain.Chain;
import io.tessera.lib.authoring.ImportRules;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.net.Fault;
import io.tessera.net.MessageWriter;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import io.tessera.work.BundleSubmitter;
import io.tessera.work.CoreMappings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Submits bundles, when their data is what their packages name. */
@Component(service = BundleSubmitter.class)
public final class PeerBundleSubmitter implements BundleSubmitter {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Streams streams;
  private final Workers workers;
  private final ProtocolParameters parameters;
  private final Codec<CoreMappings> first;
  private final Codec<List<Hash>> proof;

  /** Submits through the streams given. */
  @Activate
  public PeerBundleSubmitter(
      @Reference Streams streams, @Reference Workers workers, @Reference Chain chain) {
    this.streams = streams;
    this.workers = workers;
    parameters = chain.parameters();
    first = CoreMappings.codec(parameters);
    proof = WorkPackageBundle.proofCodec(parameters);
  }

  @Override
  public void submit(
      PeerId guarantor, int core, List<SegmentRootLookup> mappings, WorkPackageBundle bundle)
      throws StreamException {
    Bytes workPackage = Bytes.wrap(WorkPackage.CODEC.encode(bundle.workPackage()));
    if (workPackage.size() > BundleSubmissionProtocol.MAX_PACKAGE) {
      throw new IllegalArgumentException("a package of " + workPackage.size() + " bytes");
    }
    requireSound(mappings, bundle);
    try (PeerStream stream = streams.open(guarantor, BundleSubmissionProtocol.KIND, TIMEOUT)) {
      stream.write(first, new CoreMappings(core, mappings));
      stream.write(workPackage);
      write(stream, bundle.extrinsics());
      write(stream, bundle.segments());
      JamWriter proofs = new JamWriter();
      proofs.elements(proof, bundle.proofs());
      stream.write(Bytes.wrap(proofs.toByteArray()));
      stream.finish();
      stream.readFin();
    }
  }

  private void requireSound(List<SegmentRootLookup> mappings, WorkPackageBundle bundle)
      throws StreamException {
    try {
      Optional<String> fault =
          workers.compute(() -> ImportRules.fault(parameters, bundle, mappings));
      if (fault.isPresent()) {
        throw new IllegalArgumentException(fault.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped before a bundle was sent", e);
    }
  }

  private static void write(PeerStream stream, List<Bytes> parts) throws StreamException {
    long size = parts.stream().mapToLong(Bytes::size).sum();
    try (MessageWriter message = stream.beginWrite(size)) {
      for (Bytes part : parts) {
        message.write(part);
      }
    }
  }
}
