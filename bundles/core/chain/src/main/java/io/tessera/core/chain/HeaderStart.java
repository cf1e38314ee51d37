package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.StateDelta;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.chain.safrole.CheckpointRules;
import io.tessera.core.chain.safrole.Consensus;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets a chain of headers begin at a block that is not genesis. Import thread. */
final class HeaderStart {
  private final ForkTree tree;
  private final BlockStore store;
  private final ProtocolParameters parameters;

  HeaderStart(ForkTree tree, BlockStore store, ProtocolParameters parameters) {
    this.tree = tree;
    this.store = store;
    this.parameters = parameters;
  }

  /**
   * Begins there: see {@link io.tessera.chain.Chain#beginAt}.
   *
   * @return the new root of the tree
   * @throws IllegalArgumentException saying why not
   */
  BlockNode at(List<Header> headers) {
    if (tree.heads().best().height() > 0) {
      throw new IllegalArgumentException("there are blocks already");
    }
    Consensus consensus = new CheckpointRules(parameters).after(headers);
    StateTrie state = StateTrie.EMPTY.with(new HeaderState(parameters).of(consensus));
    Header header = headers.getLast();
    Bytes raw = Bytes.wrap(Header.codec(parameters).encode(header));
    BlockRef ref = new BlockRef(Blake2b.hash(raw), header.slot());
    // How many blocks lie beneath no header tells; no more than slots.
    BlockEntry entry = new BlockEntry(ref, header.parent(), header.slot(), raw.size());
    store(new NewBlock(entry, raw), state);
    BlockNode root =
        new BlockNode(
            entry,
            null,
            header,
            Optional.of(new Posterior(consensus, state, StateKnowledge.HEADERS)),
            StateDelta.NONE);
    tree.restart(root);
    return root;
  }

  private void store(NewBlock block, StateTrie state) {
    store.commit(List.of(block), List.of(), store.heads());
    List<KeyValue> items = new ArrayList<>();
    state.forEach(items::add);
    store.states().anchor(block.entry().ref().hash(), items.iterator());
    complete(store);
  }

  /**
   * Lets the heads follow to where the state has gone: by {@link #at}, or at the start after a
   * crash between the two. Does nothing otherwise.
   */
  static void complete(BlockStore store) {
    Optional<BlockEntry> base = store.states().base().flatMap(block -> store.entry(block.hash()));
    boolean lost = !store.states().has(store.heads().finalized().ref().hash());
    if (lost && base.isPresent()) {
      store.commit(List.of(), List.of(base.get()), new Heads(base.get(), base.get()));
    }
  }

  /** The block at which a stored chain begins; empty when it begins at genesis. */
  static Optional<BlockRef> beginning(BlockStore store) {
    return store.canonical(1, 1).stream()
        .findFirst()
        .filter(lowest -> lowest.height() > 1)
        .map(BlockEntry::ref);
  }
}
