package io.tessera.core.execution;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.state.AccumulationOutput;
import io.tessera.lib.codec.state.RecentBlock;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.ReportedPackage;
import io.tessera.lib.merkle.BalancedTree;
import io.tessera.lib.merkle.MountainRange;
import io.tessera.lib.merkle.TreeHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** β† and β' (Gray Paper, section "Recent History"). */
final class RecentHistoryTransition {
  private RecentHistoryTransition() {}

  /** β†: the latest block gets the state root that its child tells, H_R. */
  static RecentHistory withParentStateRoot(RecentHistory history, Hash priorStateRoot) {
    if (history.blocks().isEmpty()) {
      return history;
    }
    List<RecentBlock> blocks = new ArrayList<>(history.blocks());
    blocks.set(blocks.size() - 1, blocks.getLast().withStateRoot(priorStateRoot));
    return new RecentHistory(blocks, history.beefyBelt());
  }

  /** The packages of a block's reports. */
  static List<ReportedPackage> reported(List<Guarantee> guarantees) {
    return guarantees.stream()
        .map(guarantee -> guarantee.report().packageSpec())
        .map(spec -> new ReportedPackage(spec.hash(), spec.exportsRoot()))
        .toList();
  }

  /** What the block adds to the accumulation output log: the root of its outputs, θ'. */
  static Hash outputsRoot(List<AccumulationOutput> outputs) {
    List<Bytes> items =
        outputs.stream()
            .map(output -> Bytes.wrap(AccumulationOutput.CODEC.encode(output)))
            .toList();
    return BalancedTree.root(items, TreeHash.KECCAK);
  }

  /**
   * β'.
   *
   * @param corrected β†
   * @param outputsRoot what the block adds to the accumulation output log
   * @param header the block's hash
   */
  static RecentHistory append(
      ProtocolParameters parameters,
      RecentHistory corrected,
      Hash outputsRoot,
      Hash header,
      List<ReportedPackage> reported) {
    MountainRange belt =
        new MountainRange(corrected.beefyBelt()).append(outputsRoot, TreeHash.KECCAK);
    return new RecentHistory(
        appended(parameters, corrected, header, belt.superPeak(), reported), belt.peaks());
  }

  /** β' as far as it is known without the block's outputs: no Beefy root and no belt. */
  static RecentHistory appendWithoutOutputs(
      ProtocolParameters parameters,
      RecentHistory corrected,
      Hash header,
      List<ReportedPackage> reported) {
    return new RecentHistory(
        appended(parameters, corrected, header, Hash.ZERO, reported), List.of());
  }

  private static List<RecentBlock> appended(
      ProtocolParameters parameters,
      RecentHistory corrected,
      Hash header,
      Hash beefyRoot,
      List<ReportedPackage> reported) {
    List<ReportedPackage> sorted =
        reported.stream().sorted(Comparator.comparing(ReportedPackage::hash)).toList();
    List<RecentBlock> blocks = new ArrayList<>(corrected.blocks());
    blocks.add(new RecentBlock(header, beefyRoot, Hash.ZERO, sorted));
    int surplus = Math.max(0, blocks.size() - parameters.recentHistory());
    return blocks.subList(surplus, blocks.size());
  }
}
