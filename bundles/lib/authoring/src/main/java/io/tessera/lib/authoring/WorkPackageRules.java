package io.tessera.lib.authoring;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.WorkItem;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.crypto.Blake2b;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What every work-package must keep to, whatever the chain's state (Gray Paper, "Packages and
 * Items").
 */
public final class WorkPackageRules {
  private WorkPackageRules() {}

  /** The package's hash, which names it. */
  public static Hash hash(WorkPackage workPackage) {
    return Blake2b.hash(WorkPackage.CODEC.encode(workPackage));
  }

  /** The package's authorizer: hash of the code's hash and the configuration. */
  public static Hash authorizer(WorkPackage workPackage) {
    return Blake2b.hash(workPackage.authCodeHash(), workPackage.authorizerConfig());
  }

  /** Which limit the package exceeds, for people; empty when it exceeds none. */
  public static Optional<String> fault(ProtocolParameters parameters, WorkPackage workPackage) {
    int imports = workPackage.imports().size();
    if (imports > parameters.maxPackageImports()) {
      return Optional.of(imports + " imported segments");
    }
    long exports = workPackage.items().stream().mapToLong(WorkItem::exportCount).sum();
    if (exports > parameters.maxPackageExports()) {
      return Optional.of(exports + " exported segments");
    }
    int extrinsics = workPackage.extrinsics().size();
    if (extrinsics > parameters.maxPackageExtrinsics()) {
      return Optional.of(extrinsics + " extrinsics");
    }
    long dependencies = workPackage.context().prerequisites().size() + lookups(workPackage);
    if (dependencies > parameters.maxReportDependencies()) {
      return Optional.of(dependencies + " dependencies");
    }
    long size = size(parameters, workPackage);
    if (size > parameters.maxBundleSize()) {
      return Optional.of("a bundle of " + size + " octets");
    }
    return gasFault(parameters, workPackage);
  }

  /** How many packages' segments-roots its report will have to tell: l. */
  private static long lookups(WorkPackage workPackage) {
    return workPackage.imports().stream()
        .filter(ImportSpec::sourceIsPackage)
        .map(ImportSpec::source)
        .distinct()
        .count();
  }

  /** The size that W_B bounds: token, configuration, payloads, extrinsics, imports with proofs. */
  private static long size(ProtocolParameters parameters, WorkPackage workPackage) {
    int depth = ImportRules.depth(parameters.maxPackageImports());
    long footprint = parameters.segmentSize() + (long) Hash.SIZE * depth;
    long payloads = workPackage.items().stream().mapToLong(item -> item.payload().size()).sum();
    return workPackage.authorization().size()
        + workPackage.authorizerConfig().size()
        + payloads
        + workPackage.imports().size() * footprint
        + workPackage.extrinsicBytes();
  }

  private static Optional<String> gasFault(ProtocolParameters parameters, WorkPackage workPackage) {
    BigInteger accumulate = sum(workPackage, WorkItem::accumulateGasLimit);
    if (accumulate.compareTo(unsigned(parameters.reportAccumulateGas())) >= 0) {
      return Optional.of(accumulate + " gas to accumulate");
    }
    BigInteger refine = sum(workPackage, WorkItem::refineGasLimit);
    return refine.compareTo(unsigned(parameters.packageRefineGas())) >= 0
        ? Optional.of(refine + " gas to refine")
        : Optional.empty();
  }

  /** Gas is 64 bits wide, so that a sum can be wider. */
  private static BigInteger sum(WorkPackage workPackage, ToLongFunction<WorkItem> gas) {
    return workPackage.items().stream()
        .map(item -> unsigned(gas.applyAsLong(item)))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
