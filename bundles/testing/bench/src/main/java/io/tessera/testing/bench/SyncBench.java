package io.tessera.testing.bench;

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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One chain with a large state: what a node in each mode takes to reach its head from a peer. */
final class SyncBench {
  private static final int BLOCKS = 5_000;
  private static final DevService SERVICE = new DevService(16, 128, 200_000, 64);
  private static final Pattern IMPORTED =
      Pattern.compile("imported " + BLOCKS + " blocks, state root ([0-9a-f]{64})");
  private static final Pattern BEGUN = Pattern.compile("INFO  Syncing from #0 ");
  private static final Pattern LISTENING =
      Pattern.compile("\"peer_id\":\"(\\w+)\",\"listening\":\\[\"([^\" ]+)");
  private static final Pattern AT_HEAD =
      Pattern.compile(
          "^\\{.*\"height\":(\\d+)(?:,\"state_root\":\"([0-9a-f]{64})\")?.*\"state\":\"synced\"");

  private final Path folder;
  private final Path genesis;
  private final Path blocks;

  private SyncBench(Path folder) {
    this.folder = folder;
    genesis = folder.resolve("genesis.bin");
    blocks = folder.resolve("blocks.bin");
  }

  static void run() throws Exception {
    Path folder = Files.createTempDirectory("tessera-bench");
    try {
      new SyncBench(folder).compare();
    } finally {
      Figures.delete(folder);
    }
  }

  private void compare() throws Exception {
    double making = Figures.seconds(this::make);
    System.out.printf(
        "%,d blocks upon a state of %,d keys with values of %d bytes, signed in %.0f s%n",
        BLOCKS, SERVICE.storageEntries(), SERVICE.storageValueSize(), making);
    Path data = folder.resolve("peer");
    String root;
    try (NodeProcess load =
        NodeProcess.start("import", "--data", data, "--chain", genesis, blocks)) {
      root = load.await(IMPORTED).group(1);
      double seconds = opened(data).until(Instant.now(), ChronoUnit.MILLIS) / 1e3;
      System.out.printf("import from a file: %,.0f blocks/s%n", BLOCKS / seconds);
      load.ended();
    }
    try (NodeProcess peer =
        NodeProcess.start(
            "run", "--data", data, "--listen", "127.0.0.1:0", "--status-every", 1, "--json")) {
      Matcher at = peer.await(LISTENING);
      peer.ignoreTheRest();
      String address = at.group(1) + "@" + at.group(2);
      for (String mode : new String[] {"full", "fast", "light"}) {
        sync(mode, address, root);
      }
    }
  }

  /** When a node's chain was there and its import could begin, by its log. */
  private static Instant opened(Path data) throws IOException {
    try (Stream<Path> logs = Files.list(data.resolve("logs"))) {
      for (Path log : logs.toList()) {
        for (String line : Files.readAllLines(log)) {
          if (line.contains("ChainComponent - Chain ")) {
            return Instant.parse(line.substring(0, line.indexOf(' ')));
          }
        }
      }
    }
    throw new IOException("no log in " + data);
  }

  private void sync(String mode, String address, String root) throws Exception {
    Path data = folder.resolve(mode);
    Path config = folder.resolve(mode + ".json");
    Files.writeString(config, "{\"plugins\":{\"io.tessera.sync.fast\":{\"quorum\":1}}}");
    double carried = Figures.loopbackMegabytes();
    long start = System.nanoTime();
    try (NodeProcess node =
        NodeProcess.start(
            "run",
            "--config",
            config,
            "--data",
            data,
            "--chain",
            genesis,
            "--listen",
            "127.0.0.1:0",
            "--bootnode",
            address,
            "--sync",
            mode,
            "--status-every",
            0.1,
            "--json")) {
      node.await(BEGUN);
      long begun = System.nanoTime();
      Matcher status = node.await(AT_HEAD);
      while (Integer.parseInt(status.group(1)) < BLOCKS) {
        status = node.await(AT_HEAD);
      }
      long end = System.nanoTime();
      System.out.printf(
          "%-5s  %6.1f s of the process, %6.1f s from the first peer (%,.0f blocks/s), %7.1f MB on loopback,"
              + " %6.1f MB on disk, %4.0f MB resident, %4.0f at most%n",
          mode,
          (end - start) / 1e9,
          (end - begun) / 1e9,
          BLOCKS / ((end - begun) / 1e9),
          Figures.loopbackMegabytes() - carried,
          Figures.diskMegabytes(data.resolve(mode.equals("light") ? "headers" : "blocks")),
          Figures.residentMegabytes(node.pid()),
          Figures.peakMegabytes(node.pid()));
      if (!mode.equals("light") && !root.equals(status.group(2))) {
        throw new IllegalStateException(mode + " has the state root " + status.group(2));
      }
    }
  }

  /** Files as the importer reads them: the size of each block with its lowest byte first. */
  private void make() throws IOException {
    SealedChain chain = new SealedChain(ProtocolParameters.TINY, SERVICE, 1);
    Files.write(genesis, TraceGenesis.codec(chain.parameters()).encode(chain.genesis()));
    BlockFile made = BlockFile.make(folder.resolve("made"), chain, BLOCKS);
    try (BlockFile.Reader in = made.open();
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(blocks))) {
      ByteBuffer size = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      for (byte[] block : in.next(BLOCKS)) {
        out.write(size.putInt(0, block.length).array());
        out.write(block);
      }
    }
  }
}
