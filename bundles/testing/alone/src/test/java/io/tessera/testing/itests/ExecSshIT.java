package io.tessera.testing.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.Provider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.bouncycastle.BouncyCastleSecurityProviderRegistrar;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two ways into a node from outside its terminal: {@code ./tessera exec}, and SSH. */
class ExecSshIT {
  private static final String SSH = "io.tessera.operator.ssh";
  private static final String COMPONENT = "io.tessera.operator.ssh.SshComponent";
  private static final String SHELL = "io.tessera.operator.shell";
  private static final int NO_NODE = 3;
  private static final int TOO_LATE = 4;

  private static final List<String> hostKeys = new ArrayList<>();
  private static SshClient client;
  private static KeyPair own;
  private static KeyPair other;

  @TempDir Path folder;
  private Path data;
  private Path config;
  private int port;

  /**
   * Bouncy Castle by reference: one that is in this JVM under its name may have the classes of a
   * node that has ended, and none is to be added.
   */
  private static final class Bouncy extends BouncyCastleSecurityProviderRegistrar {
    private final Provider provider = new BouncyCastleProvider();

    @Override
    public Provider getSecurityProvider() {
      return provider;
    }

    @Override
    public boolean isNamedProviderUsed() {
      return false;
    }
  }

  @BeforeAll
  static void startClient() throws Exception {
    SecurityUtils.registerSecurityProvider(new Bouncy());
    own = KeyUtils.generateKeyPair("ssh-ed25519", 256);
    other = KeyUtils.generateKeyPair("ssh-ed25519", 256);
    client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(
        (session, address, key) -> hostKeys.add(KeyUtils.getFingerPrint(key)));
    client.start();
  }

  @AfterAll
  static void stopClient() {
    client.stop();
  }

  /** The data directory's name is too long for a socket in it. */
  private void prepare() throws IOException {
    data = folder.resolve("a-data-directory-with-a-name-" + "x".repeat(90));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String key = PublicKeyEntry.toString(own.getPublic());
    Map<String, Object> ssh =
        Map.of("enabled", true, "port", port, "authorized_keys", List.of(key));
    config = folder.resolve("node.json");
    Files.writeString(
        config,
        JSON.std.asString(
            Map.of(
                "network_config",
                Map.of("listening_address", "127.0.0.1", "listening_port", 0),
                "chain_spec",
                Paths.trace("safrole").resolve("genesis.bin").toString(),
                "plugins",
                Map.of(SSH, ssh))));
  }

  private Cli exec(Object... words) throws IOException {
    List<Object> all = new ArrayList<>(List.of("exec", "--data", data));
    all.addAll(List.of(words));
    return Cli.start(all.toArray());
  }

  private void assertExec(int status, String out, String err, Object... words) throws Exception {
    try (Cli cli = exec(words)) {
      assertEquals(status, cli.status(), () -> cli + " " + cli.err());
      assertEquals(out, String.join("\n", cli.out()));
      assertTrue(String.join("\n", cli.err()).startsWith(err), () -> cli + " " + cli.err());
      assertTrue(cli.err().size() == (err.isEmpty() ? 0 : 1), () -> cli + " " + cli.err());
    }
  }

  private void assertNoNode() throws Exception {
    assertExec(NO_NODE, "", "exec: no node runs on '" + data + "'; start it with", "peers");
  }

  @Test
  void bothWaysIn() throws Exception {
    prepare();
    assertNoNode();
    try (Cli first = Cli.start("run", "--no-shell", "--config", config, "--data", data)) {
      first.nodeFile(data);
      assertExec(0, "no peer is connected", "", "peers");
      first.kill();
      first.status();
    }
    assertNoNode();
    try (NodeUnderTest node =
        NodeUnderTest.start(
            NodeUnderTest.Setup.of(data, Paths.trace("safrole")).withConfig(config))) {
      node.address();
      scripts();
      logins(node);
      swaps(node);
    }
    assertNoNode();
    assertEquals(1, hostKeys.stream().distinct().count(), "one host key for all runs and swaps");
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(data.resolve("ssh_host_ed25519_key"))));
  }

  private void scripts() throws Exception {
    assertExec(0, "a\nb", "", "echo a ; echo b");
    assertExec(0, "no peer is connected", "", "peers | grep peer");
    assertExec(1, "", "no command 'nosuch'; help lists the commands", "nosuch");
    assertExec(1, "", "chain: --last is 'x'; give a number from 1 to", "chain", "--last", "x");
    assertExec(TOO_LATE, "", "exec: no end after 0.3 s;", "--timeout", "0.3", "sleep 1000");
    List<Cli> together = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      together.add(exec("echo", i));
    }
    for (int i = 0; i < 5; i++) {
      try (Cli cli = together.get(i)) {
        assertEquals(0, cli.status(), () -> cli + " " + cli.err());
        assertEquals(List.of("" + i), cli.out());
      }
    }
  }

  /**
   * What a line makes start inherits its threads' group, as that of a chain and of the shutdown.
   */
  @Test
  void aLineInterruptsNothingOfTheNode() throws Exception {
    prepare();
    Path jar;
    try (Stream<Path> jars = Files.list(Paths.distribution().resolve("bundles"))) {
      jar = jars.filter(each -> each.toString().contains("core.chain-")).findFirst().orElseThrow();
    }
    try (Cli node = Cli.start("run", "--no-shell", "--config", config, "--data", data)) {
      node.nodeFile(data);
      node.forgetNews();
      assertDone("swap", "--all", "io.tessera.core.chain", jar);
      node.line(line -> line.contains(" Chain safrole ")); // logged by the command's thread
      assertDone("import", Path.of("").toAbsolutePath().relativize(Paths.trace("safrole")));
      assertExec(0, "all components are satisfied", "", "why | grep satisfied");
      assertDone("shutdown");
      assertEquals(0, node.status());
      assertEquals(
          List.of(),
          node.err().stream().filter(line -> line.matches(".* (WARN|ERROR) .*")).toList());
    }
    assertNoNode();
  }

  private void assertDone(Object... words) throws Exception {
    try (Cli cli = exec(words)) {
      assertEquals(0, cli.status(), () -> cli + " " + cli.err());
      assertEquals(List.of(), cli.err(), "what the node logs is not for the client");
    }
  }

  @Test
  void aNodeThatImportsNothingSaysSo() throws Exception {
    prepare();
    try (NodeUnderTest node =
        NodeUnderTest.start(
            NodeUnderTest.Setup.of(data, Paths.trace("safrole")).withConfig(config))) {
      node.address();
      assertFalse(node.gogo("tessera:why").contains("problem"));
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("tessera-chain"))
          .forEach(Thread::interrupt);
      node.service("io.tessera.net.Problem");
      String why = node.gogo("tessera:why").replaceAll("\\s+", " ");
      assertTrue(why.contains("problem: no block is imported any more"), why);
    }
  }

  private ClientSession login(KeyPair key) throws IOException {
    ClientSession session =
        client.connect("anybody", "127.0.0.1", port).verify(Wait.DEADLINE).getSession();
    session.addPublicKeyIdentity(key);
    session.auth().verify(Wait.DEADLINE);
    return session;
  }

  private static String ssh(ClientSession session, String line, int status) throws IOException {
    try (ClientChannel channel = session.createExecChannel(line)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      channel.setOut(out);
      channel.setErr(out);
      channel.open().verify(Wait.DEADLINE);
      awaitEnd(channel);
      assertEquals(status, channel.getExitStatus(), () -> line + ": " + out.toString(UTF_8));
      return out.toString(UTF_8);
    }
  }

  private static void awaitEnd(ClientChannel channel) {
    assertTrue(
        channel
            .waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Wait.DEADLINE)
            .contains(ClientChannelEvent.CLOSED));
  }

  private void logins(NodeUnderTest node) throws Exception {
    node.service(COMPONENT);
    assertThrows(SshException.class, () -> login(other));
    try (ClientSession session = login(own)) {
      assertEquals("no peer is connected\n", ssh(session, "peers", 0));
      assertEquals(node.gogo("tessera:chain") + "\n", ssh(session, "chain", 0));
      assertEquals("no command 'nosuch'; help lists the commands\n", ssh(session, "nosuch", 1));
    }
    systemSsh();
  }

  /** The client that operators have, where it is installed. */
  private void systemSsh() throws Exception {
    Path program = Path.of("/usr/bin/ssh");
    if (!Files.isExecutable(program)) {
      System.out.println("ssh: " + program + " is not there; only the library's client was tried");
      return;
    }
    Path key = folder.resolve("id_ed25519");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var out = Files.newOutputStream(key)) {
      org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter.INSTANCE
          .writePrivateKey(own, "test", null, out);
    }
    List<String> options =
        List.of(
            "-F",
            "none",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=" + folder.resolve("known_hosts"),
            "-o",
            "LogLevel=ERROR");
    List<String> line =
        new ArrayList<>(List.of(program.toString(), "-p", "" + port, "-i", "" + key));
    line.addAll(options);
    line.addAll(List.of("127.0.0.1", "echo fine ; nosuch"));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(1, process.waitFor(), said);
    assertEquals("fine\nno command 'nosuch'; help lists the commands\n", said);
  }

  /** Swaps of both bundles end what runs there, and leave nothing. */
  private void swaps(NodeUnderTest node) throws Exception {
    Swap ssh = new Swap(node, SSH);
    Loader old = null;
    for (int i = 0; i < 2; i++) {
      old = ssh.loader();
      node.service(COMPONENT); // it listens
      try (ClientSession session = login(own);
          ChannelShell shell = session.createShellChannel()) {
        Screen screen = new Screen();
        shell.setPtyColumns(97);
        shell.setOut(screen);
        shell.setRedirectErrorStream(true);
        shell.open().verify(Wait.DEADLINE);
        screen.await("Ctrl-D ends this session.");
        screen.await("tessera> ");
        shell.getInvertedIn().write("echo \"is $COLUMNS\" | grep 97 ; discov\t\r".getBytes(UTF_8));
        shell.getInvertedIn().flush();
        screen.await("is \u001b[31;1m97"); // grep in colour, since there is a terminal
        screen.await("bootstrap");
        ssh.run(folder, this::assertClosed);
        screen.await("This node closes its door for SSH.");
        awaitEnd(shell);
      }
    }
    old.assertCollected();
    node.service(COMPONENT);

    Swap commands = new Swap(node, SHELL);
    for (int i = 0; i < 2; i++) {
      old = commands.loader();
      try (Cli running = exec("echo begun ; sleep 1000")) {
        running.line("begun"::equals);
        commands.run(folder, () -> {});
        assertEquals(1, running.status(), () -> "" + running.err());
        assertTrue(running.err().get(0).endsWith("interrupted"), () -> "" + running.err());
      }
      assertExec(0, "no peer is connected", "", "peers");
    }
    old.assertCollected();
    try (ClientSession session = login(own)) {
      assertEquals("no peer is connected\n", ssh(session, "peers", 0));
    }
  }

  private void assertClosed() {
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> inGroup(thread, "tessera-ssh")));
    try (ServerSocket free = new ServerSocket()) {
      free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new AssertionError("the port is not free", e);
    }
  }

  private static boolean inGroup(Thread thread, String name) {
    ThreadGroup group = thread.getThreadGroup();
    while (group != null && !group.getName().equals(name)) {
      group = group.getParent();
    }
    return group != null;
  }

  /** What a client sees; output comes in pieces. */
  private static final class Screen extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
      super.write(bytes, from, count);
      notifyAll();
    }

    synchronized void await(String text) throws InterruptedException {
      long end = System.nanoTime() + Wait.DEADLINE.toNanos();
      while (!toString(UTF_8).contains(text)) {
        long rest = (end - System.nanoTime()) / 1_000_000;
        if (rest <= 0) {
          throw new AssertionError("no '" + text + "' in: " + toString(UTF_8));
        }
        wait(rest);
      }
    }
  }
}
