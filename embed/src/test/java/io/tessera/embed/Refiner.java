package io.tessera.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.authoring.GuaranteeStatement;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.work.ReportSignature;
import io.tessera.work.WorkPackageProcessor;
import java.util.ArrayList;
import java.util.List;

/** Authorizes everything for its core, and comes to one report whatever it is given. */
final class Refiner implements WorkPackageProcessor {
  private final ValidatorNode node;
  private final List<SegmentRootLookup> mappings;
  private final Hash report;
  private final List<WorkPackageBundle> refined = new ArrayList<>();

  /**
   * A guarantor's.
   *
   * @param node whose keys sign
   * @param mappings that come with each bundle
   * @param report hash of the report
   */
  Refiner(ValidatorNode node, List<SegmentRootLookup> mappings, Hash report) {
    this.node = node;
    this.mappings = mappings;
    this.report = report;
  }

  @Override
  public void authorize(int core, WorkPackage workPackage) {
    assertEquals(WorkScene.CORE, core);
  }

  @Override
  public synchronized ReportSignature guarantee(
      int core, List<SegmentRootLookup> told, WorkPackageBundle bundle) {
    assertEquals(WorkScene.CORE, core);
    assertEquals(mappings, told);
    refined.add(bundle);
    return new ReportSignature(report, GuaranteeStatement.sign(node.keys(), report));
  }

  /** What it was given. */
  synchronized List<WorkPackageBundle> refined() {
    return List.copyOf(refined);
  }
}
