package io.tessera.chain;

import io.tessera.lib.codec.Hash;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Imports blocks from files: a service of core/chain that is there even before the data directory
 * has a chain, since an import may bring one.
 */
@ProviderType
public interface ChainImporter {

  /**
   * Imports one of these, told apart by their names:
   *
   * <ul>
   *   <li>a directory of trace files {@code NNNNNNNN.bin}, in the order of their names; its {@code
   *       genesis.bin} becomes the chain when the data directory has none and no specification is
   *       configured; other files in it are ignored
   *   <li>one such trace file
   *   <li>any other file: blocks, each after its size as four bytes, little-endian
   * </ul>
   *
   * Files are read block by block, so that memory stays flat. Stops at the first error; blocks
   * before it stay imported. Blocks the calling thread.
   *
   * @param progress is told now and then, on the calling thread
   */
  Report importFrom(Path fileOrDirectory, Progress progress);

  /**
   * What became of an import.
   *
   * @param imported blocks that are new and stored now
   * @param known blocks that were stored before
   * @param error the first error; empty when everything was read and accepted
   * @param best the head of the best chain now; empty while there is no chain
   * @param finalized the latest finalized block now; empty while there is no chain
   * @param stateRoot root of the state after the best block; empty when it is not known
   * @param executed how many blocks' whole state transition was executed meanwhile
   */
  record Report(
      long imported,
      long known,
      Optional<Failure> error,
      Optional<BlockRef> best,
      Optional<BlockRef> finalized,
      Optional<Hash> stateRoot,
      long executed) {}

  /**
   * An error in a file.
   *
   * @param file which file
   * @param offset the byte in it at which the offending thing begins
   * @param reason what is wrong, for people
   */
  record Failure(Path file, long offset, String reason) {
    /** File, offset and reason in one line. */
    @Override
    public String toString() {
      return file + " at byte " + offset + ": " + reason;
    }
  }

  /** Is told how an import gets on. */
  @FunctionalInterface
  interface Progress {
    /** Tells nobody. */
    Progress NONE = (imported, known, best) -> {};

    /**
     * Some more blocks are done.
     *
     * @param imported new blocks so far
     * @param known blocks so far that were stored before
     * @param best the head of the best chain
     */
    void advanced(long imported, long known, BlockRef best);
  }
}
