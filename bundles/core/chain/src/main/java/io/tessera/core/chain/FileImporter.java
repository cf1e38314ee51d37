package io.tessera.core.chain;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainImporter;
import io.tessera.net.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Imports traces and files of blocks. Safe from any thread; one import does not know of others. */
final class FileImporter implements ChainImporter {
  private static final String GENESIS = "genesis.bin";

  /** Makes a chain of a specification read from a file. */
  @FunctionalInterface
  interface Adopter {
    Chain adopt(ChainSpec spec, Path file) throws ChainSpecException;
  }

  private final Supplier<? extends Optional<? extends Chain>> running;
  private final Adopter adopter;

  /**
   * An importer.
   *
   * @param running the chain, if there is one yet
   * @param adopter called when there is none and the import brings one
   */
  FileImporter(Supplier<? extends Optional<? extends Chain>> running, Adopter adopter) {
    this.running = running;
    this.adopter = adopter;
  }

  @Override
  public Report importFrom(Path fileOrDirectory, Progress progress) {
    boolean directory = Files.isDirectory(fileOrDirectory);
    Path genesis = fileOrDirectory.resolve(GENESIS);
    try {
      Optional<? extends Chain> chain = running.get();
      if (directory && Files.exists(genesis)) {
        chain = Optional.of(chainOf(genesis, chain));
      }
      if (chain.isEmpty()) {
        return failed(
            fileOrDirectory,
            "there is no chain to import into yet, and no "
                + GENESIS
                + " comes with it; name a chain specification");
      }
      BlockSink sink = new BlockSink(chain.get(), progress);
      if (directory) {
        importTrace(fileOrDirectory, sink);
      } else {
        sink.importFile(fileOrDirectory);
      }
      return sink.report();
    } catch (ChainSpecException failure) {
      return failed(genesis, failure.getMessage());
    } catch (IOException failure) {
      return failed(fileOrDirectory, "cannot be read: " + FileTrouble.reason(failure));
    }
  }

  private Chain chainOf(Path genesis, Optional<? extends Chain> chain) throws ChainSpecException {
    ChainSpec spec = ChainSpecFiles.read(genesis);
    if (chain.isEmpty()) {
      return adopter.adopt(spec, genesis);
    }
    // Not the parameters: a trace does not have them, the chain's own may differ from the usual.
    if (!chain.get().identity().genesisHash().equals(spec.identity().genesisHash())
        || !chain.get().identity().genesisStateRoot().equals(spec.identity().genesisStateRoot())) {
      throw new ChainSpecException(
          "is the genesis of another chain (header "
              + spec.identity().genesisHash().toShortHex()
              + ", state "
              + spec.identity().genesisStateRoot().toShortHex()
              + ") than the node's (header "
              + chain.get().identity().genesisHash().toShortHex()
              + ", state "
              + chain.get().identity().genesisStateRoot().toShortHex()
              + ")");
    }
    return chain.get();
  }

  private static void importTrace(Path directory, BlockSink sink) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(BlockFiles::isTraceStep).sorted().toList();
    }
    if (files.isEmpty()) {
      sink.fail(directory, 0, "no trace files NNNNNNNN.bin in this directory");
    }
    for (Path file : files) {
      if (!sink.importFile(file)) {
        return;
      }
    }
  }

  private Report failed(Path file, String reason) {
    Optional<? extends Chain> chain = running.get();
    Optional<BlockRef> best = chain.map(Chain::best);
    return new Report(
        0,
        0,
        Optional.of(new Failure(file, 0, reason)),
        best,
        chain.map(Chain::finalized),
        Optional.empty(),
        0);
  }
}
