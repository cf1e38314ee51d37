package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Accumulator;
import io.tessera.chain.Accumulator.Accumulation;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.Privileges;
import io.tessera.lib.codec.state.Privileges.FreeGas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccumulationStepTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final Privileges NONE = new Privileges(0, List.of(0L, 0L), 0, 0, List.of());

  private static final List<WorkReport> REPORTS =
      Trace.read("preimages_light").steps().get(7).block().block().extrinsic().guarantees().stream()
          .map(guarantee -> guarantee.report())
          .toList();

  @Test
  void nothingToAccumulateNeedsNoAccumulator() {
    AccumulationStep step = run(List.of(), NONE, Optional.empty()).orElseThrow();
    assertEquals(new AccumulationStep(0, Map.of(), Accumulation.NONE, Map.of()), step);
  }

  @Test
  void reportsAndServicesThatAlwaysAccumulateNeedOne() {
    assertTrue(run(REPORTS, NONE, Optional.empty()).isEmpty());
    assertTrue(run(List.of(), always(5), Optional.empty()).isEmpty());
  }

  /** G_A C and the free gas, but never less than G_T: both are 20,000,000 in this chain. */
  @Test
  void gasLimitGrowsWithFreeGas() {
    assertEquals(20_000_000, request(NONE).gasLimit());
    assertEquals(20_000_005, request(always(5)).gasLimit());
    assertEquals(-1, request(always(-1 - 20_000_000)).gasLimit());
  }

  /** Only the reports up to the accumulated count are counted, and services without use are not. */
  @Test
  void useCountsItemsOfAccumulatedReports() {
    long service = REPORTS.getFirst().results().getFirst().serviceId();
    Accumulation one =
        new Accumulation(1, Map.of(), List.of(), Map.of(service, 7L, service + 1, 0L));
    AccumulationStep step = run(REPORTS, NONE, Optional.of(request -> one)).orElseThrow();
    assertEquals(Map.of(service, new AccumulationStep.ServiceUse(7, 1)), step.use());
    assertEquals(1, step.count());
  }

  private static Privileges always(long gas) {
    return new Privileges(0, List.of(0L, 0L), 0, 0, List.of(new FreeGas(3, gas)));
  }

  private static Accumulator.Request request(Privileges privileges) {
    List<Accumulator.Request> requests = new ArrayList<>();
    run(
        REPORTS,
        privileges,
        Optional.of(
            request -> {
              requests.add(request);
              return Accumulation.NONE;
            }));
    assertEquals(1, requests.size());
    return requests.getFirst();
  }

  private static Optional<AccumulationStep> run(
      List<WorkReport> reports, Privileges privileges, Optional<Accumulator> accumulator) {
    return AccumulationStep.run(
        TINY, 9, Hash.ZERO, reports, privileges, key -> Optional.empty(), accumulator);
  }
}
