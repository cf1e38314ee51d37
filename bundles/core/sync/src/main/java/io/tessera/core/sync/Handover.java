package io.tessera.core.sync;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Checkpoint;
import io.tessera.lib.codec.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The block that a run begins at when it has nothing yet: the one that the operator names, or the
 * last one that a run of another mode took for final. The latter is left in a file, since the whole
 * node is restarted around the chain when the mode changes. Safe from any thread.
 */
final class Handover {
  private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

  private final Path file;
  private final Hash genesis;
  private volatile Optional<Checkpoint> configured;

  /**
   * What is left in a data directory.
   *
   * @param configured the operator's, in hexadecimal digits; empty for none
   * @throws IllegalArgumentException when these are not 64 digits; says which key is wrong
   */
  Handover(Path directory, Hash genesis, String configured) {
    file = directory.resolve("checkpoint");
    this.genesis = genesis;
    this.configured = parse(configured);
  }

  private static Optional<Checkpoint> parse(String configured) {
    if (configured.isEmpty()) {
      return Optional.empty();
    }
    if (!configured.matches("(0x)?[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "network_config.sync_checkpoint = \""
              + configured
              + "\": must be the 64 hexadecimal digits of a header's hash");
    }
    return Optional.of(new Checkpoint(Hash.fromHex(configured), true));
  }

  /**
   * The operator names another block, or none.
   *
   * @return whether it is another
   * @throws IllegalArgumentException as the constructor
   */
  boolean configure(String text) {
    Optional<Checkpoint> other = parse(text);
    boolean changed = !other.equals(configured);
    configured = other;
    return changed;
  }

  /** What a run left: whose chain, which mode, the block. */
  private record Left(Hash genesis, String mode, BlockRef block) {
    static Left parse(String line) {
      String[] words = line.strip().split(" ", -1);
      return new Left(
          Hash.fromHex(words[0]),
          words[1],
          new BlockRef(Hash.fromHex(words[2]), Long.parseLong(words[3])));
    }

    String line() {
      return genesis.toHex() + " " + mode + " " + block.hash().toHex() + " " + block.slot() + "\n";
    }
  }

  /** Where a run of a mode may begin. */
  Optional<Checkpoint> checkpoint(String mode) {
    return configured.or(
        () ->
            read()
                .filter(left -> !left.mode().equals(mode))
                .map(left -> new Checkpoint(left.block().hash(), false)));
  }

  private Optional<Left> read() {
    try {
      Left left = Left.parse(Files.readString(file));
      return Optional.of(left).filter(each -> each.genesis().equals(genesis));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
      LOG.warn("{} cannot be read and is ignored: {}", file, damaged.toString());
      return Optional.empty();
    }
  }

  /** A run of a mode ends, with this block final; the highest one stays. */
  void leave(String mode, BlockRef finalized) {
    boolean isHigher = read().map(left -> left.block().slot() < finalized.slot()).orElse(true);
    if (finalized.hash().equals(genesis) || !isHigher) {
      return;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path part = file.resolveSibling("checkpoint.part");
      Files.writeString(part, new Left(genesis, mode, finalized).line());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      LOG.warn(
          "{} cannot be written; the next run begins without it: {}", file, failure.toString());
    }
  }
}
