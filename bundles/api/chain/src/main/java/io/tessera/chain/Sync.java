package io.tessera.chain;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The sync controller, for status and commands. Safe from any thread. */
public interface Sync {

  /** Where the sync stands. */
  Status status();

  /** The modes that are installed. */
  List<String> modes();

  /**
   * Completes when the node is synced: it has heard at least one peer's handshake, and no connected
   * peer claims a better head than its own.
   */
  CompletionStage<Status> whenSynced();

  /**
   * Where the sync stands.
   *
   * @param mode name of the mode that is configured
   * @param state what it is doing
   * @param head head of the best chain
   * @param finalized latest finalized block
   * @param target best head that peers claim; the own head when none claims a better one
   * @param imported blocks imported since the start
   * @param perSecond blocks imported per second over the last seconds
   */
  record Status(
      String mode,
      State state,
      BlockRef head,
      BlockRef finalized,
      BlockRef target,
      long imported,
      double perSecond) {}

  /** What a sync is doing. */
  enum State {
    /** The configured mode is not installed. */
    NO_MODE,
    /** No peer has said anything yet. */
    WAITING,
    /** Catching up. */
    SYNCING,
    /** Nothing better than the own head is known. */
    SYNCED
  }
}
