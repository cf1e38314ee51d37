package io.tessera.core.execution;

import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.RefineLoad;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.block.WorkResult;
import io.tessera.lib.codec.state.ServiceActivity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** π_S' (Gray Paper, section "Cores and Services"). Confined to one thread. */
final class ServiceActivities {
  private final Map<Long, Counter> counters = new TreeMap<>();

  private ServiceActivities() {}

  /**
   * What the services that have to do with a block did.
   *
   * @param incoming I: the reports that the block brings
   * @param accumulated S: by service
   */
  static List<ServiceActivity> of(
      List<WorkReport> incoming,
      List<Preimage> preimages,
      Map<Long, AccumulationStep.ServiceUse> accumulated) {
    ServiceActivities activities = new ServiceActivities();
    for (WorkReport report : incoming) {
      for (WorkResult result : report.results()) {
        Counter counter = activities.counter(result.serviceId());
        counter.refinements++;
        counter.load = CoreActivities.sum(counter.load, result.refineLoad());
      }
    }
    for (Preimage preimage : preimages) {
      Counter counter = activities.counter(preimage.requester());
      counter.preimages++;
      counter.preimagesSize += preimage.blob().size();
    }
    accumulated.forEach((service, use) -> activities.counter(service).use = use);
    return activities.counters.entrySet().stream()
        .map(entry -> entry.getValue().activity(entry.getKey()))
        .toList();
  }

  private Counter counter(long service) {
    return counters.computeIfAbsent(service, unused -> new Counter());
  }

  private static final class Counter {
    private long preimages;
    private long preimagesSize;
    private long refinements;
    private RefineLoad load = new RefineLoad(0, 0, 0, 0, 0);
    private AccumulationStep.ServiceUse use = new AccumulationStep.ServiceUse(0, 0);

    private ServiceActivity activity(long service) {
      return new ServiceActivity(
          service,
          preimages,
          preimagesSize,
          refinements,
          load.gasUsed(),
          load.imports(),
          load.extrinsicCount(),
          load.extrinsicSize(),
          load.exports(),
          use.items(),
          use.gas());
    }
  }
}
