package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.WorkPackage;
import java.util.List;
import java.util.Optional;

/**
 * Work-packages that builders have submitted and nobody has refined yet: a service of core/pools.
 * Bounded in number and bytes, for each builder and in total; newcomers push nothing out, and what
 * could not be reported any more goes by itself. Safe from any thread.
 */
public interface PackagePool {

  /**
   * Verifies a package as far as the chain tells, and, where there is a {@link
   * WorkPackageProcessor}, its authorization; and keeps room for it and the data that it names, so
   * that no more is read than can be kept.
   *
   * @param builder who submits it
   * @param core index of the core that it is for
   * @param imports whether the imported segments will come with it
   * @return to be closed in any case
   * @throws RefusedException when the package is not taken
   * @throws InterruptedException when the caller is interrupted while the state is read
   */
  Reservation reserve(PeerId builder, int core, WorkPackage workPackage, boolean imports)
      throws RefusedException, InterruptedException;

  /** What is held, the oldest first. */
  List<Submission> held();

  /** Lets a package go: it was refined, or cannot be. */
  void remove(Hash workPackage);

  /** Tells a listener of what will come. */
  void addListener(PackageListener listener);

  /** Tells it no more. */
  void removeListener(PackageListener listener);

  /** Room for a package whose data is still to come. Confined to one thread. */
  interface Reservation extends AutoCloseable {

    /**
     * Verifies the data, keeps the package in the room and tells the listeners.
     *
     * @throws RefusedException when the data is not what the package names
     */
    void submit(List<Bytes> extrinsics, Optional<Imports> imports)
        throws RefusedException, InterruptedException;

    /** Tells that what comes breaks a rule, for who judges builders. */
    void refuse(String why);

    /** Gives the room back, unless the package is kept in it. */
    @Override
    void close();
  }
}
