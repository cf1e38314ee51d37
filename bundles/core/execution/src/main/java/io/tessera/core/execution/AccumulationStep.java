package io.tessera.core.execution;

import io.tessera.chain.Accumulator;
import io.tessera.chain.StateView;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.block.WorkResult;
import io.tessera.lib.codec.state.Privileges;
import io.tessera.lib.codec.state.ServiceAccount;
import io.tessera.lib.codec.state.StateKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Accumulates what can be accumulated (Gray Paper, section "Final State Integration").
 *
 * @param count n: how many reports were accumulated
 * @param changes what changed of the state, the accounts' last accumulation included
 * @param outcome what the accumulator said
 * @param use S: by service
 */
record AccumulationStep(
    int count,
    Map<StateKey, Optional<Bytes>> changes,
    Accumulator.Accumulation outcome,
    Map<Long, ServiceUse> use) {

  /**
   * How much a service accumulated in a block.
   *
   * @param gas that was used, an unsigned 64-bit number
   * @param items work-items
   */
  record ServiceUse(long gas, long items) {}

  /**
   * Runs the accumulator if there is anything to accumulate.
   *
   * @param reports R*
   * @param entropy η'_0
   * @return empty when an accumulator is needed and there is none
   */
  static Optional<AccumulationStep> run(
      ProtocolParameters parameters,
      long slot,
      Hash entropy,
      List<WorkReport> reports,
      Privileges privileges,
      StateView prior,
      Optional<Accumulator> accumulator) {
    if (reports.isEmpty() && privileges.alwaysAccumulate().isEmpty()) {
      return Optional.of(
          new AccumulationStep(0, Map.of(), Accumulator.Accumulation.NONE, Map.of()));
    }
    return accumulator
        .map(
            it ->
                it.accumulate(
                    new Accumulator.Request(
                        slot,
                        entropy,
                        gasLimit(parameters, privileges),
                        reports,
                        privileges,
                        prior)))
        .map(outcome -> integrate(slot, reports, prior, outcome));
  }

  /** g: what all accumulation of a block may use. */
  private static long gasLimit(ProtocolParameters parameters, Privileges privileges) {
    long gas = parameters.reportAccumulateGas() * parameters.cores();
    for (Privileges.FreeGas free : privileges.alwaysAccumulate()) {
      gas += free.gas();
    }
    long least = parameters.blockAccumulateGas();
    return Long.compareUnsigned(gas, least) < 0 ? least : gas;
  }

  /** Counts what services used, and notes this slot in the accounts of those that did anything. */
  private static AccumulationStep integrate(
      long slot, List<WorkReport> reports, StateView prior, Accumulator.Accumulation outcome) {
    Map<Long, ServiceUse> use = new TreeMap<>();
    outcome.gasUsed().forEach((service, gas) -> use.put(service, new ServiceUse(gas, 0)));
    for (WorkReport report : reports.subList(0, outcome.accumulated())) {
      for (WorkResult result : report.results()) {
        use.merge(result.serviceId(), new ServiceUse(0, 1), AccumulationStep::sum);
      }
    }
    use.values().removeIf(it -> it.gas() == 0 && it.items() == 0);

    Map<StateKey, Optional<Bytes>> changes = new HashMap<>(outcome.changes());
    for (long service : use.keySet()) {
      StateKey key = StateKeys.account(service);
      Optional<Bytes> account = changes.containsKey(key) ? changes.get(key) : prior.get(key);
      account.ifPresent(value -> changes.put(key, Optional.of(accumulatedAt(slot, value))));
    }
    return new AccumulationStep(outcome.accumulated(), changes, outcome, use);
  }

  private static Bytes accumulatedAt(long slot, Bytes account) {
    ServiceAccount decoded = ServiceAccount.CODEC.decode(account.toByteArray());
    return Bytes.wrap(ServiceAccount.CODEC.encode(decoded.withLastAccumulated(slot)));
  }

  private static ServiceUse sum(ServiceUse a, ServiceUse b) {
    return new ServiceUse(a.gas() + b.gas(), a.items() + b.items());
  }
}
