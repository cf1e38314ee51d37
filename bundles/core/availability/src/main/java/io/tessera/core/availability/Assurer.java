package io.tessera.core.availability;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.NodeKey;
import io.tessera.net.Workers;
import io.tessera.work.AssurancePool;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.Coding;
import io.tessera.work.SignedAssurance;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a validator does as an assurer: gets its shards of each report that is pending, and signs
 * before each slot for which of them it has. Safe from any thread.
 */
final class Assurer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Assurer.class);

  private final Chain chain;
  private final NodeKey key;
  private final AvailabilityStore store;
  private final Coding coding;
  private final ShardCollector collector;
  private final AssurancePool pool;
  private final Workers workers;
  private final BooleanSupplier behind;
  private final Signers signers;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final ReentrantLock order = new ReentrantLock();

  /**
   * An assurer.
   *
   * @param behind whether the chain is known to be behind that of others: what was pending in old
   *     states is nobody's concern any more
   */
  Assurer(
      Chain chain,
      NodeKey key,
      AvailabilityStore store,
      Coding coding,
      ShardCollector collector,
      AssurancePool pool,
      Workers workers,
      BooleanSupplier behind) {
    this.chain = chain;
    this.key = key;
    this.store = store;
    this.coding = coding;
    this.collector = collector;
    this.pool = pool;
    this.workers = workers;
    this.behind = behind;
    signers = new Signers(chain.parameters());
  }

  /** Takes note of new blocks; quick. */
  void imported(List<EncodedBlock> blocks) {
    blocks.forEach(signers::add);
    look();
  }

  /** Looks what is pending now: of several looks that are due, one is taken. */
  void look() {
    if (looking.compareAndSet(false, true)) {
      var unused =
          workers.start(
              "assurer",
              () -> {
                looking.set(false);
                collect();
              });
    }
  }

  private void collect() throws InterruptedException {
    if (behind.getAsBoolean()) {
      return;
    }
    order.lockInterruptibly(); // an older head must not come after a newer one
    try {
      Optional<HeadView> head = workers.compute(() -> view(chain.best()));
      if (head.isPresent()) {
        collector.collect(head.get(), signers);
      }
    } finally {
      order.unlock();
    }
  }

  private Optional<HeadView> view(BlockRef best) {
    Optional<HeadView> view =
        chain.state(best.hash()).flatMap(state -> HeadView.of(chain.parameters(), state, key.id()));
    view.ifPresent(this::rememberSigners);
    return view;
  }

  /** After a start, the blocks that brought what is pending are on disk only. */
  private void rememberSigners(HeadView view) {
    if (!view.active().contains(key.id())) {
      return;
    }
    for (Optional<PendingReport> pending : view.reports().cores()) {
      if (pending.isPresent() && !signers.knows(pending.get())) {
        for (BlockRef block : chain.atSlot(pending.get().slot())) {
          chain.raw(List.of(block.hash())).forEach(raw -> signers.add(decoded(raw)));
        }
      }
    }
  }

  private EncodedBlock decoded(Bytes raw) {
    return EncodedBlock.codec(chain.parameters()).decode(raw.toByteArray());
  }

  /** Signs for a slot that is about to begin, where this node is an assurer. */
  void assure(long slot) throws InterruptedException {
    BlockRef best = chain.best();
    if (behind.getAsBoolean() || best.slot() >= slot) {
      return;
    }
    Optional<HeadView> found = workers.compute(() -> view(best));
    if (found.isEmpty()) {
      return;
    }
    HeadView head = found.get();
    int validator = head.active().indexOf(key.id());
    if (validator < 0 || !head.assurersFor(slot).contains(key.id())) {
      return; // nobody could put an assurance of this node into the block
    }
    SignedAssurance assurance = workers.compute(() -> sign(best.hash(), bitfield(head, validator)));
    List<PeerId> authors = head.validatorsAt(slot);
    AssurancePool.Outcome outcome = pool.publish(assurance, key.id(), authors);
    LOG.debug("Assurance {} for slot {}: {}", assurance.bitfield(), slot, outcome);
  }

  /** A bit for each core with a report of which this node has its shards, safe on disk. */
  private Bytes bitfield(HeadView head, int validator) {
    byte[] bits = new byte[head.parameters().availabilityBitfieldBytes()];
    for (int core = 0; core < head.parameters().cores(); core++) {
      Optional<PendingReport> pending = head.reports().on(core);
      if (pending.isPresent() && isHeld(pending.get(), coding.code().shardOf(core, validator))) {
        bits[core / 8] |= (byte) (1 << core % 8);
      }
    }
    return Bytes.wrap(bits);
  }

  private boolean isHeld(PendingReport pending, int shard) {
    return store.holds(pending.report().packageSpec().erasureRoot(), shard);
  }

  private SignedAssurance sign(Hash anchor, Bytes bitfield) {
    Ed25519KeyPair pair = Ed25519KeyPair.of(key.seed());
    Ed25519Signature signature = pair.sign(SignedAssurance.message(anchor, bitfield));
    return new SignedAssurance(anchor, bitfield, signature);
  }

  /** Gives up what is being fetched, and fetches nothing any more. */
  @Override
  public void close() {
    collector.close();
  }
}
