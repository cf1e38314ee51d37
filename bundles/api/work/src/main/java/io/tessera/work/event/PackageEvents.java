package io.tessera.work.event;

import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.net.event.StreamFact;

/**
 * Work-packages on their way to and among guarantors (JIP-3, "Guaranteeing events"): facts of
 * streams of CE 133, 134 and 146.
 */
public final class PackageEvents {
  private PackageEvents() {}

  /** The package has come in; neither its data nor its authorization is known yet. */
  public record PackageReceived(int core, WorkPackage workPackage) implements StreamFact {}

  /** The package is here already. */
  public record DuplicatePackage(int core, WorkPackage workPackage) implements StreamFact {}

  /** The package's extrinsic data has come in and is what it names. */
  public record ExtrinsicDataReceived() implements StreamFact {}

  /** The segments that the package imports have come in, each with its proof. */
  public record ImportsReceived() implements StreamFact {}

  /** The package that this node shares on a stream which it has opened (CE 134). */
  public record PackageShared(WorkPackage workPackage) implements StreamFact {}

  /** The other guarantor's signature has come back, and is right (CE 134). */
  public record SignatureReceived() implements StreamFact {}
}
