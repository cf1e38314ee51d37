package io.tessera.work;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.StreamException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Judgments of work-reports that a block can still include, each verified before it is held: a
 * service of core/pools. One of each kind is held for a validator and a report, so that two that
 * contradict each other prove an offence. Bounded by quotas for each signer, so that nobody can
 * fill it for others. Safe from any thread.
 */
@ProviderType
public interface JudgmentPool {

  /**
   * Takes a judgment that came from a peer, and tells the listeners when it is new.
   *
   * @param guarantee who guaranteed the report: there if and only if the judgment is negative
   * @return whether it is new; false when it was held before
   * @throws StreamException MISBEHAVED when the signer, a signature or a guarantor is not what it
   *     should be; REFUSED when the judgment cannot be included any more or yet, or its signer has
   *     no room left; UNAVAILABLE when this node does not know the validators
   * @throws InterruptedException when the caller is interrupted meanwhile
   */
  boolean offer(PublishedJudgment judgment, Optional<ReportCredential> guarantee, PeerId from)
      throws StreamException, InterruptedException;

  /**
   * Publishes a judgment of this node's auditor: as {@link #offer}, and the listeners are told that
   * it is this node's own.
   */
  boolean publish(PublishedJudgment judgment, Optional<ReportCredential> guarantee)
      throws StreamException, InterruptedException;

  /**
   * Whether auditors should hear of a judgment at once: all of this node's own and all negative
   * ones that are held, for peers that connect later.
   */
  List<Held> held();

  /**
   * Who should hear of judgments by an epoch's validators; empty when none of them can be included.
   * Reads the state: to be called on platform threads.
   */
  Optional<Audience> audience(long epoch);

  /** The indices of those who are known to have judged a report as said. */
  List<Integer> judges(Hash report, long epoch, boolean valid);

  /** Tells a listener of what will be held. */
  void addListener(JudgmentListener listener);

  /** Tells it no more. */
  void removeListener(JudgmentListener listener);

  /** How many judgments are held. */
  int size();

  /**
   * A judgment that is held.
   *
   * @param judgment verified
   * @param guarantee verified; there if and only if the judgment is negative
   * @param from the peer that it came from; empty when it is this node's own
   */
  record Held(
      PublishedJudgment judgment, Optional<ReportCredential> guarantee, Optional<PeerId> from) {}

  /**
   * Who should hear of judgments.
   *
   * @param auditors the validators of the epoch, by index
   * @param successors those of the epochs after it that are known: they include judgments
   */
  record Audience(List<Ed25519Public> auditors, List<Ed25519Public> successors) {
    /** Takes copies of the lists. */
    public Audience {
      auditors = List.copyOf(auditors);
      successors = List.copyOf(successors);
    }
  }
}
