package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Work-packages that builders have submitted and nobody has refined yet: a service of core/pools.
 * Bounded in number and bytes, for each builder and in total; newcomers push nothing out, and what
 * could not be reported any more goes by itself. Safe from any thread.
 */
@ProviderType
public interface PackagePool {

  /**
   * Verifies a package as far as the chain tells, and, where there is a {@link
   * WorkPackageProcessor}, its authorization; and keeps room for it and the data that it names, so
   * that no more is read than can be kept.
   *
   * @param builder who submits it
   * @param core index of the core that it is for
   * @param mappings segments-roots of the packages that it imports from by their hash; empty when
   *     the imported segments will not come with it
   * @return to be closed in any case
   * @throws RefusedException when the package is not taken
   * @throws InterruptedException when the caller is interrupted while the state is read
   */
  Reservation reserve(
      PeerId builder, int core, WorkPackage workPackage, Optional<List<SegmentRootLookup>> mappings)
      throws RefusedException, InterruptedException;

  /** What is held, the oldest first. */
  List<Submission> held();

  /** Lets a package go: it was refined, or cannot be. */
  void remove(Hash workPackage);

  /** Tells a listener of what will come. */
  void addListener(PackageListener listener);

  /** Tells it no more. */
  void removeListener(PackageListener listener);

  /**
   * Room for a package whose data is still to come. Data is verified piece by piece, so that who
   * sends something else is stopped at the first. Confined to one thread; methods wait for another
   * one that computes. That thread is interrupted when the data has not come in time or the package
   * cannot be reported any more: its room is gone then.
   */
  interface Reservation extends AutoCloseable {

    /**
     * Brings the next blob that the package names.
     *
     * @throws RefusedException when it is another one
     */
    void extrinsic(Bytes blob) throws RefusedException, InterruptedException;

    /**
     * Brings the next segment that the package imports; what it is, its proof tells.
     *
     * @throws RefusedException when the package imports no more, or no segment has this size
     */
    void segment(Bytes segment) throws RefusedException;

    /**
     * Brings the next segment's proof, when all segments are there.
     *
     * @param path from the segments-root to the segment, from top to bottom
     * @throws RefusedException when it does not prove the segment
     */
    void proof(List<Hash> path) throws RefusedException, InterruptedException;

    /**
     * Keeps the package and tells the listeners, when all its data is there.
     *
     * @throws RefusedException when data is missing
     */
    void submit() throws RefusedException;

    /** Gives the room back, unless the package is kept in it. */
    @Override
    void close();
  }
}
