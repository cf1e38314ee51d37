package io.tessera.chain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The sync controller, for status and commands. Safe from any thread. */
@ProviderType
public interface Sync {
  /** A head of so many slots ago is as good as a new one: what is missing is on its way. */
  int NEAR = 5;

  /** Where the sync stands. */
  Status status();

  /** The modes that are installed. */
  List<String> modes();

  /** How often a mode has failed by a fault of its own and was run again, and how the last time. */
  default ModeFailures failures(String mode) {
    return ModeFailures.NONE;
  }

  /**
   * Completes when the node is synced: it has heard at least one peer's handshake, and no connected
   * peer claims a better head than its own.
   */
  CompletionStage<Status> whenSynced();

  /**
   * Goes over to another mode while the node runs, until the node ends or is told another one: what
   * is configured is not changed. Returns at once; what depends on the mode is restarted then, this
   * service too, and a connection may be lost meanwhile.
   *
   * @return what that means for what is on disk, in one line for people
   * @throws IllegalArgumentException when no such mode is installed; says which are
   */
  String switchTo(String mode);

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
   * @param progress how far it is; empty while it is not catching up
   */
  record Status(
      String mode,
      State state,
      BlockRef head,
      BlockRef finalized,
      BlockRef target,
      long imported,
      double perSecond,
      Optional<Progress> progress) {

    /**
     * Whether the head is too old to build on: it is catching up, and has some way to go. What
     * peers claim does not suffice for that: anybody can claim a block of this slot for ever.
     *
     * @param slot the present one
     */
    public boolean isBehind(long slot) {
      return state == State.SYNCING && head.slot() + NEAR < slot;
    }
  }

  /**
   * Runs of a mode that failed since this controller started.
   *
   * @param count how many
   * @param last what the last one failed with, in one line; empty when none has
   */
  record ModeFailures(long count, String last) {
    /** It has not failed. */
    public static final ModeFailures NONE = new ModeFailures(0, "");
  }

  /**
   * How far a sync is.
   *
   * @param phase what it does: {@code slots} towards the target, or what the mode says
   * @param done so many units are done
   * @param total of so many; 0 while that is not known
   * @param perSecond units a second over the last seconds
   * @param secondsLeft at that rate; empty while there is none
   */
  record Progress(String phase, long done, long total, double perSecond, OptionalLong secondsLeft) {

    /** The same for people, such as {@code state 43 %, 430 of 1000, 95 a second, 6 s left}. */
    @Override
    public String toString() {
      String share = total == 0 ? "" : String.format(Locale.ROOT, " %d %%", 100 * done / total);
      String amount = total == 0 ? ", " + done : ", " + done + " of " + total;
      String rate = String.format(Locale.ROOT, ", %.0f a second", perSecond);
      String left = secondsLeft.isEmpty() ? "unknown time" : time(secondsLeft.getAsLong());
      return phase + share + amount + rate + ", " + left + " left";
    }

    private static String time(long seconds) {
      return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }
  }

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
