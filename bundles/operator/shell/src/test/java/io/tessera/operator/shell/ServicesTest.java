package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.ChainImporter;
import io.tessera.chain.Sync;
import io.tessera.lib.codec.Hash;
import io.tessera.net.NodeKey;
import io.tessera.net.Peers;
import io.tessera.net.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
  private final AtomicLong nanos = new AtomicLong();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private BlockImport blockImport(Optional<ChainImporter.Failure> error) {
    ChainImporter importer =
        (source, progress) -> {
          for (int i = 1; i <= 4; i++) {
            nanos.addAndGet(600_000_000L);
            progress.advanced(10L * i, 0, Fixtures.block(i).ref());
          }
          return new ChainImporter.Report(
              40,
              2,
              error,
              Optional.of(Fixtures.block(4).ref()),
              Optional.of(Fixtures.block(1).ref()),
              Optional.of(Hash.ZERO),
              40);
        };
    return new BlockImport(
        importer, new PrintStream(printed, true, StandardCharsets.UTF_8), nanos::get);
  }

  @Test
  void anImportTellsOnceASecondAndSumsUp() throws Exception {
    BlockImport done = blockImport(Optional.empty()).run(List.of(Path.of("a"), Path.of("b")));
    assertEquals(
        """
        import: 20 blocks, at #4 02aa0000, 17 blocks/s
        import: 40 blocks, at #8 04aa0000, 17 blocks/s
        import: 60 blocks, at #4 02aa0000, 17 blocks/s
        import: 80 blocks, at #8 04aa0000, 17 blocks/s
        """,
        printed.toString(StandardCharsets.UTF_8));
    assertEquals(
        "imported 80 blocks (4 more were known), state root "
            + Hash.ZERO
            + ", executed 80, head "
            + Fixtures.block(4).ref().hash()
            + " slot 8",
        done.toString());
    assertEquals(
        "{\"head\":\"%s\",\"slot\":8,\"finalized\":\"%s\",\"state_root\":\"%s\",\"blocks\":80,\"executed\":80,\"known\":4,\"seconds\":4.8}"
            .formatted(
                Fixtures.block(4).ref().hash(), Fixtures.block(1).ref().hash(), Hash.ZERO.toHex()),
        done.toJson());
  }

  @Test
  void anImportStopsAtTheFirstError() {
    BlockImport broken =
        blockImport(Optional.of(new ChainImporter.Failure(Path.of("f"), 12, "truncated")));
    var e =
        assertThrows(CommandException.class, () -> broken.run(List.of(Path.of("f"), Path.of("g"))));
    assertTrue(
        e.getMessage().startsWith("import: f at byte 12: truncated; imported 40 blocks"),
        e.getMessage());
  }

  @Test
  void awaitSyncPrintsTheHeadOnceSynced() {
    CompletableFuture<Sync.Status> synced = new CompletableFuture<>();
    AwaitSync command =
        new AwaitSync(
            Stub.of(Sync.class, Map.of("whenSynced", none -> synced)),
            Stub.of(Peers.class, Map.of("connected", none -> List.of(Fixtures.peer(1, 2)))));
    synced.complete(Fixtures.status(Sync.State.SYNCED));
    String line = stdout(() -> assertEquals(0, command.apply(new String[] {"--json"})));
    assertTrue(
        line.matches(
            "\\{\"head\":\"07aa0{60}\",\"slot\":14,\"finalized\":\"02aa0{60}\",\"blocks\":7,"
                + "\"seconds\":[0-9.E-]+,\"peers\":1}\\R"),
        line);
  }

  @Test
  void awaitSyncEndsWhenTheNodeStops() {
    CompletableFuture<Sync.Status> never = new CompletableFuture<>();
    AwaitSync command =
        new AwaitSync(
            Stub.of(Sync.class, Map.of("whenSynced", none -> never)),
            Stub.of(Peers.class, Map.of()));
    command.deactivate();
    assertEquals(1, command.apply(new String[0]));
  }

  @Test
  void theNodeFileIsThereAsLongAsATransportListens(@TempDir Path data) throws Exception {
    NodeKey key = Stub.of(NodeKey.class, Map.of("id", none -> Fixtures.peerId(1)));
    Transport transport =
        Stub.of(
            Transport.class,
            Map.of(
                "localAddresses",
                none -> List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 40))));
    Path file = data.resolve(NodeFile.NAME);
    Files.writeString(file, "left behind by a node that was killed");
    NodeFile node = new NodeFile(data, key, "run");
    assertFalse(Files.exists(file));
    node.bindTransport(transport);
    assertEquals(
        "{\"pid\":%d,\"peer_id\":\"%s\",\"listening\":[\"127.0.0.1:40\"]}\n"
            .formatted(ProcessHandle.current().pid(), Fixtures.peerId(1)),
        Files.readString(file));
    node.unbindTransport(transport);
    assertFalse(Files.exists(file));
    node.bindTransport(transport);
    node.deactivate();
    try (var left = Files.list(data)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aCommandBesideARunningNodeLeavesItsFileAlone(@TempDir Path data) throws Exception {
    NodeKey key = Stub.of(NodeKey.class, Map.of("id", none -> Fixtures.peerId(1)));
    Path file = Files.writeString(data.resolve(NodeFile.NAME), "of the node that runs");
    new NodeFile(data, key, "key").deactivate();
    assertEquals("of the node that runs", Files.readString(file));
  }

  @Test
  void keyShowsThePublicHalfAndGenerateDoesNotPretend(@TempDir Path data) throws Exception {
    NodeKey key = Stub.of(NodeKey.class, Map.of("id", none -> Fixtures.peerId(1)));
    Path file = data.resolve("node.key");
    KeyRun during = new KeyRun(data, key, false);
    KeyRun later = new KeyRun(data, key, true);
    String shown = stdout(() -> assertEquals(0, later.apply(new String[] {"show"})));
    assertTrue(shown.startsWith("peer id     " + Fixtures.peerId(1).name()), shown);
    assertEquals(
        "{\"peer_id\":\"%s\",\"public_key\":\"%s\",\"file\":\"%s\"}\n"
            .formatted(Fixtures.peerId(1), Fixtures.peerId(1).key(), file),
        stdout(() -> assertEquals(0, during.apply(new String[] {"generate", "--json"}))));
    assertEquals(
        "", stdout(() -> assertEquals(1, later.apply(new String[] {"generate", "--json"}))));
  }

  private static String stdout(Runnable work) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
