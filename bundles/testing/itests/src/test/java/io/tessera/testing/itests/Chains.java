package io.tessera.testing.itests;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.testing.testkit.ChainBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A chain that was made for a test.
 *
 * @param genesis its {@code genesis.bin}
 * @param blocks a file of all blocks, each after its size as four bytes, little-endian
 * @param head hash of the last block, as 64 hexadecimal digits
 */
record Chains(Path genesis, Path blocks, String head) {

  /** Makes a chain with one block a slot and writes it to a folder. */
  static Chains make(Path folder, long seed, int length) throws IOException {
    ChainBuilder builder = ChainBuilder.tiny(seed);
    Path genesis = folder.resolve("genesis.bin");
    Files.write(genesis, TraceGenesis.codec(builder.parameters()).encode(builder.genesis()));
    List<EncodedBlock> chain = builder.chain(length);
    Path blocks = folder.resolve("blocks.bin");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(blocks))) {
      ByteBuffer size = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      for (EncodedBlock block : chain) {
        out.write(size.putInt(0, block.raw().size()).array());
        out.write(block.raw().toByteArray());
      }
    }
    return new Chains(genesis, blocks, chain.getLast().hash().toHex());
  }
}
