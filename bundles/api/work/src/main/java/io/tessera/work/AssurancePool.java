package io.tessera.work;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Assurances that await the next block: a service of core/pools. Held are those anchored at a head
 * of the chain, of each validator the one that assures most. Safe from any thread.
 */
@ProviderType
public interface AssurancePool {

  /** What became of an assurance. */
  enum Outcome {
    /** It is held from now on. */
    HELD,
    /** It was held already. */
    KNOWN,
    /** Its anchor is no head of this node's chain, or there is another of the same validator. */
    LATE,
    /** Its sender was no validator in the state after the anchor. */
    NO_ASSURER,
    /** It assures a core without a pending report, or its signature is wrong. */
    LIE
  }

  /**
   * Takes an assurance if it is its sender's own.
   *
   * @param from the peer whose connection it came by
   * @throws InterruptedException when the caller is interrupted while it is checked
   */
  Outcome offer(SignedAssurance assurance, PeerId from) throws InterruptedException;

  /**
   * Takes one that this node has signed, and tells the listeners.
   *
   * @param self this node
   * @param authors those who may author the next block
   * @throws InterruptedException when the caller is interrupted while it is checked
   */
  Outcome publish(SignedAssurance assurance, PeerId self, Collection<PeerId> authors)
      throws InterruptedException;

  /** How many assurances with an anchor are held. */
  int count(Hash anchor);

  /** How many are held. */
  int size();

  /** Tells a listener of what this node signs. */
  void addListener(AssuranceListener listener);

  /** Tells it no more. */
  void removeListener(AssuranceListener listener);
}
