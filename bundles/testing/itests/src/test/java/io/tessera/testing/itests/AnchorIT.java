package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a block makes work available and nothing accumulates it, a node knows little of the state.
 * One that was given the state proves it to another, which takes it by itself.
 */
class AnchorIT {
  /** The trace's second block makes work available, the three above it do not. */
  private static final int FINAL = 2;

  private static final int BLOCKS = 5;

  @Test
  void aNodeTakesTheStateFromOneThatHasIt(@TempDir Path folder) throws Exception {
    Path trace = firstBlocks(Files.createDirectory(folder.resolve("trace")));
    Path genesis = trace.resolve("genesis.bin");
    String root = step(trace, BLOCKS).post().stateRoot().toHex();
    try (NodeUnderTest a =
        NodeUnderTest.start(DiscoverySetup.of(folder, "a", genesis, List.of(), "bootstrap"))) {
      a.importBlocks(trace);
      Map<String, Object> imported = a.json("tessera:status");
      assertEquals(BLOCKS - FINAL + 1, imported.get("consensus_only"), imported.toString());
      assertFalse(imported.containsKey("state_root"), imported.toString());
      give(a, trace);
      assertEquals(root, a.json("tessera:status").get("state_root"));
      try (NodeUnderTest b =
          NodeUnderTest.start(
              DiscoverySetup.of(folder, "b", genesis, List.of(a.address()), "bootstrap"))) {
        Map<String, Object> status = b.json("tessera:status");
        long end = System.nanoTime() + Wait.DEADLINE.toNanos();
        while (!root.equals(status.get("state_root"))) {
          assertTrue(System.nanoTime() < end, status.toString());
          status = b.json("tessera:status");
        }
        assertEquals(BLOCKS - FINAL + 1, status.get("consensus_only"), "it was not known before");
      }
    }
  }

  private static Path firstBlocks(Path folder) throws Exception {
    Path trace = Paths.trace("preimages_light");
    Files.copy(trace.resolve("genesis.bin"), folder.resolve("genesis.bin"));
    for (int i = 1; i <= BLOCKS; i++) {
      Files.copy(trace.resolve(name(i)), folder.resolve(name(i)));
    }
    return folder;
  }

  private static String name(int step) {
    return "%08d.bin".formatted(step);
  }

  private static TraceStep step(Path trace, int number) throws Exception {
    return TraceStep.codec(ProtocolParameters.TINY)
        .decode(Files.readAllBytes(trace.resolve(name(number))));
  }

  /** Hands the node the state after its finalized block, in the container's own types. */
  private static void give(NodeUnderTest node, Path trace) throws Exception {
    Object chain = node.service("io.tessera.chain.Chain");
    Object parameters = Reflect.call(chain, "parameters");
    Class<?> step =
        node.bundle("io.tessera.lib.codec").loadClass("io.tessera.lib.codec.trace.TraceStep");
    Object codec = step.getMethod("codec", parameters.getClass()).invoke(null, parameters);
    Object decoded =
        codec
            .getClass()
            .getMethod("decode", byte[].class)
            .invoke(codec, (Object) Files.readAllBytes(trace.resolve(name(FINAL))));
    Object post = step.getMethod("post").invoke(decoded);
    Object state = post.getClass().getMethod("keyvals").invoke(post);
    Object block = Reflect.call(chain, "finalized");
    Object hash = block.getClass().getMethod("hash").invoke(block);
    Reflect.call(chain, "anchor", hash, state);
  }
}
