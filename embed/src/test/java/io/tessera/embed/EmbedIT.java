package io.tessera.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.net.NetworkService;
import io.tessera.testing.testkit.SealedChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** Nodes within this JVM: the program sees the very classes that the bundles do. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EmbedIT {
  @TempDir private Path folder;

  @BeforeAll
  static void sayWhereItIsInstalled() {
    System.setProperty(NodeConfig.HOME, System.getProperty("tessera.dist"));
  }

  @Test
  void theExampleOfTheDocumentationRuns() throws Exception {
    SealedChain builder = SealedChain.tiny(7);
    EncodedBlock block = builder.chain(1).getFirst();
    try (Tessera other = Tessera.launch(NodeConfig.fromFile(config("other", builder, "")))) {
      NetworkService network = other.network();
      assertFalse(network.isStarted());
      assertEquals(List.of(), network.addresses(), "no network before start()");
      network.start();
      String address = Events.await(network::addresses, list -> !list.isEmpty()).getFirst() + "";
      List<Bytes> answer = Example.run(config("mine", builder, address), block.raw());
      assertEquals(
          List.of(block.raw()), answer, "the peer has it, so it was announced and fetched");
      network.stop();
      assertEquals(List.of(), network.peers());
      Events.await(network::addresses, List::isEmpty);
      network.start();
      Events.await(network::addresses, list -> !list.isEmpty());
    }
  }

  @Test
  void theProgramSharesTheClassesOfTheBundles() throws Exception {
    try (Tessera node =
        Tessera.launch(NodeConfig.fromFile(config("shared", SealedChain.tiny(8), "")))) {
      BundleContext context = node.framework().getBundleContext();
      ServiceTracker<Chain, Chain> chains = new ServiceTracker<>(context, Chain.class, null);
      chains.open();
      Chain chain = chains.waitForService(30_000);
      assertSame(Bytes.class, chain.genesis().hash().getClass().getSuperclass());
    }
  }

  @Test
  void aBlockThatIsNotAcceptedSaysWhy() throws Exception {
    SealedChain builder = SealedChain.tiny(9);
    EncodedBlock orphan = builder.chain(2).getLast();
    try (Tessera node = Tessera.launch(NodeConfig.fromFile(config("refusing", builder, "")))) {
      NetworkService network = node.network();
      assertTrue(failure(network, orphan.raw()).contains("PARENT_UNKNOWN"));
      assertTrue(failure(network, Bytes.fromHex("00")).contains("are no block"));
      assertThrows(
          IllegalArgumentException.class, () -> network.send(Events.NOBODY, 0, Bytes.EMPTY));
    }
  }

  private static String failure(NetworkService network, Bytes block) {
    return assertThrows(
            ExecutionException.class, () -> network.broadcastBlock(block).get(30, TimeUnit.SECONDS))
        .getCause()
        .getMessage();
  }

  @Test
  void whatIsWrongIsSaidByTheLaunch() throws Exception {
    Path wrong = folder.resolve("wrong.json");
    assertTrue(
        assertThrows(IOException.class, () -> NodeConfig.fromFile(wrong))
            .getMessage()
            .contains("wrong.json"));
    Files.writeString(wrong, "{\"network_config\": {\"listening_port\": 70000}}");
    String said =
        assertThrows(IOException.class, () -> Tessera.launch(NodeConfig.fromFile(wrong)))
            .getMessage();
    assertTrue(said.contains("listening_port") && said.contains("70000"), said);
  }

  private Path config(String name, SealedChain chain, String bootnode) throws IOException {
    Path home = Files.createDirectory(folder.resolve(name));
    Files.write(
        home.resolve("genesis.bin"),
        TraceGenesis.codec(chain.parameters()).encode(chain.genesis()));
    return Files.writeString(
        home.resolve("node.json"),
        """
        { // a node for a test
          "network_config": {
            "listening_address": "127.0.0.1", "listening_port": 0, "bootstrap_nodes": [%s]
          },
          "chain_spec": "genesis.bin", "data_path": "data"
        }
        """
            .formatted(bootnode.isEmpty() ? "" : "\"" + bootnode + "\""));
  }
}
