package io.tessera.lib.codec.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.Vectors;
import io.tessera.lib.codec.block.Block;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFilesTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  @ParameterizedTest
  @ValueSource(strings = {"fallback", "safrole", "preimages_light", "storage_light"})
  void everyFileEncodesToTheSameBytes(String trace) {
    Path folder = Vectors.ROOT.resolve("traces").resolve(trace);
    Codec<TraceGenesis> genesis = TraceGenesis.codec(TINY);
    byte[] first = Vectors.read(folder.resolve("genesis.bin"));
    assertArrayEquals(first, genesis.encode(genesis.decode(first)));

    List<Path> files =
        Vectors.files(folder, ".bin").stream()
            .filter(file -> !file.endsWith("genesis.bin"))
            .toList();
    assertEquals(100, files.size());
    Codec<TraceStep> steps = TraceStep.codec(TINY);
    long slot = 1;
    for (Path file : files) {
      byte[] bytes = Vectors.read(file);
      TraceStep step = steps.decode(bytes);
      assertArrayEquals(bytes, steps.encode(step), file.toString());
      assertEquals(slot++, step.block().header().slot());
      Bytes block = Bytes.wrap(Block.codec(TINY).encode(step.block()));
      assertEquals(block, TraceStep.rawBlock(bytes, TINY), file.toString());
    }
  }

  @Test
  void fileThatIsCutOrTooLongIsRefused() {
    byte[] bytes =
        Vectors.read(Vectors.ROOT.resolve("traces").resolve("safrole").resolve("00000001.bin"));
    for (int length = 0; length < bytes.length; length += 53) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(CodecException.class, () -> TraceStep.rawBlock(cut, TINY));
      assertThrows(CodecException.class, () -> TraceStep.codec(TINY).decode(cut));
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(CodecException.class, () -> TraceStep.rawBlock(longer, TINY));
  }
}
