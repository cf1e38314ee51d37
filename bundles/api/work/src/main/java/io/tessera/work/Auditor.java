package io.tessera.work;

import io.tessera.lib.codec.block.WorkReport;

/**
 * Evaluates work-reports: the door to an engine that refines work-packages, which is no part of
 * this node. Without one the node verifies, keeps and forwards judgments and announcements, asks
 * for missing reports, and never signs any. It decides by itself what it audits in which tranche,
 * and publishes through {@link AuditPool#publish} and {@link JudgmentPool#publish}; see there and
 * {@link AuditListener} for what others announce and judge.
 */
@FunctionalInterface
public interface Auditor {

  /**
   * A report has been found invalid by somebody, and this node is one of those who must judge it
   * (JAMNP-S, "CE 145"), unless it has done so already. Called once for each report while it is
   * remembered, and again for an auditor that comes later. Must be quick; any thread.
   *
   * @param report the report in question
   * @param epoch index of the epoch whose validators audit it
   */
  void audit(WorkReport report, long epoch);
}
