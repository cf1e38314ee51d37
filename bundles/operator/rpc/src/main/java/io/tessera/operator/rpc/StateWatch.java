package io.tessera.operator.rpc;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import java.util.Objects;
import java.util.Optional;

/**
 * Follows something in the state after the latest finalized block, or after the head of the best
 * chain: a Chain Subscription Update whenever it differs from what was told last. Blocks in between
 * two looks are skipped.
 *
 * @param <T> what it follows; compared with {@code equals}
 */
final class StateWatch<T> implements Watch {
  private final Node node;
  private final boolean finalized;
  private final Query<T> query;
  private BlockRef seen;
  private boolean told;
  private T last;

  StateWatch(Node node, boolean finalized, Query<T> query) {
    this.node = node;
    this.finalized = finalized;
    this.query = query;
  }

  /** Something that a block's posterior state has. */
  interface Query<T> {
    /** What it has. */
    T at(BlockRef block) throws RpcException, InterruptedException;

    /** As JSON has it. */
    Object shown(T value);
  }

  /** The block that is followed, as it is now. */
  static BlockRef head(Chain chain, boolean finalized) {
    return finalized ? chain.finalized() : chain.best();
  }

  @Override
  public Optional<Object> poll() throws RpcException, InterruptedException {
    BlockRef head = head(node.chain(), finalized);
    if (head.equals(seen)) {
      return Optional.empty();
    }
    T now = query.at(head);
    seen = head;
    if (told && Objects.equals(now, last)) {
      return Optional.empty();
    }
    told = true;
    last = now;
    return Optional.of(Values.update(head, query.shown(now)));
  }
}
