package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceEvent;

/** The configuration of a running node changes, by the shell and by its file. */
class ConfigIT {
  private static final String MDNS = "io.tessera.discovery.mdns";
  private static final String MDNS_COMPONENT = MDNS + ".MdnsComponent";
  private static final String QUIC_COMPONENT = "io.tessera.transport.quic.QuicComponent";
  private static final String PEERS_COMPONENT = "io.tessera.core.peers.PeersComponent";

  /** SSH listens when there is a key that may log in; whose it is does not matter. */
  private static final String SOMEBODY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINYTHaszNT1132H4Pb1V14Lf"
          + "Y0tWZ3sFkvf9N7l+02Rv somebody\n";

  @TempDir private Path folder;
  private Path file;
  private NodeUnderTest node;

  @Test
  void whatChangesLiveRestartsThatAloneAndTheRestIsRefused() throws Exception {
    file = folder.resolve("node.json");
    Path data = Files.createDirectory(folder.resolve("data"));
    write(8, false, "");
    Setup setup = Setup.of(data, folder).withConfig(file);
    try (NodeUnderTest first = NodeUnderTest.start(setup)) {
      node = first;
      node.address();
      said("no such plugin is installed now: org.example.later; its settings wait for it");
      switchedInTheShell();
      refusedWhenWrong(data);
      thePortMoves(data);
      aDoorThatDoesNotOpenIsTakenBack(data);
      takenWhileItRuns();
      switchedInTheFile();
      lastGoodFileStays();
      assertEquals(
          "done; modified io.tessera.core.peers.PeersComponent, io.tessera.discovery.bootstrap.Bootstrap",
          node.gogo("tessera:config set network_config max_peers=20"));
    }
    try (NodeUnderTest second = NodeUnderTest.start(setup)) {
      node = second;
      node.address();
      assertEquals(20, key("network_config", "max_peers").get("value"), "it survives a restart");
      assertTrue(
          key("network_config", "max_peers").get("origin").toString().contains("overlay.json:"));
      assertTrue(
          node.gogo("tessera:config unset network_config max_peers").startsWith("done; mod"));
      assertEquals(9, key("network_config", "max_peers").get("value"), "the file's");
      assertEquals(file + ":3", key("network_config", "max_peers").get("origin"));
      node.gogo("tessera:config unset io.tessera.discovery.exchange few_peers");
      node.gogo("tessera:config unset network_config listening_port");
      asTheDocumentSays();
      assertFalse(Files.exists(data.resolve("overlay.json")), "nothing is left in it");
    }
  }

  /** DocsIT types all others. */
  private void asTheDocumentSays() throws Exception {
    List<DocCommand> commands =
        DocCommand.read(Paths.root().resolve("docs/operations.md")).stream()
            .filter(DocCommand::switchesMdns)
            .toList();
    assertEquals(2, commands.size(), commands.toString());
    for (DocCommand command : commands) {
      node.shell().must(command.text());
    }
  }

  private void switchedInTheShell() throws Exception {
    Map<String, Object> before = activations();
    assertEquals(
        "done; started " + MDNS_COMPONENT,
        node.gogo("tessera:config set " + MDNS + " enabled=true"));
    assertEquals(
        Set.of(MDNS_COMPONENT, "services of " + MDNS),
        Activations.different(before, activations()));
    assertTrue(node.gogo("tessera:discovery").contains("mdns"));
    assertEquals(true, key(MDNS, "enabled").get("value"));
    assertEquals(false, key(MDNS, "enabled").get("default"));
    assertEquals(
        "done; modified " + MDNS_COMPONENT,
        node.gogo("tessera:config set " + MDNS + " interfaces=lo,nil0"));
    assertEquals(List.of("lo", "nil0"), key(MDNS, "interfaces").get("value"));
    assertEquals(
        "done; stopped " + MDNS_COMPONENT,
        node.gogo("tessera:config set " + MDNS + " enabled=false"));
    assertEquals(
        Set.of(),
        Activations.different(before, activations()),
        "no other component is activated again");
    assertTrue(
        node.gogo("tessera:config unset " + MDNS + " enabled interfaces")
            .equals("done: no component has to know"));
  }

  private void refusedWhenWrong(Path data) throws Exception {
    node.gogo("tessera:config set io.tessera.discovery.exchange few_peers=3");
    Path overlay = data.resolve("overlay.json");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(overlay)));
    String written = Files.readString(overlay);
    Map<String, Object> before = activations();
    refused("network_config max_peers=20000", "max_peers = 20000: must be an integer from 0 to");
    refused("network_config max_peers=many", "must be an integer from 0 to 10000");
    refused("network_config sync_mode=warp", "must be one of fast, full, light");
    refused("network_config max_pears=2", "unknown key, did you mean max_peers?");
    refused("io.tessera.discovery.mdsn enabled=true", "did you mean " + MDNS + "?");
    refused(MDNS + " interfaces=lo enabled=perhaps", "must be true or false");
    refused("network_config sync_checkpoint=12", "must be the 64 hexadecimal digits");
    refused("node data_path=/x", "the command line says what it is, and wins");
    refused("node chain_spec=other.json", "is read once, at start");
    refused("io.tessera.store.rocksdb cache_mib=17", "is read once, at start");
    assertEquals(written, Files.readString(overlay), "nothing is written");
    assertEquals(Set.of(), Activations.different(before, activations()), "nothing is applied");
  }

  private void refused(String change, String why) throws Exception {
    String answer = node.gogo("tessera:config set " + change);
    assertTrue(answer.contains("config set: ") && answer.contains(why), answer);
    assertEquals(1, answer.lines().count(), answer);
  }

  private void thePortMoves(Path data) throws Exception {
    Map<String, Object> before = activations();
    int port = freePort();
    assertEquals(
        "done; restarted " + QUIC_COMPONENT,
        node.gogo("tessera:config set network_config listening_port=" + port));
    assertEquals(
        Set.of("services of io.tessera.transport.quic"),
        Activations.different(before, activations()));
    assertTrue(listens(data, port));
    try (DatagramSocket taken = new DatagramSocket(loopback(0))) {
      String answer =
          node.gogo("tessera:config set network_config listening_port=" + taken.getLocalPort());
      assertTrue(answer.contains("what held before is in force again"), answer);
    }
    assertEquals(port, key("network_config", "listening_port").get("value"));
    assertTrue(listens(data, port), "on the port of before");
  }

  /** What an operator switches on besides: the node can do without, the change cannot. */
  private void aDoorThatDoesNotOpenIsTakenBack(Path data) throws Exception {
    Path overlay = data.resolve("overlay.json");
    String written = Files.readString(overlay);
    Files.writeString(data.resolve("authorized_keys"), SOMEBODY);
    Map<String, Object> before = activations();
    String back = "; what held before is in force again";
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String door : List.of("rpc", "metrics", "ssh")) {
        String pid = "io.tessera.operator." + door;
        String change = pid + " enabled=true port=" + taken.getLocalPort();
        String answer = node.gogo("tessera:config set " + change);
        assertTrue(answer.endsWith(pid + back), answer);
      }
    }
    assertEquals(
        "config: io.tessera.operator.telemetry: endpoint 'foo' is not HOST:PORT, such as"
            + " 127.0.0.1:9000 or [::1]:9000; nothing is sent"
            + back,
        node.gogo("tessera:config set io.tessera.operator.telemetry endpoint=foo"));
    assertEquals(written, Files.readString(overlay), "nothing is written");
    assertEquals(Set.of(), Activations.different(before, activations()), "all is as it was");
    assertFalse(node.gogo("tessera:status").contains("no RPC"), "and no problem is left");
  }

  /** The chain and all above it would restart with these, if they were not modified. */
  private void takenWhileItRuns() throws Exception {
    Map<String, Object> before = activations();
    taken("io.tessera.core.chain finality_depth=5", "io.tessera.core.chain");
    taken("io.tessera.store.rocksdb state_window=70", "io.tessera.store.rocksdb");
    taken("io.tessera.core.availability max_files=100", "io.tessera.core.availability");
    taken("io.tessera.discovery.exchange few_peers=2", "io.tessera.discovery.exchange.Exchange");
    taken(
        "network_config sync_mode=fast",
        "io.tessera.core.sync.SyncController, io.tessera.store.rocksdb");
    assertEquals(Set.of(), Activations.different(before, activations()));
    assertEquals("fast", node.json("tessera:sync").get("mode"));
    for (String key :
        List.of(
            "io.tessera.core.chain finality_depth",
            "io.tessera.store.rocksdb state_window",
            "io.tessera.core.availability max_files",
            "network_config sync_mode")) {
      assertTrue(node.gogo("tessera:config unset " + key).startsWith("done; modified"), key);
    }
  }

  private void taken(String change, String components) throws Exception {
    assertEquals("done; modified " + components, node.gogo("tessera:config set " + change));
  }

  private static boolean listens(Path data, int port) throws Exception {
    return Wait.forFile(
            data.resolve("node.json"),
            text -> text.contains("\"127.0.0.1:" + port + "\""),
            () -> Wait.tail(Paths.log()))
        .contains("" + port);
  }

  private void switchedInTheFile() throws Exception {
    Map<String, Object> before = activations();
    CompletableFuture<Void> comes = discovery(ServiceEvent.REGISTERED);
    write(8, true, "");
    Wait.until("mDNS", comes);
    said(MDNS + ".enabled = true (was false); started " + MDNS_COMPONENT);
    CompletableFuture<Void> goes = discovery(ServiceEvent.UNREGISTERING);
    write(9, false, "");
    Wait.until("the end of mDNS", goes);
    said("network_config.max_peers = 9 (was 8), plugins." + MDNS + ".enabled = false (was true);");
    assertEquals(
        Set.of(),
        Activations.different(before, activations()),
        "no other component is activated again");
  }

  private void lastGoodFileStays() throws Exception {
    Map<String, Object> before = activations();
    String good = Files.readString(file);
    Files.writeString(file, good.substring(0, good.length() / 2));
    said("is no JSON");
    Files.delete(file);
    said("does not exist");
    Files.createDirectory(file);
    said("is a directory");
    Files.delete(file);
    write(9, false, ", \"data_path\": \"elsewhere\"");
    said("nothing that holds is changed"); // the command line says where the data is
    write(9, false, ", \"plugins\": {}");
    said("Duplicate field 'plugins'");
    Files.writeString(file, good.replace("\"max_peers\": 9", "\"max_peers\": 99999"));
    said("max_peers = 99999: must be an integer");
    assertEquals(9, key("network_config", "max_peers").get("value"));
    write(9, false, " // good");
    said("nothing that holds is changed");
    assertEquals(Set.of(), Activations.different(before, activations()), "nothing is applied");
  }

  private int lines;

  /** Waits for the next line of the log about this node's file. */
  private void said(String what) throws IOException, InterruptedException {
    String log =
        Wait.forFile(Paths.log(), text -> about(text).size() > lines, () -> Wait.tail(Paths.log()));
    String line = about(log).get(lines);
    lines++;
    assertTrue(line.contains(what), line);
  }

  private List<String> about(String log) {
    return log.lines().filter(line -> line.contains(file.toString())).toList();
  }

  /** Replaces the file as editors do. */
  private void write(int maxPeers, boolean mdns, String more) throws IOException {
    String text =
        """
        { "$schema": "tessera.schema.json",
          "network_config": { "listening_address": "127.0.0.1", "listening_port": 0,
            "max_peers": %d },
          "chain_spec": "%s",
          "plugins": { "%s": { "enabled": %s }, "org.example.later": { "x": [1] } }%s
        }
        """
            .formatted(maxPeers, Paths.trace("safrole").resolve("genesis.bin"), MDNS, mdns, more);
    Path part = Files.writeString(folder.resolve("part"), text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private CompletableFuture<Void> discovery(int type) throws Exception {
    CompletableFuture<Void> seen = new CompletableFuture<>();
    AllServiceListener listener =
        event -> {
          Bundle bundle = event.getServiceReference().getBundle();
          if (event.getType() == type && bundle.getSymbolicName().equals(MDNS)) {
            seen.complete(null);
          }
        };
    node.context().addServiceListener(listener, "(objectClass=io.tessera.net.Discovery)");
    return seen;
  }

  private Map<?, ?> key(String group, String name) throws Exception {
    return ((Collection<?>) node.json("tessera:config " + group + "." + name).get("keys"))
        .stream().map(each -> (Map<?, ?>) each).findFirst().orElseThrow();
  }

  private Map<String, Object> activations() throws Exception {
    Map<String, Object> all = new Activations(node, bundle -> true).traces();
    assertTrue(all.containsKey(PEERS_COMPONENT));
    return all;
  }

  private static int freePort() throws IOException {
    try (DatagramSocket any = new DatagramSocket(loopback(0))) {
      return any.getLocalPort();
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
