package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.testing.testkit.ChainBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that imports, again and again on one data directory, and looks at what is left.
 */
class KillTest {
  private static final int SERIES = Boolean.getBoolean("tessera.soak") ? 50 : 3;

  /** Batches that the child is let to report at most before it is killed. */
  private static final int MOST_BATCHES = 60;

  @TempDir private Path data;
  private Path spec;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void nothingReportedIsLostAndTheRestIsConsistent() throws Exception {
    ChainBuilder genesis = ChainBuilder.tiny(0);
    spec = Files.writeString(data.resolve("spec.json"), genesis.chainSpec());
    Random random = new Random(42);
    List<Hash> safe = new ArrayList<>();
    for (int run = 0; run < SERIES; run++) {
      safe.addAll(runAndKill(run, random.nextInt(MOST_BATCHES), random.nextInt(3_000)));
      check(safe);
    }
    assertTrue(safe.size() > SERIES, "the children got on: " + safe.size());
  }

  /** A child that dies some microseconds after it has reported a number of batches. */
  private List<Hash> runAndKill(int run, int batches, int micros) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                data.resolve("node").toString(),
                spec.toString(),
                Integer.toString(run == 0 ? 0 : 1000 + run))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Hash> reported = new ArrayList<>();
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("ready", out.readLine());
      for (int i = 0; i < batches; i++) {
        reported.add(Hash.fromHex(out.readLine()));
      }
      long until = System.nanoTime() + 1_000L * micros;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      // By its handle, which leaves the pipe open: Process.destroyForcibly closes it.
      child.toHandle().destroyForcibly();
      // What it managed to say before it died counts too.
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.length() == 2 * Hash.SIZE) {
          reported.add(Hash.fromHex(line));
        }
      }
    } finally {
      child.destroyForcibly();
      child.onExit().join();
    }
    return reported;
  }

  private void check(List<Hash> safe) throws ChainSpecException {
    try (FileImporterTest.DiskNode node = new FileImporterTest.DiskNode(data.resolve("node"))) {
      node.open("");
      ChainService chain = node.chain().orElseThrow();
      List<BlockEntry> all =
          chain
              .range(
                  new BlockRequest(chain.genesis().hash(), Direction.ASCENDING, Integer.MAX_VALUE),
                  Integer.MAX_VALUE)
              .orElseThrow();
      assertEquals(chain.height(), all.size());
      assertEquals(all.isEmpty() ? chain.genesis() : all.getLast().ref(), chain.best());
      checkLinks(chain, all);
      List<Hash> hashes = all.stream().map(BlockEntry::ref).map(BlockRef::hash).toList();
      assertTrue(hashes.containsAll(safe), "a reported block is lost");
      assertTrue(hashes.contains(chain.finalized().hash()) || all.isEmpty());
      assertTrue(chain.leaves().contains(chain.best()));
      for (BlockRef leaf : chain.leaves()) {
        assertTrue(chain.entry(leaf.hash()).isPresent());
      }
    }
  }

  /** Every entry has its bytes, and they are those of its hash, its slot and its parent. */
  private static void checkLinks(ChainService chain, List<BlockEntry> all) {
    List<Bytes> raw = chain.raw(all.stream().map(BlockEntry::ref).map(BlockRef::hash).toList());
    assertEquals(all.size(), raw.size());
    var codec = EncodedBlock.codec(ProtocolParameters.TINY);
    Hash parent = chain.genesis().hash();
    for (int i = 0; i < all.size(); i++) {
      BlockEntry entry = all.get(i);
      EncodedBlock block = codec.decode(raw.get(i).toByteArray());
      assertEquals(entry.ref(), block.ref());
      assertEquals(parent, entry.parent());
      assertEquals(parent, block.header().parent());
      assertEquals(i + 1, entry.height());
      parent = block.hash();
    }
  }
}
