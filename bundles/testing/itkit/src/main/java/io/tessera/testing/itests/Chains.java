package io.tessera.testing.itests;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.testing.testkit.SealedChain;
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
 * @param stateRoot root of the state after it, likewise
 */
record Chains(Path genesis, Path blocks, String head, String stateRoot) {

  /** Makes a valid chain with one block a slot and writes it to a folder. */
  static Chains make(Path folder, long seed, int length) throws IOException {
    return make(folder, SealedChain.tiny(seed), length);
  }

  /** The same with a state of so many more keys. */
  static Chains withState(Path folder, long seed, int length, int keys) throws IOException {
    DevService service = new DevService(4, 100, keys, 64);
    return make(folder, new SealedChain(ProtocolParameters.TINY, service, seed), length);
  }

  private static Chains make(Path folder, SealedChain builder, int length) throws IOException {
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
    EncodedBlock last = chain.getLast();
    return new Chains(
        genesis, blocks, last.hash().toHex(), builder.state(last.ref()).root().toHex());
  }
}
