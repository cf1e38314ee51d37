package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.PartialState;
import io.tessera.chain.StateStore;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.util.List;
import java.util.Optional;

/** A store whose commits fail on demand, as on a full disk. */
class FailingStore implements BlockStore {
  private final BlockStore store;
  volatile boolean broken;

  FailingStore(BlockStore store) {
    this.store = store;
  }

  @Override
  public Optional<StoredIdentity> identity() {
    return store.identity();
  }

  @Override
  public StateStore states() {
    return store.states();
  }

  @Override
  public PartialState partial() {
    return store.partial();
  }

  @Override
  public void initialize(StoredIdentity identity, NewBlock genesis) {
    store.initialize(identity, genesis);
  }

  @Override
  public Heads heads() {
    return store.heads();
  }

  @Override
  public Optional<BlockEntry> entry(Hash block) {
    return store.entry(block);
  }

  @Override
  public List<Bytes> blocks(List<Hash> wanted) {
    return store.blocks(wanted);
  }

  @Override
  public List<Hash> children(Hash block) {
    return store.children(block);
  }

  @Override
  public List<BlockRef> atSlot(long slot) {
    return store.atSlot(slot);
  }

  @Override
  public List<BlockEntry> canonical(long fromHeight, int most) {
    return store.canonical(fromHeight, most);
  }

  @Override
  public void commit(List<NewBlock> blocks, List<BlockEntry> canonical, Heads heads) {
    if (broken) {
      throw new IllegalStateException("no space left on device");
    }
    store.commit(blocks, canonical, heads);
  }
}
