package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.BlockStore.StoredIdentity;
import io.tessera.chain.ChainIdentity;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.StateDelta;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.crypto.Blake2b;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Which chain a data directory belongs to: its store knows the identity, its file {@code
 * chain.json} has the whole specification, so that later runs need none.
 */
public final class DataDirectory {
  private final Path directory;
  private final BlockStore store;

  /** The directory of a store. */
  public DataDirectory(Path directory, BlockStore store) {
    this.directory = directory;
    this.store = store;
  }

  /**
   * The chain to follow: the one configured or, without one, the one remembered. Empty when there
   * is neither.
   *
   * @param configured file of a specification; empty string when none is configured
   */
  Optional<ChainSpec> open(String configured) throws ChainSpecException {
    Path file = configured.isEmpty() ? copy() : Path.of(configured);
    if (configured.isEmpty() && !Files.exists(file)) {
      if (store.identity().isPresent()) {
        throw new ChainSpecException(
            file + " is missing; name the chain's specification with --chain");
      }
      return Optional.empty();
    }
    ChainSpec spec = ChainSpecFiles.read(file);
    adopt(spec, file);
    return Optional.of(spec);
  }

  /**
   * Makes a new directory one of this chain, or checks that it is one already.
   *
   * @param file where the specification came from, for the message
   */
  public void adopt(ChainSpec spec, Path file) throws ChainSpecException {
    StoredIdentity wanted = stored(spec.identity());
    Optional<StoredIdentity> held = store.identity();
    if (held.isPresent() && !held.get().equals(wanted)) {
      throw new ChainSpecException(
          "data directory "
              + directory
              + " is of another chain ("
              + describe(held.get())
              + ") than "
              + file
              + " ("
              + describe(wanted)
              + "); choose another directory with --data, or the chain's own specification");
    }
    // First the copy: a store without it could not be opened without a specification.
    if (!file.equals(copy())) {
      remember(spec);
    }
    if (held.isEmpty()) {
      store.initialize(wanted, genesis(spec));
    }
  }

  private static StoredIdentity stored(ChainIdentity identity) {
    return new StoredIdentity(
        identity.genesisHash(),
        identity.genesisStateRoot(),
        Bytes.wrap(ProtocolParameters.CODEC.encode(identity.parameters())));
  }

  private static String describe(StoredIdentity identity) {
    return "genesis header "
        + identity.genesisHash().toShortHex()
        + ", state "
        + identity.genesisStateRoot().toShortHex()
        + ", parameters "
        + Blake2b.hash(identity.parameters()).toShortHex();
  }

  /** The genesis header with nothing beneath it: there is no genesis block but for its header. */
  private NewBlock genesis(ChainSpec spec) {
    EncodedBlock block =
        EncodedBlock.of(new Block(spec.header(), Extrinsic.EMPTY), spec.parameters());
    BlockRef ref = new BlockRef(block.hash(), spec.header().slot());
    return new NewBlock(
        new BlockEntry(ref, spec.header().parent(), 0, block.raw().size()),
        block.raw(),
        Optional.of(store.headersOnly() ? headerState(spec) : StateDelta.whole(spec.state())));
  }

  /** What decides about the next header, of a whole state. */
  private static StateDelta headerState(ChainSpec spec) {
    ConsensusReader reader =
        new ConsensusReader(key -> Optional.ofNullable(spec.state().get(key)), spec.parameters());
    return StateDelta.of(new HeaderState(spec.parameters()).of(reader.read()));
  }

  private Path copy() {
    return directory.resolve("chain.json");
  }

  /** Replaces the copy in one step, so that a crash leaves the old or the new one. */
  private void remember(ChainSpec spec) throws ChainSpecException {
    try {
      byte[] json = ChainSpecFiles.toJson(spec);
      Path part = directory.resolve("chain.json.part");
      Files.createDirectories(directory);
      Files.write(part, json);
      try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(part, copy(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new ChainSpecException(
          "data directory " + directory + " cannot be written: " + failure);
    }
  }
}
