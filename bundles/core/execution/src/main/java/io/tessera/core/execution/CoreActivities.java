package io.tessera.core.execution;

import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.RefineLoad;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.block.WorkResult;
import io.tessera.lib.codec.state.CoreActivity;
import java.util.ArrayList;
import java.util.List;

/** π_C' (Gray Paper, section "Cores and Services"). */
final class CoreActivities {
  private CoreActivities() {}

  /**
   * What happened on each core in a block.
   *
   * @param incoming I: the reports that the block brings
   * @param available R: those that became available with it
   */
  static List<CoreActivity> of(
      ProtocolParameters parameters,
      List<WorkReport> incoming,
      List<WorkReport> available,
      List<Assurance> assurances) {
    List<CoreActivity> activities = new ArrayList<>(parameters.cores());
    for (int core = 0; core < parameters.cores(); core++) {
      long popularity = 0;
      for (Assurance assurance : assurances) {
        popularity += assurance.assures(core) ? 1 : 0;
      }
      activities.add(activity(parameters, core, incoming, available, popularity));
    }
    return activities;
  }

  private static CoreActivity activity(
      ProtocolParameters parameters,
      int core,
      List<WorkReport> incoming,
      List<WorkReport> available,
      long popularity) {
    RefineLoad load = new RefineLoad(0, 0, 0, 0, 0);
    long bundleSize = 0;
    for (WorkReport report : incoming) {
      if (report.coreIndex() == core) {
        bundleSize += report.packageSpec().length();
        for (WorkResult result : report.results()) {
          load = sum(load, result.refineLoad());
        }
      }
    }
    long dataLoad = 0;
    for (WorkReport report : available) {
      if (report.coreIndex() == core) {
        dataLoad += dataLoad(parameters, report.packageSpec());
      }
    }
    return new CoreActivity(
        dataLoad,
        popularity,
        load.imports(),
        load.extrinsicCount(),
        load.extrinsicSize(),
        load.exports(),
        bundleSize,
        load.gasUsed());
  }

  /** The bundle, and the exported segments with one page of proofs for every 64. */
  private static long dataLoad(ProtocolParameters parameters, PackageSpec spec) {
    long segments = (65L * spec.exportsCount() + 63) / 64;
    return spec.length() + parameters.segmentSize() * segments;
  }

  static RefineLoad sum(RefineLoad a, RefineLoad b) {
    return new RefineLoad(
        a.gasUsed() + b.gasUsed(),
        a.imports() + b.imports(),
        a.extrinsicCount() + b.extrinsicCount(),
        a.extrinsicSize() + b.extrinsicSize(),
        a.exports() + b.exports());
  }
}
