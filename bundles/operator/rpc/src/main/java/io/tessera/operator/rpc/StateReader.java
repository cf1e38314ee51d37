package io.tessera.operator.rpc;

import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.StateAccess;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateUnavailableException;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Values of the states after blocks: from this node's own state where it has all of it, else from
 * peers, with proof. What computes or reads the store runs on a platform thread.
 */
final class StateReader {
  /** Bytes read at a time, so that nobody waits long for a thread that computes. */
  private static final int PAGE = 256 * 1024;

  private final Node node;

  StateReader(Node node) {
    this.node = node;
  }

  /**
   * A value in the posterior state of a block.
   *
   * @param key computes the key
   * @throws RpcException that the block is unavailable, saying why
   */
  Optional<Bytes> value(Hash block, Supplier<StateKey> key)
      throws RpcException, InterruptedException {
    Optional<BlockState> own = own(block);
    if (own.isPresent()) {
      return node.workers().compute(() -> own.get().values().get(key.get()));
    }
    StateAccess access = node.stateAccess;
    if (access == null) {
      throw notKept(block);
    }
    StateKey wanted = node.workers().compute(key::get);
    try {
      return access.get(wanted, block).value();
    } catch (StateUnavailableException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw RpcException.block(block, "Block unavailable: " + e.getMessage());
    }
  }

  /** A component of it, decoded. */
  <T> T component(Hash block, StateComponent<T> component)
      throws RpcException, InterruptedException {
    Bytes encoded =
        value(block, component::key)
            .orElseThrow(
                () ->
                    RpcException.block(block, "Block unavailable: its state has no " + component));
    return decode(node.chain(), component, encoded);
  }

  private <T> T decode(Chain chain, StateComponent<T> component, Bytes encoded)
      throws RpcException, InterruptedException {
    try {
      return node.workers()
          .compute(() -> component.codec(chain.parameters()).decode(encoded.toByteArray()));
    } catch (CodecException e) {
      throw RpcException.other("the state's " + component + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * The items between two keys, both included, which have only this node's own states.
   *
   * @param most bytes of them
   */
  List<KeyValue> range(Hash block, StateKey start, StateKey end, Filter filter, int most)
      throws RpcException, InterruptedException {
    BlockState state = own(block).orElseThrow(() -> notKept(block));
    List<KeyValue> found = new ArrayList<>();
    StateKey from = start;
    while (from != null && found.size() < most) {
      StateKey at = from;
      List<KeyValue> page =
          node.workers().compute(() -> state.ranges().range(at, end, PAGE).items());
      page.stream().filter(filter::takes).forEach(found::add);
      from = page.isEmpty() ? null : successor(page.getLast().key(), end);
    }
    return found.subList(0, Math.min(most, found.size()));
  }

  /** Which items are wanted. */
  @FunctionalInterface
  interface Filter {
    /** Whether this one is. */
    boolean takes(KeyValue item);
  }

  private static StateKey successor(StateKey key, StateKey end) {
    byte[] next = key.toByteArray();
    int at = next.length - 1;
    while (at >= 0 && ++next[at] == 0) {
      at--;
    }
    StateKey successor = StateKey.wrap(next);
    return at < 0 || successor.compareTo(end) > 0 ? null : successor;
  }

  /** The whole state after a block, when this node has it; the block must be known. */
  Optional<BlockState> own(Hash block) throws RpcException {
    Chain chain = node.chain();
    Optional<BlockState> own =
        chain.state(block).filter(state -> state.knowledge() == StateKnowledge.COMPLETE);
    if (own.isEmpty() && !chain.contains(block)) {
      throw RpcException.block(block, "Block unavailable: no block here has this header hash");
    }
    return own;
  }

  private static RpcException notKept(Hash block) {
    return RpcException.block(
        block, "Block unavailable: the state after this block is not kept here");
  }
}
