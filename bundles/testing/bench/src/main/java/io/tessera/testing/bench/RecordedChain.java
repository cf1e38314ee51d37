package io.tessera.testing.bench;

import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.codec.trace.TraceStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of the public traces, of tiny parameters.
 *
 * @param description what is in it
 * @param genesis what its first block stands on
 * @param blocks its blocks, encoded
 */
record RecordedChain(String description, TraceGenesis genesis, List<byte[]> blocks) {

  /** Reads a folder of steps that are named by eight digits. */
  static RecordedChain read(Path folder) throws IOException {
    ProtocolParameters tiny = ProtocolParameters.TINY;
    List<Path> steps;
    try (Stream<Path> files = Files.list(folder)) {
      steps = files.filter(it -> it.toString().matches(".*/\\d{8}\\.bin")).sorted().toList();
    }
    List<byte[]> blocks = new ArrayList<>();
    int carrying = 0;
    int tickets = 0;
    for (Path step : steps) {
      Block block = TraceStep.codec(tiny).decode(Files.readAllBytes(step)).block();
      blocks.add(Block.codec(tiny).encode(block));
      int here = block.extrinsic().tickets().size();
      carrying += here > 0 ? 1 : 0;
      tickets += here;
    }
    String description =
        "trace %s, %d tickets in %d of its blocks"
            .formatted(folder.getFileName(), tickets, carrying);
    TraceGenesis genesis =
        TraceGenesis.codec(tiny).decode(Files.readAllBytes(folder.resolve("genesis.bin")));
    return new RecordedChain(description, genesis, blocks);
  }
}
