package io.tessera.core.execution;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.block.WorkResult;
import io.tessera.lib.crypto.ExtrinsicHash;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes parts of a block. Whoever changes the extrinsic also makes its hash right. */
final class Mutations {
  private Mutations() {}

  static Block extrinsic(Block block, Extrinsic extrinsic) {
    Header header = block.header();
    return new Block(
        new Header(
            header.parent(),
            header.priorStateRoot(),
            ExtrinsicHash.of(extrinsic),
            header.slot(),
            header.epochMark(),
            header.ticketsMark(),
            header.authorIndex(),
            header.entropySource(),
            header.offendersMark(),
            header.seal()),
        extrinsic);
  }

  static Block header(
      Block block,
      Hash extrinsicHash,
      long slot,
      Optional<EpochMark> epochMark,
      Optional<List<TicketBody>> ticketsMark,
      int author,
      List<Ed25519Public> offenders) {
    Header header = block.header();
    return new Block(
        new Header(
            header.parent(),
            header.priorStateRoot(),
            extrinsicHash,
            slot,
            epochMark,
            ticketsMark,
            author,
            header.entropySource(),
            offenders,
            header.seal()),
        block.extrinsic());
  }

  static Block slot(Block block, long slot) {
    Header h = block.header();
    return header(
        block,
        h.extrinsicHash(),
        slot,
        h.epochMark(),
        h.ticketsMark(),
        h.authorIndex(),
        h.offendersMark());
  }

  static Block marks(
      Block block, Optional<EpochMark> epochMark, Optional<List<TicketBody>> ticketsMark) {
    Header h = block.header();
    return header(
        block,
        h.extrinsicHash(),
        h.slot(),
        epochMark,
        ticketsMark,
        h.authorIndex(),
        h.offendersMark());
  }

  static Block tickets(Block block, UnaryOperator<List<TicketEnvelope>> change) {
    Extrinsic e = block.extrinsic();
    return extrinsic(
        block,
        new Extrinsic(
            change.apply(e.tickets()),
            e.preimages(),
            e.guarantees(),
            e.assurances(),
            e.disputes()));
  }

  static Block preimages(Block block, UnaryOperator<List<Preimage>> change) {
    Extrinsic e = block.extrinsic();
    return extrinsic(
        block,
        new Extrinsic(
            e.tickets(),
            change.apply(e.preimages()),
            e.guarantees(),
            e.assurances(),
            e.disputes()));
  }

  static Block assurances(Block block, UnaryOperator<List<Assurance>> change) {
    Extrinsic e = block.extrinsic();
    return extrinsic(
        block,
        new Extrinsic(
            e.tickets(),
            e.preimages(),
            e.guarantees(),
            change.apply(e.assurances()),
            e.disputes()));
  }

  static Block guarantees(Block block, UnaryOperator<List<Guarantee>> change) {
    Extrinsic e = block.extrinsic();
    return extrinsic(
        block,
        new Extrinsic(
            e.tickets(),
            e.preimages(),
            change.apply(e.guarantees()),
            e.assurances(),
            e.disputes()));
  }

  static Block disputes(Block block, Disputes disputes) {
    Extrinsic e = block.extrinsic();
    return extrinsic(
        block, new Extrinsic(e.tickets(), e.preimages(), e.guarantees(), e.assurances(), disputes));
  }

  /** Changes the first guarantee's report; its signatures stay those of the old one. */
  static Block report(Block block, UnaryOperator<WorkReport> change) {
    return guarantees(
        block,
        list -> {
          Guarantee first = list.getFirst();
          return List.of(
              new Guarantee(change.apply(first.report()), first.slot(), first.signatures()));
        });
  }

  /** Changes the first report's context. */
  static Block context(Block block, UnaryOperator<RefineContext> change) {
    return report(block, it -> report(it, it.packageSpec(), change.apply(it.context())));
  }

  static WorkReport report(WorkReport report, PackageSpec spec, RefineContext context) {
    return new WorkReport(
        spec,
        context,
        report.coreIndex(),
        report.authorizerHash(),
        report.authGasUsed(),
        report.authOutput(),
        report.segmentRootLookup(),
        report.results());
  }

  static WorkReport authorizer(WorkReport report, Hash authorizer) {
    return new WorkReport(
        report.packageSpec(),
        report.context(),
        report.coreIndex(),
        authorizer,
        report.authGasUsed(),
        report.authOutput(),
        report.segmentRootLookup(),
        report.results());
  }

  /** Changes the first result. */
  static WorkReport result(WorkReport report, UnaryOperator<WorkResult> change) {
    return new WorkReport(
        report.packageSpec(),
        report.context(),
        report.coreIndex(),
        report.authorizerHash(),
        report.authGasUsed(),
        report.authOutput(),
        report.segmentRootLookup(),
        List.of(change.apply(report.results().getFirst())));
  }
}
