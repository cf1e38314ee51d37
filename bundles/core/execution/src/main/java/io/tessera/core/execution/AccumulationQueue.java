package io.tessera.core.execution;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.ReadyReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which reports can be accumulated, and ω' and ξ' (Gray Paper, sections "History and Queuing" and
 * "Final State Integration").
 */
final class AccumulationQueue {
  private final ProtocolParameters parameters;
  private final Timing time;
  private final List<List<ReadyReport>> ready;
  private final List<List<Hash>> accumulated;
  private final List<ReadyReport> newlyQueued;
  private final List<WorkReport> accumulatable;

  /**
   * Sorts what is there.
   *
   * @param ready ω
   * @param accumulated ξ
   * @param available R
   */
  AccumulationQueue(
      ProtocolParameters parameters,
      Timing time,
      List<List<ReadyReport>> ready,
      List<List<Hash>> accumulated,
      List<WorkReport> available) {
    this.parameters = parameters;
    this.time = time;
    this.ready = ready;
    this.accumulated = accumulated;
    List<WorkReport> immediate = new ArrayList<>();
    List<ReadyReport> dependent = new ArrayList<>();
    for (WorkReport report : available) {
      List<Hash> dependencies = dependencies(report);
      if (dependencies.isEmpty()) {
        immediate.add(report);
      } else {
        dependent.add(new ReadyReport(report, dependencies));
      }
    }
    newlyQueued = dependent.isEmpty() ? dependent : edited(dependent, everAccumulated());
    accumulatable = accumulatable(immediate);
  }

  /** R*: in the order in which they are to be accumulated. */
  List<WorkReport> accumulatable() {
    return accumulatable;
  }

  /** The union of ξ: in a busy chain so many that it is built only when something depends on it. */
  private Set<Hash> everAccumulated() {
    Set<Hash> union = new HashSet<>();
    accumulated.forEach(union::addAll);
    return union;
  }

  /** D: the work-packages that must be accumulated before. */
  private static List<Hash> dependencies(WorkReport report) {
    Set<Hash> dependencies = new TreeSet<>(report.context().prerequisites());
    for (SegmentRootLookup lookup : report.segmentRootLookup()) {
      dependencies.add(lookup.workPackageHash());
    }
    return List.copyOf(dependencies);
  }

  private List<WorkReport> accumulatable(List<WorkReport> immediate) {
    List<ReadyReport> queue = new ArrayList<>();
    for (int i = 0; i < parameters.epochLength(); i++) {
      queue.addAll(ready.get((time.phase() + i) % parameters.epochLength()));
    }
    queue.addAll(newlyQueued);
    List<WorkReport> order = new ArrayList<>(immediate);
    List<ReadyReport> left = edited(queue, packages(immediate));
    while (true) {
      List<WorkReport> next =
          left.stream()
              .filter(entry -> entry.dependencies().isEmpty())
              .map(ReadyReport::report)
              .toList();
      if (next.isEmpty()) {
        return order;
      }
      order.addAll(next);
      left = edited(left, packages(next));
    }
  }

  /** E: without the reports of accumulated packages, and without dependencies on them. */
  private static List<ReadyReport> edited(List<ReadyReport> queue, Set<Hash> done) {
    List<ReadyReport> edited = new ArrayList<>();
    for (ReadyReport entry : queue) {
      if (!done.contains(entry.report().packageSpec().hash())) {
        List<Hash> open = entry.dependencies().stream().filter(it -> !done.contains(it)).toList();
        edited.add(
            open.size() == entry.dependencies().size()
                ? entry
                : new ReadyReport(entry.report(), open));
      }
    }
    return edited;
  }

  /** P: in ascending order, as the state keeps them. */
  private static Set<Hash> packages(List<WorkReport> reports) {
    Set<Hash> packages = new TreeSet<>();
    reports.forEach(report -> packages.add(report.packageSpec().hash()));
    return packages;
  }

  /**
   * ω': queues that went around are emptied, that of this slot gets the newly queued reports.
   *
   * @param count how many of {@link #accumulatable} were accumulated
   */
  List<List<ReadyReport>> readyAfter(int count) {
    int length = parameters.epochLength();
    Set<Hash> done = packages(accumulatable.subList(0, count));
    long passed = time.slot() - time.priorSlot();
    List<List<ReadyReport>> posterior = new ArrayList<>(ready);
    for (int i = 0; i < length; i++) {
      int place = Math.floorMod(time.phase() - i, length);
      List<ReadyReport> queue = i == 0 ? newlyQueued : i < passed ? List.of() : ready.get(place);
      posterior.set(place, edited(queue, done));
    }
    return posterior;
  }

  /** ξ': shifted by one, with the packages that were accumulated now. */
  List<List<Hash>> accumulatedAfter(int count) {
    List<List<Hash>> posterior = new ArrayList<>(accumulated.subList(1, accumulated.size()));
    posterior.add(List.copyOf(packages(accumulatable.subList(0, count))));
    return posterior;
  }
}
