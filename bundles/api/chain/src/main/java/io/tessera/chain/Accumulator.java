package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.AccumulationOutput;
import io.tessera.lib.codec.state.Privileges;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the services' accumulate code: Δ+ of the Gray Paper (section "Accumulation", "Execution"). A
 * pure function of its request; may take long and is called on platform threads only.
 */
@FunctionalInterface
public interface Accumulator {

  /** Accumulates as many of the reports as the gas allows. */
  Accumulation accumulate(Request request);

  /**
   * What is to be accumulated.
   *
   * @param slot the block's time slot, τ'
   * @param entropy the posterior entropy accumulator, η'_0
   * @param gasLimit gas for the whole block, an unsigned 64-bit number
   * @param reports those whose dependencies are fulfilled, in this order: R*
   * @param privileges the prior privileges, among them the services that always accumulate
   * @param state the prior state: accounts, staging set and authorizer queues
   */
  record Request(
      long slot,
      Hash entropy,
      long gasLimit,
      List<WorkReport> reports,
      Privileges privileges,
      StateView state) {
    /** Takes a copy of the list. */
    public Request {
      reports = List.copyOf(reports);
    }
  }

  /**
   * What accumulation came to.
   *
   * @param accumulated how many of the reports, from the first on
   * @param changes what it changed of accounts and their items, staging set, authorizer queues and
   *     privileges, by key; empty for what is gone. The last accumulation's slot is not among it
   * @param outputs what services yielded, in the order of θ'
   * @param gasUsed by service, an unsigned 64-bit number each
   */
  record Accumulation(
      int accumulated,
      Map<StateKey, Optional<Bytes>> changes,
      List<AccumulationOutput> outputs,
      Map<Long, Long> gasUsed) {
    /** Nothing to accumulate. */
    public static final Accumulation NONE = new Accumulation(0, Map.of(), List.of(), Map.of());

    /** Takes copies. */
    public Accumulation {
      changes = Collections.unmodifiableMap(new HashMap<>(changes));
      outputs = List.copyOf(outputs);
      gasUsed = Map.copyOf(gasUsed);
    }
  }
}
