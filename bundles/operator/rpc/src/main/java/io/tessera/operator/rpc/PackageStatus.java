package io.tessera.operator.rpc;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Judgment;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a work-package: read from the blocks between its anchor and the block asked for.
 * No state is needed: that a report is on a core, available, judged or too old follows from
 * extrinsics and slots alone (Gray Paper, sections "Reporting and Assurance" and "Disputes").
 */
final class PackageStatus {
  /** How far an anchor may lie beneath the block; JIP-2 allows to refuse older ones. */
  static final int DEEPEST = 1_024;

  private final Node node;

  PackageStatus(Node node) {
    this.node = node;
  }

  /** {@code workPackageStatus}. */
  Object status(Params params) throws RpcException, InterruptedException {
    return at(params.hash(0), params.hash(1), params.hash(2));
  }

  /** {@code subscribeWorkPackageStatus}. */
  Watch watch(Params params) throws RpcException {
    Hash workPackage = params.hash(0);
    Hash anchor = params.hash(1);
    return new StateWatch<>(
        node,
        params.bool(2),
        new StateWatch.Query<Map<String, Object>>() {
          @Override
          public Map<String, Object> at(BlockRef block) throws RpcException, InterruptedException {
            return PackageStatus.this.at(block.hash(), workPackage, anchor);
          }

          @Override
          public Object shown(Map<String, Object> value) {
            return value;
          }
        });
  }

  private Map<String, Object> at(Hash block, Hash workPackage, Hash anchor)
      throws RpcException, InterruptedException {
    Chain chain = node.chain();
    if (chain.headersOnly()) {
      throw RpcException.other("this node keeps headers only, which do not tell; see sync_mode");
    }
    BlockEntry end = ChainMethods.entry(chain, block);
    BlockEntry start = ChainMethods.entry(chain, anchor);
    Optional<List<BlockEntry>> above = above(chain, start, end);
    return above.isPresent()
        ? follow(chain, above.get(), workPackage)
        : failed("its anchor is no ancestor of this block");
  }

  /** The blocks above one up to another, ascending; empty when they are on different forks. */
  private static Optional<List<BlockEntry>> above(Chain chain, BlockEntry start, BlockEntry end)
      throws RpcException {
    long distance = end.height() - start.height();
    if (distance <= 0) {
      return start.equals(end) ? Optional.of(List.of()) : Optional.empty();
    }
    if (distance > DEEPEST) {
      throw RpcException.other(
          "the anchor is "
              + distance
              + " blocks beneath, at most "
              + DEEPEST
              + " are looked at; ask at an older block");
    }
    BlockRequest request = new BlockRequest(end.ref().hash(), Direction.DESCENDING, (int) distance);
    List<BlockEntry> path =
        chain
            .range(request, (int) distance)
            .filter(blocks -> blocks.size() == distance)
            .orElseThrow(
                () ->
                    RpcException.block(
                        end.ref().hash(),
                        "Block unavailable: it is on a fork that cannot become final"));
    return path.getLast().parent().equals(start.ref().hash())
        ? Optional.of(path.reversed())
        : Optional.empty();
  }

  /** A report on its core. */
  private record Reported(BlockRef block, WorkReport report, Hash hash) {}

  private Map<String, Object> follow(Chain chain, List<BlockEntry> above, Hash workPackage)
      throws RpcException, InterruptedException {
    ProtocolParameters parameters = chain.parameters();
    int lastChance = parameters.recentHistory();
    Reported reported = null;
    for (int i = 0; i < above.size() && (reported != null || i < lastChance); i++) {
      BlockRef block = above.get(i).ref();
      Extrinsic extrinsic = extrinsic(chain, block);
      if (reported == null) {
        reported = reported(block, extrinsic, workPackage);
        continue;
      }
      if (isJudgedBad(reported, extrinsic, parameters)) {
        return failed("its report was not judged valid, in block " + block);
      }
      if (isAssured(reported, extrinsic, parameters)) {
        Map<String, Object> ready = shown(reported);
        ready.put("ready_in", Values.block(block));
        return Map.of("Ready", ready);
      }
      if (block.slot() >= reported.block().slot() + parameters.assuranceTimeout()) {
        return failed("it did not become available in time, until block " + block);
      }
    }
    if (reported != null) {
      return Map.of("Reported", shown(reported));
    }
    int left = lastChance - above.size();
    return left > 0
        ? Map.of("Reportable", Map.of("remaining_blocks", left))
        : failed("it was not reported within " + lastChance + " blocks of its anchor");
  }

  private Extrinsic extrinsic(Chain chain, BlockRef block)
      throws RpcException, InterruptedException {
    List<Bytes> raw = chain.raw(List.of(block.hash()));
    if (raw.isEmpty()) {
      throw RpcException.block(block.hash(), "Block unavailable: block " + block + " has gone");
    }
    return node.workers()
        .compute(
            () ->
                EncodedBlock.codec(chain.parameters())
                    .decode(raw.getFirst().toByteArray())
                    .block()
                    .extrinsic());
  }

  private Reported reported(BlockRef block, Extrinsic extrinsic, Hash workPackage)
      throws InterruptedException {
    for (var guarantee : extrinsic.guarantees()) {
      WorkReport report = guarantee.report();
      if (report.packageSpec().hash().equals(workPackage)) {
        Hash hash = node.workers().compute(() -> Blake2b.hash(WorkReport.CODEC.encode(report)));
        return new Reported(block, report, hash);
      }
    }
    return null;
  }

  /** More than two thirds did not call it valid. */
  private static boolean isJudgedBad(
      Reported reported, Extrinsic extrinsic, ProtocolParameters parameters) {
    return extrinsic.disputes().verdicts().stream()
        .filter(verdict -> verdict.target().equals(reported.hash()))
        .anyMatch(
            verdict ->
                verdict.votes().stream().filter(Judgment::vote).count()
                    < parameters.superMajority());
  }

  private static boolean isAssured(
      Reported reported, Extrinsic extrinsic, ProtocolParameters parameters) {
    int core = reported.report().coreIndex();
    return extrinsic.assurances().stream().filter(each -> each.assures(core)).count()
        >= parameters.superMajority();
  }

  private static Map<String, Object> shown(Reported reported) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("reported_in", Values.block(reported.block()));
    shown.put("core", reported.report().coreIndex());
    shown.put("report_hash", Values.base64(reported.hash()));
    return shown;
  }

  private static Map<String, Object> failed(String why) {
    return Map.of("Failed", why);
  }
}
