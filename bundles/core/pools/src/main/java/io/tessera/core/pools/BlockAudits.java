package io.tessera.core.pools;

import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.work.AuditAnnouncement.Claim;
import io.tessera.work.AuditPool.Own;
import io.tessera.work.AuditStatement;
import io.tessera.work.AuditedReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What has been announced about one block. Safe from any thread. */
final class BlockAudits {
  /** Statements that an auditor may make about a block; each must have something new. */
  static final int MOST_OF_AUDITOR = 32;

  private final AuditedBlock block;
  private final Map<Integer, Announced> byAuditor = new HashMap<>();
  private final List<Own> own = new ArrayList<>();

  /** What one auditor has announced: statements by tranche, and each report's tranche. */
  private static final class Announced {
    private final Map<Integer, List<AuditStatement>> statements = new HashMap<>();
    private final Map<Integer, Integer> trancheOfCore = new HashMap<>();
    private int count;
  }

  BlockAudits(AuditedBlock block) {
    this.block = block;
  }

  AuditedBlock block() {
    return block;
  }

  /**
   * Whether there is something new in a claim.
   *
   * @throws StreamException MISBEHAVED when its reports are not those of the block, or were
   *     announced in another tranche; REFUSED when the auditor has said too much
   */
  synchronized boolean isNew(Claim claim, int auditor) throws StreamException {
    List<AuditedReport> reports = claim.statement().reports();
    Announced before = byAuditor.getOrDefault(auditor, new Announced());
    Set<Integer> cores = new HashSet<>();
    boolean news = false;
    for (AuditedReport report : reports) {
      if (!report.equals(block.available().get(report.core())) || !cores.add(report.core())) {
        throw lie("no report to audit on core " + report.core(), auditor);
      }
      Integer tranche = before.trancheOfCore.get(report.core());
      if (tranche != null && tranche != claim.tranche()) {
        throw lie("core " + report.core() + " was announced in tranche " + tranche, auditor);
      }
      news |= tranche == null;
    }
    if (reports.isEmpty()) {
      throw lie("nothing to audit", auditor);
    }
    if (news && before.count >= MOST_OF_AUDITOR) {
      throw new StreamException(Fault.REFUSED, "auditor " + auditor + " has announced enough");
    }
    return news;
  }

  private StreamException lie(String what, int auditor) {
    return new StreamException(
        Fault.MISBEHAVED,
        "auditor " + auditor + " of " + block.hash().toShortHex() + " announces: " + what);
  }

  /** Adds a verified claim; false when there is nothing new in it any more. */
  synchronized boolean add(Claim claim, int auditor) throws StreamException {
    if (!isNew(claim, auditor)) {
      return false;
    }
    Announced announced = byAuditor.computeIfAbsent(auditor, index -> new Announced());
    List<AuditedReport> reports =
        claim.statement().reports().stream()
            .map(report -> block.available().get(report.core())) // the same object for all
            .toList();
    announced
        .statements
        .computeIfAbsent(claim.tranche(), tranche -> new ArrayList<>())
        .add(new AuditStatement(reports, claim.statement().signature()));
    reports.forEach(report -> announced.trancheOfCore.put(report.core(), claim.tranche()));
    announced.count++;
    return true;
  }

  synchronized void addOwn(Own announcement) {
    own.add(announcement);
  }

  synchronized List<Own> own() {
    return List.copyOf(own);
  }

  synchronized Map<Integer, List<AuditStatement>> in(int tranche) {
    Map<Integer, List<AuditStatement>> statements = new TreeMap<>();
    byAuditor.forEach(
        (auditor, announced) -> {
          List<AuditStatement> made = announced.statements.get(tranche);
          if (made != null) {
            statements.put(auditor, List.copyOf(made));
          }
        });
    return statements;
  }

  synchronized int size() {
    return byAuditor.values().stream().mapToInt(announced -> announced.count).sum();
  }
}
