package io.tessera.operator.rpc;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.Chain;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.state.RecentBlock;
import io.tessera.lib.codec.state.StateComponent;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Heads, blocks and what a state says of the whole chain. */
final class ChainMethods {
  private final Node node;
  private final StateReader states;

  ChainMethods(Node node, StateReader states) {
    this.node = node;
    this.states = states;
  }

  /** {@code parameters}: those of the fetch host call, as an object. */
  Object parameters(Params none) throws RpcException {
    ProtocolParameters p = node.chain().parameters();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("deposit_per_item", unsigned(p.itemDeposit()));
    all.put("deposit_per_byte", unsigned(p.byteDeposit()));
    all.put("deposit_per_account", unsigned(p.baseDeposit()));
    all.put("core_count", p.cores());
    all.put("min_turnaround_period", p.expungePeriod());
    all.put("epoch_period", p.epochLength());
    all.put("max_accumulate_gas", unsigned(p.reportAccumulateGas()));
    all.put("max_is_authorized_gas", unsigned(p.packageAuthorizeGas()));
    all.put("max_refine_gas", unsigned(p.packageRefineGas()));
    all.put("block_gas_limit", unsigned(p.blockAccumulateGas()));
    all.put("recent_block_count", p.recentHistory());
    all.put("max_work_items", p.maxPackageItems());
    all.put("max_dependencies", p.maxReportDependencies());
    all.put("max_tickets_per_block", p.maxTicketsPerBlock());
    all.put("max_lookup_anchor_age", p.lookupAnchorAge());
    all.put("tickets_attempts_number", p.ticketsPerValidator());
    all.put("auth_window", p.authorizationsPoolSize());
    all.put("slot_period_sec", p.slotSeconds());
    all.put("auth_queue_len", p.authorizationsQueueSize());
    all.put("rotation_period", p.rotationPeriod());
    all.put("max_extrinsics", p.maxPackageExtrinsics());
    all.put("availability_timeout", p.assuranceTimeout());
    all.put("val_count", p.validators());
    all.put("max_authorizer_code_size", p.maxAuthorizerCodeSize());
    all.put("max_input", p.maxBundleSize());
    all.put("max_service_code_size", p.maxServiceCodeSize());
    all.put("basic_piece_len", p.erasurePieceSize());
    all.put("max_imports", p.maxPackageImports());
    all.put("segment_piece_count", p.segmentPieces());
    all.put("max_report_elective_data", p.maxReportSize());
    all.put("transfer_memo_size", p.transferMemoSize());
    all.put("max_exports", p.maxPackageExports());
    all.put("epoch_tail_start", p.ticketSubmissionEnd());
    return Map.of("V1", all);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  /** {@code bestBlock} and {@code finalizedBlock}. */
  Object head(boolean finalized) throws RpcException {
    return Values.block(StateWatch.head(node.chain(), finalized));
  }

  /** {@code subscribeBestBlock} and {@code subscribeFinalizedBlock}. */
  Watch watchHead(boolean finalized) {
    return new Watch() {
      private BlockRef seen;

      @Override
      public Optional<Object> poll() throws RpcException {
        BlockRef head = StateWatch.head(node.chain(), finalized);
        if (head.equals(seen)) {
          return Optional.empty();
        }
        seen = head;
        return Optional.of(Values.block(head));
      }
    };
  }

  /** {@code parent}. */
  Object parent(Params params) throws RpcException {
    Chain chain = node.chain();
    Hash parent = entry(chain, params.hash(0)).parent();
    Optional<BlockEntry> stored = chain.entry(parent);
    return Values.block(
        stored
            .map(BlockEntry::ref)
            .orElseThrow(
                () -> RpcException.block(parent, "Block unavailable: the parent is not here")));
  }

  /** {@code stateRoot}: this node's own, or as a child's header has it. */
  Object stateRoot(Params params) throws RpcException {
    Chain chain = node.chain();
    Hash block = params.hash(0);
    Optional<Hash> own = states.own(block).map(state -> state.root());
    Optional<Hash> root = own.isPresent() ? own : rootInChild(chain, block);
    return root.map(Values::base64)
        .orElseThrow(
            () ->
                RpcException.block(
                    block,
                    "Block unavailable: its state is not known, and no block here is built on it"));
  }

  private static Optional<Hash> rootInChild(Chain chain, Hash block) {
    if (block.equals(chain.genesis().hash())) {
      return Optional.of(chain.identity().genesisStateRoot());
    }
    return chain
        .range(new BlockRequest(block, Direction.ASCENDING, 1), 1)
        .filter(above -> !above.isEmpty())
        .flatMap(above -> chain.header(above.getFirst().ref().hash()))
        .filter(child -> child.parent().equals(block))
        .map(Header::priorStateRoot);
  }

  /** {@code beefyRoot}: what the state remembers of the block itself. */
  Object beefyRoot(Params params) throws RpcException, InterruptedException {
    Hash block = params.hash(0);
    List<RecentBlock> recent = states.component(block, StateComponent.RECENT_HISTORY).blocks();
    return recent.stream()
        .filter(each -> each.headerHash().equals(block))
        .findFirst()
        .map(each -> Values.base64(each.beefyRoot()))
        .orElseThrow(
            () ->
                RpcException.block(block, "Block unavailable: its state has no BEEFY root of it"));
  }

  /** {@code statistics}. */
  Object statistics(Params params) throws RpcException, InterruptedException {
    return Values.base64(statistics(params.hash(0)));
  }

  private Bytes statistics(Hash block) throws RpcException, InterruptedException {
    return states
        .value(block, StateComponent.STATISTICS::key)
        .orElseThrow(
            () -> RpcException.block(block, "Block unavailable: its state has no statistics"));
  }

  /** {@code subscribeStatistics}. */
  Watch watchStatistics(Params params) throws RpcException {
    return new StateWatch<>(
        node,
        params.bool(0),
        new StateWatch.Query<Bytes>() {
          @Override
          public Bytes at(BlockRef block) throws RpcException, InterruptedException {
            return statistics(block.hash());
          }

          @Override
          public Object shown(Bytes value) {
            return Values.base64(value);
          }
        });
  }

  /** A block that is stored. */
  static BlockEntry entry(Chain chain, Hash block) throws RpcException {
    return chain
        .entry(block)
        .orElseThrow(
            () ->
                RpcException.block(block, "Block unavailable: no block here has this header hash"));
  }
}
