package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceStep;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order in which bundles start does not matter. */
class OrderIT {

  static LongStream seeds() {
    return LongStream.range(0, Boolean.getBoolean("tessera.soak") ? 100 : 1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aNodeWorksInAnyOrder(long seed, @TempDir Path folder) throws Exception {
    Path trace = Paths.trace("safrole");
    Path data = Files.createDirectory(folder.resolve("data"));
    Setup setup = Setup.of(data, trace.resolve("genesis.bin"));
    try (NodeUnderTest node = NodeUnderTest.start(setup.withHome(shuffled(seed)))) {
      assertTrue(node.address().contains("/udp/"));
      String answer = node.importBlocks(trace);
      String line = "imported 100 blocks, state root " + lastRoot(trace) + ", executed 100";
      assertTrue(answer.contains(line), "seed " + seed + ": " + answer);
      assertEquals(List.of(), node.json("tessera:status").get("problems"));
    }
  }

  /** Root of the state after the trace's last block. */
  private static Hash lastRoot(Path trace) throws IOException {
    byte[] last = Files.readAllBytes(trace.resolve("00000100.bin"));
    return TraceStep.codec(ProtocolParameters.TINY).decode(last).post().stateRoot();
  }

  /**
   * The launcher starts bundles in the order of their file names. Links, in the build's folder,
   * spare copies of large files.
   */
  private static Path shuffled(long seed) throws IOException {
    Path home = Paths.log().resolveSibling("order-" + seed);
    delete(home);
    Path bundles = Files.createDirectories(home.resolve("bundles"));
    List<Path> jars;
    try (Stream<Path> files = Files.list(Paths.distribution().resolve("bundles"))) {
      jars = new ArrayList<>(files.sorted().toList());
    }
    Collections.shuffle(jars, new Random(seed));
    for (int i = 0; i < jars.size(); i++) {
      Path jar = jars.get(i);
      Path place = bundles.resolve("%03d-%s".formatted(i, jar.getFileName()));
      Files.createLink(place, jar);
    }
    return home;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
