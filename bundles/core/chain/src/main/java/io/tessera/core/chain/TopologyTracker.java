package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Follows the validator sets and tells listeners. A new epoch's sets count once its first block is
 * final and max(E/30, 1) slots of it have passed (JAMNP-S, "Epoch transitions").
 */
final class TopologyTracker {
  /**
   * An epoch's sets that wait for their time.
   *
   * @param fromSlot when they may be applied
   * @param next the validators that the epoch's first block announces for the epoch after it
   */
  private record Rotation(long fromSlot, List<Ed25519Public> next) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final ProtocolParameters parameters;
  private final LongSupplier slot;
  private final Deque<Rotation> pending = new ArrayDeque<>();
  private final List<TopologyListener> listeners = new ArrayList<>();
  private Topology topology;

  TopologyTracker(Topology genesis, ProtocolParameters parameters, LongSupplier slot) {
    topology = genesis;
    this.parameters = parameters;
    this.slot = slot;
  }

  /** The sets that count now. */
  Topology current() {
    lock.lock();
    try {
      return topology;
    } finally {
      lock.unlock();
    }
  }

  /** Whether sets wait for their time, so that {@link #tick} must be called now and then. */
  boolean isPending() {
    lock.lock();
    try {
      return !pending.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Takes in the blocks above {@code from} up to {@code to}, which have become final. */
  void finalizedUpTo(BlockNode to, BlockNode from) {
    List<BlockNode> path = new ArrayList<>();
    for (BlockNode node = to; node != from; node = node.parent()) {
      path.add(node);
    }
    for (BlockNode node : path.reversed()) {
      finalized(node.entry(), node.nextValidators());
    }
  }

  /** Takes in a block that is final; to be called in the order of the chain. */
  void finalized(BlockEntry block, Optional<List<Ed25519Public>> nextValidators) {
    if (nextValidators.isPresent()) {
      long epochStart = parameters.epochOf(block.ref().slot()) * (long) parameters.epochLength();
      long wait = Math.max(parameters.epochLength() / 30, 1);
      lock.lock();
      try {
        pending.add(new Rotation(epochStart + wait, nextValidators.get()));
      } finally {
        lock.unlock();
      }
    }
  }

  /** The chain begins anew with these sets, which count at once. */
  void restart(Topology sets) {
    lock.lock();
    try {
      pending.clear();
      topology = sets;
      listeners.forEach(listener -> listener.topologyChanged(sets));
    } finally {
      lock.unlock();
    }
  }

  /** Applies what is due and tells listeners when anything was. */
  void tick() {
    lock.lock();
    try {
      Topology before = topology;
      while (!pending.isEmpty() && pending.peek().fromSlot() <= slot.getAsLong()) {
        topology = new Topology(topology.current(), topology.next(), pending.remove().next());
      }
      if (!topology.equals(before)) {
        listeners.forEach(listener -> listener.topologyChanged(topology));
      }
    } finally {
      lock.unlock();
    }
  }

  /** A listener, which gets the current sets at once and never an older value later. */
  void add(TopologyListener listener) {
    lock.lock();
    try {
      listeners.add(listener);
      listener.topologyChanged(topology);
    } finally {
      lock.unlock();
    }
  }

  void remove(TopologyListener listener) {
    lock.lock();
    try {
      listeners.remove(listener);
    } finally {
      lock.unlock();
    }
  }
}
