package io.tessera.lib.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.codec.trace.TraceStep;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Header and extrinsic hashes on four chains of 100 blocks that others made. */
class TraceHashesTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final String GENESIS =
      "2bf11dc5e1c7b9bbaafc2c8533017abc12daeb0baf22c92509ad50f7875e5716";

  @ParameterizedTest
  @CsvSource({
    "fallback, 38310a6f, 28d456500",
    "safrole, b53a8b4c781189261d16bc071c0de827f5afa590, d4277aa6c1bdcdac9f533ac8",
    "preimages_light, 4d1c22b9, 4bd47bd3f7",
    "storage_light, 9852a6da, 7077e843c"
  })
  void everyHeaderNamesItsParentAndItsExtrinsic(String trace, String begin, String end) {
    Path folder = Vectors.ROOT.resolve("traces").resolve(trace);
    TraceGenesis genesis =
        TraceGenesis.codec(TINY).decode(Vectors.read(folder.resolve("genesis.bin")));
    Hash head = HeaderHash.of(genesis.header(), TINY);
    assertEquals(GENESIS, head.toHex());
    for (int number = 1; number <= 100; number++) {
      byte[] file = Vectors.read(folder.resolve("%08d.bin".formatted(number)));
      Block block = Block.codec(TINY).decode(TraceStep.rawBlock(file, TINY).toByteArray());
      assertEquals(head, block.header().parent(), "parent of block " + number);
      assertEquals(
          block.header().extrinsicHash(),
          ExtrinsicHash.of(block.extrinsic()),
          "extrinsic of block " + number);
      head = HeaderHash.of(block.header(), TINY);
    }
    assertTrue(head.toHex().startsWith(begin) && head.toHex().endsWith(end), head.toHex());
  }
}
