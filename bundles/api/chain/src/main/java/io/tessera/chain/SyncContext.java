package io.tessera.chain;

import io.tessera.lib.codec.PeerId;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a {@link SyncMode} works with. */
@ProviderType
public interface SyncContext {

  /** The chain to import into. */
  Chain chain();

  /** Asks peers for blocks: the facade that survives a swap of the protocol. */
  BlockFetcher fetcher();

  /** The leaves that the connected peers claim by their newest word; a few each at most. */
  Collection<PeerHead> peerHeads();

  /**
   * A number that grows with each change of {@link #peerHeads} or of the chain: to be read before
   * the decision, for {@link #awaitChange}.
   */
  long changes();

  /** Waits until {@link #changes} is above {@code seen}, or the timeout has passed. */
  void awaitChange(long seen, Duration timeout) throws InterruptedException;

  /** Tells the controller where the sync is heading, for status and progress. */
  void target(BlockRef target);

  /**
   * Tells the controller how far a phase of the sync is, for status, log and progress. Cheap: may
   * be told after each piece. A phase ends with {@code done} equal to {@code total}; between phases
   * the controller counts the slots from where the sync began to its target by itself.
   *
   * @param phase what is being done, in a word, such as {@code state}
   * @param done so many units of it are done
   * @param total of so many; 0 while that is not known
   */
  void progress(String phase, long done, long total);

  /**
   * A block that the chain is known to have, to begin at when this node has nothing yet: the one
   * that is configured, else the last one that a run of another mode took for final.
   */
  Optional<Checkpoint> checkpoint();

  /** Tells the controller that nothing better than the own head is known among the peers. */
  void synced();

  /** A peer sent what it should not have: lowers its standing. */
  void misbehaved(PeerId peer, String reason);
}
