package io.tessera.core.chain;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainImporter.Failure;
import io.tessera.chain.ChainImporter.Progress;
import io.tessera.chain.ChainImporter.Report;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Rejection;
import io.tessera.chain.Origin;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Hash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Imports the blocks of one run batch by batch and remembers where each came from. */
final class BlockSink {
  private static final int BATCH_BLOCKS = 512;
  private static final int BATCH_BYTES = 8 << 20;

  /** Where a block begins. */
  private record Place(Path file, long offset) {}

  private final Chain chain;
  private final Progress progress;
  private final BlockFiles files;
  private final long executedBefore;
  private final List<EncodedBlock> blocks = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private int bytes;
  private long imported;
  private long known;
  private Optional<Failure> error = Optional.empty();

  BlockSink(Chain chain, Progress progress) {
    this.chain = chain;
    this.progress = progress;
    executedBefore = chain.verification().executed();
    files = new BlockFiles(EncodedBlock.codec(chain.parameters()));
  }

  /** Takes a file's blocks; false when there was an error, after which nothing more is taken. */
  boolean importFile(Path file) throws IOException {
    try {
      files.read(file, (block, offset) -> add(block, new Place(file, offset)));
    } catch (BlockFiles.Malformed malformed) {
      // What came before it is good; an error among it comes first.
      if (flush()) {
        fail(file, malformed.offset(), malformed.getMessage());
      }
    }
    return error.isEmpty();
  }

  private boolean add(EncodedBlock block, Place place) {
    blocks.add(block);
    places.add(place);
    bytes += block.raw().size();
    return (blocks.size() < BATCH_BLOCKS && bytes < BATCH_BYTES) || flush();
  }

  /** Imports what is left; false when there was an error. */
  boolean flush() {
    if (blocks.isEmpty() || error.isPresent()) {
      return error.isEmpty();
    }
    ImportResult result = chain.importBlocks(blocks, Origin.FILE);
    imported += result.imported();
    known += result.known();
    if (result.rejection().isPresent()) {
      Rejection rejection = result.rejection().get();
      Place place = places.get(result.imported() + result.known());
      fail(place.file(), place.offset(), "block " + rejection.block() + ": " + rejection.detail());
    }
    blocks.clear();
    places.clear();
    bytes = 0;
    progress.advanced(imported, known, chain.best());
    return error.isEmpty();
  }

  void fail(Path file, long offset, String reason) {
    error = Optional.of(new Failure(file, offset, reason));
  }

  /** Imports what is left and sums up. */
  Report report() {
    flush();
    BlockRef best = chain.best();
    Optional<Hash> root =
        chain
            .state(best.hash())
            .filter(state -> state.knowledge() == StateKnowledge.COMPLETE)
            .map(BlockState::root);
    return new Report(
        imported,
        known,
        error,
        Optional.of(best),
        Optional.of(chain.finalized()),
        root,
        chain.verification().executed() - executedBefore);
  }
}
