package io.tessera.testing.bench;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.testing.testkit.SealedChain;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain in a file: more blocks than should lie in memory while it is measured.
 *
 * @param file each block's size in four bytes, then the block
 * @param genesis what the first block stands on
 * @param parameters of the chain
 * @param count how many blocks it has
 */
record BlockFile(Path file, TraceGenesis genesis, ProtocolParameters parameters, int count) {

  /** Authors a chain of valid blocks with nothing in them, one in each slot. */
  static BlockFile make(Path file, int count) throws IOException {
    return make(file, SealedChain.tiny(1), count);
  }

  /** The same upon another genesis. */
  static BlockFile make(Path file, SealedChain chain, int count) throws IOException {
    BlockRef at = chain.genesisRef();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (int i = 0; i < count; i++) {
        EncodedBlock block = chain.child(at, at.slot() + 1);
        chain.forget(at);
        out.writeInt(block.raw().size());
        out.write(block.raw().toByteArray());
        at = block.ref();
      }
    }
    return new BlockFile(file, chain.genesis(), chain.parameters(), count);
  }

  /** Begins to read. */
  Reader open() throws IOException {
    return new Reader(
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16)));
  }

  /** Where somebody is in the file. */
  static final class Reader implements AutoCloseable {
    private final DataInputStream in;

    private Reader(DataInputStream in) {
      this.in = in;
    }

    /** So many blocks, which the file must have. */
    List<byte[]> next(int count) throws IOException {
      List<byte[]> blocks = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        blocks.add(in.readNBytes(in.readInt()));
      }
      return blocks;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
