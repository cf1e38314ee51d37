package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.Unchecked;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.WorkExecResult;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.block.WorkResult;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.ServiceAccount;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What a report may contain, and on which core (Gray Paper, sections "Work Report" and "Work Report
 * Guarantees").
 */
final class ReportRules {
  private final ProtocolParameters parameters;
  private final PendingReports pending;
  private final Optional<List<List<Hash>>> pools;
  private final Optional<LongFunction<Optional<ServiceAccount>>> accounts;
  private final UncheckedCounts unchecked;

  /**
   * Rules in a state.
   *
   * @param pending ρ‡
   * @param pools α, when it is known
   * @param accounts δ by service, when it is known
   */
  ReportRules(
      ProtocolParameters parameters,
      PendingReports pending,
      Optional<List<List<Hash>>> pools,
      Optional<LongFunction<Optional<ServiceAccount>>> accounts,
      UncheckedCounts unchecked) {
    this.parameters = parameters;
    this.pending = pending;
    this.pools = pools;
    this.accounts = accounts;
    this.unchecked = unchecked;
  }

  void check(WorkReport report) throws BlockRejectedException {
    checkSize(report);
    checkCore(report);
    checkGas(report);
    if (accounts.isEmpty()) {
      unchecked.add(Unchecked.CODE_HASHES_AND_GAS, report.results().size());
      return;
    }
    for (WorkResult result : report.results()) {
      checkService(result, accounts.get().apply(result.serviceId()));
    }
  }

  /** At least one result, at most J dependencies, at most W_R octets of output. */
  private void checkSize(WorkReport report) throws BlockRejectedException {
    if (report.results().isEmpty()) {
      throw rejection(BlockFault.MISSING_WORK_RESULTS, report, "has no results");
    }
    int dependencies = report.context().prerequisites().size() + report.segmentRootLookup().size();
    if (dependencies > parameters.maxReportDependencies()) {
      throw rejection(
          BlockFault.TOO_MANY_DEPENDENCIES, report, "has " + dependencies + " dependencies");
    }
    long octets = report.authOutput().size();
    for (WorkResult result : report.results()) {
      if (result.result() instanceof WorkExecResult.Ok ok) {
        octets += ok.output().size();
      }
    }
    if (octets > parameters.maxReportSize()) {
      throw rejection(
          BlockFault.WORK_REPORT_TOO_BIG, report, "has " + octets + " octets of output");
    }
  }

  private void checkCore(WorkReport report) throws BlockRejectedException {
    int core = report.coreIndex();
    if (core >= parameters.cores()) {
      throw rejection(BlockFault.BAD_CORE_INDEX, report, "is for core " + core);
    }
    if (pending.on(core).isPresent()) {
      throw rejection(BlockFault.CORE_ENGAGED, report, "is for core " + core + ", which has one");
    }
    if (pools.isEmpty()) {
      unchecked.add(Unchecked.AUTHORIZER_POOLS, 1);
    } else if (!pools.get().get(core).contains(report.authorizerHash())) {
      throw rejection(BlockFault.CORE_UNAUTHORIZED, report, "is not authorized on core " + core);
    }
  }

  /** Gas is 64 bits wide, so that a sum can be wider. */
  private void checkGas(WorkReport report) throws BlockRejectedException {
    BigInteger gas = BigInteger.ZERO;
    for (WorkResult result : report.results()) {
      gas = gas.add(new BigInteger(Long.toUnsignedString(result.accumulateGas())));
    }
    if (gas.compareTo(new BigInteger(Long.toUnsignedString(parameters.reportAccumulateGas())))
        > 0) {
      throw rejection(
          BlockFault.WORK_REPORT_GAS_TOO_HIGH, report, "wants " + gas + " gas to accumulate");
    }
  }

  private static void checkService(WorkResult result, Optional<ServiceAccount> account)
      throws BlockRejectedException {
    String service = "service " + result.serviceId();
    if (account.isEmpty()) {
      throw new BlockRejectedException(BlockFault.BAD_SERVICE_ID, service + " does not exist");
    }
    if (!result.codeHash().equals(account.get().codeHash())) {
      throw new BlockRejectedException(
          BlockFault.BAD_CODE_HASH, service + " has code " + account.get().codeHash().toShortHex());
    }
    if (Long.compareUnsigned(result.accumulateGas(), account.get().minItemGas()) < 0) {
      throw new BlockRejectedException(
          BlockFault.SERVICE_ITEM_GAS_TOO_LOW,
          service + " wants " + Long.toUnsignedString(account.get().minItemGas()) + " gas");
    }
  }

  private static BlockRejectedException rejection(
      BlockFault fault, WorkReport report, String what) {
    return new BlockRejectedException(
        fault, "report of package " + report.packageSpec().hash().toShortHex() + " " + what);
  }
}
