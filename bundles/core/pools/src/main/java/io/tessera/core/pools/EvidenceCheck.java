package io.tessera.core.pools;

import io.tessera.lib.authoring.AuditInputs;
import io.tessera.lib.authoring.AuditSelection;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.crypto.Ed25519;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.lib.crypto.bandersnatch.BandersnatchPoint;
import io.tessera.lib.crypto.bandersnatch.IetfVrf;
import io.tessera.lib.crypto.bandersnatch.VrfClaim;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.work.AuditAnnouncement;
import io.tessera.work.AuditAnnouncement.Claim;
import io.tessera.work.AuditEvidence;
import io.tessera.work.AuditEvidence.ForReport;
import io.tessera.work.AuditStatement;
import io.tessera.work.AuditedReport;
import io.tessera.work.NoShow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Verifies that an auditor of a block must audit what it announces (Gray Paper, section "Selection
 * of Reports"; JAMNP-S, "CE 144"). What costs least is checked first. Confined to one thread.
 */
final class EvidenceCheck {
  private final ProtocolParameters parameters;
  private final AuditedBlock block;
  private final int auditor;
  private final Set<NoShow> verified = new HashSet<>();

  /**
   * For announcements of one auditor.
   *
   * @param auditor its index
   */
  EvidenceCheck(ProtocolParameters parameters, AuditedBlock block, int auditor) {
    this.parameters = parameters;
    this.block = block;
    this.auditor = auditor;
  }

  /**
   * Checks signature and evidence of a claim about reports that did become available.
   *
   * @throws StreamException MISBEHAVED when something is not as it should be
   */
  void check(AuditAnnouncement announcement) throws StreamException {
    Claim claim = announcement.claim();
    if (!isSigned(claim.statement(), claim.tranche(), auditor)) {
      throw lie("has not signed what it announces");
    }
    if (claim.tranche() == 0 && announcement.evidence() instanceof AuditEvidence.First first) {
      check(claim, first);
    } else if (claim.tranche() > 0
        && announcement.evidence() instanceof AuditEvidence.Later later
        && later.reports().size() == claim.statement().reports().size()) {
      check(claim, later);
    } else {
      throw new StreamException(Fault.MALFORMED, "evidence of another tranche");
    }
  }

  private boolean isSigned(AuditStatement statement, int tranche, int by) {
    JamWriter reports = new JamWriter();
    reports.elements(AuditedReport.CODEC, statement.reports());
    byte[] message =
        AuditInputs.announcement(tranche, Bytes.wrap(reports.toByteArray()), block.hash());
    Ed25519Public key = block.auditors().get(by).ed25519();
    return !key.equals(JudgeSets.NOBODY) && Ed25519.verify(key, message, statement.signature());
  }

  private void check(Claim claim, AuditEvidence.First first) throws StreamException {
    Set<Integer> selected =
        AuditSelection.first(
            parameters.cores(), block.available().keySet(), VrfOutput.of(first.signature()));
    Set<Integer> announced = new TreeSet<>();
    claim.statement().reports().forEach(report -> announced.add(report.core()));
    if (!announced.equals(selected)) {
      throw lie("announces the cores " + announced + ", but is to audit " + selected);
    }
    checkOutputs(List.of(vrf(AuditInputs.first(block.entropyOutput()), first.signature())));
  }

  private void check(Claim claim, AuditEvidence.Later later) throws StreamException {
    List<VrfClaim> claims = new ArrayList<>();
    for (int i = 0; i < later.reports().size(); i++) {
      AuditedReport report = claim.statement().reports().get(i);
      ForReport evidence = later.reports().get(i);
      Hash output = VrfOutput.of(evidence.signature());
      if (!AuditSelection.later(parameters, output, evidence.noShows().size())) {
        throw lie("need not audit core " + report.core() + " in tranche " + claim.tranche());
      }
      checkNoShows(report, evidence.noShows());
      claims.add(
          vrf(
              AuditInputs.later(block.entropyOutput(), report.report(), claim.tranche()),
              evidence.signature()));
    }
    for (ForReport evidence : later.reports()) {
      for (NoShow noShow : evidence.noShows()) {
        checkSigned(noShow, claim.tranche() - 1);
      }
    }
    checkOutputs(claims);
  }

  /** Different auditors, all of whom have announced this report. */
  private void checkNoShows(AuditedReport report, List<NoShow> noShows) throws StreamException {
    Set<Integer> auditors = new HashSet<>();
    for (NoShow noShow : noShows) {
      if (noShow.validator() >= block.auditors().size()
          || noShow.validator() == auditor
          || !auditors.add(noShow.validator())) {
        throw lie("counts auditor " + noShow.validator() + " as a no-show");
      }
      if (!noShow.statement().reports().contains(report)) {
        throw lie(noShow.validator() + " has not announced the report of core " + report.core());
      }
    }
  }

  private void checkSigned(NoShow noShow, int tranche) throws StreamException {
    if (!verified.contains(noShow)) {
      if (!isSigned(noShow.statement(), tranche, noShow.validator())) {
        throw lie(
            "no-show " + noShow.validator() + " has not announced that in tranche " + tranche);
      }
      verified.add(noShow);
    }
  }

  private static VrfClaim vrf(byte[] input, BandersnatchSignature signature) {
    return new VrfClaim(Bytes.wrap(input), Bytes.EMPTY, signature);
  }

  private void checkOutputs(List<VrfClaim> claims) throws StreamException {
    byte[] key = block.auditors().get(auditor).bandersnatch().toByteArray();
    Optional<BandersnatchPoint> point = BandersnatchPoint.decode(key, 0);
    if (point.isEmpty()
        || IetfVrf.verifyAll(point.get(), claims).stream().anyMatch(Optional::isEmpty)) {
      throw lie("has not made the output that selects its reports");
    }
  }

  private StreamException lie(String what) {
    return new StreamException(
        Fault.MISBEHAVED, "auditor " + auditor + " of " + block.hash().toShortHex() + ": " + what);
  }
}
