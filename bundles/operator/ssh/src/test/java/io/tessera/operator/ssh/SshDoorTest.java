package io.tessera.operator.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.operator.OperatorShell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door against the library's own client, on loopback. */
class SshDoorTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static KeyPair own;
  private static KeyPair other;
  private static SshClient client;

  @TempDir Path data;
  private final ThreadIOImpl threadIo = new ThreadIOImpl();
  private final CommandProcessorImpl processor = new CommandProcessorImpl(threadIo);
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private volatile OperatorShell shell = this::run;
  private SshDoor door;

  @BeforeAll
  static void keys() throws Exception {
    Algorithms.prepare();
    own = KeyUtils.generateKeyPair("ssh-ed25519", 256);
    other = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier((session, address, key) -> true);
    client.start();
  }

  @AfterAll
  static void end() {
    client.stop();
  }

  @AfterEach
  void close() {
    if (door != null) {
      door.close();
    }
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("tessera-ssh")));
    assertEquals(
        List.of(),
        Arrays.stream(Security.getProviders()).filter(p -> p.getName().equals("BC")).toList());
  }

  /** {@code wait} waits for an interrupt; all else prints on both outputs and fails. */
  private int run(OperatorShell.Call call) throws InterruptedException {
    lines.add(call.columns() + " " + call.line());
    try {
      if (call.line().equals("wait")) {
        new CountDownLatch(1).await();
      }
      call.out().write(("out " + call.line()).getBytes(UTF_8));
      call.err().write("err".getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    return call.line().startsWith("good") ? OperatorShell.DONE : OperatorShell.FAILED;
  }

  private SshSettings settings(Duration idle, int sessions) {
    return new SshSettings(
        data, data, "127.0.0.1", 0, List.of(), "", idle, Duration.ofSeconds(10), 3, sessions);
  }

  private void open(Duration idle, int sessions) throws Exception {
    door =
        new SshDoor(
            settings(idle, sessions),
            () -> shell,
            processor,
            name -> data.toString(),
            Duration.ofMillis(50));
    door.open();
  }

  private void authorize(PublicKey... keys) throws IOException {
    StringBuilder text = new StringBuilder("# who may log in\n");
    for (PublicKey key : keys) {
      text.append(PublicKeyEntry.toString(key)).append(" somebody\n");
    }
    Files.writeString(data.resolve("authorized_keys"), text);
  }

  private ClientSession connect() throws IOException {
    return client
        .connect("any name", "127.0.0.1", door.listening().join())
        .verify(SOON)
        .getSession();
  }

  private ClientSession login(KeyPair key) throws IOException {
    ClientSession session = connect();
    session.addPublicKeyIdentity(key);
    session.auth().verify(SOON);
    return session;
  }

  private static void await(ClientChannel channel) {
    Set<ClientChannelEvent> events =
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), SOON.toMillis());
    assertTrue(events.contains(ClientChannelEvent.CLOSED), events::toString);
  }

  @Test
  void runsLinesForThoseWhoseKeyIsKnown() throws Exception {
    authorize(own.getPublic(), other.getPublic());
    open(Duration.ofMinutes(1), 2);
    for (KeyPair key : List.of(own, other)) {
      try (ClientSession session = login(key);
          ClientChannel channel = session.createExecChannel("a | b")) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        channel.setOut(out);
        channel.setErr(err);
        channel.open().verify(SOON);
        await(channel);
        assertEquals(1, channel.getExitStatus());
        assertEquals("out a | b", out.toString(UTF_8));
        assertEquals("err", err.toString(UTF_8));
      }
      assertEquals("0 a | b", lines.take());
    }
    shell = null;
    try (ClientSession session = login(own)) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      assertThrows(Exception.class, () -> session.executeRemoteCommand("good", err, err, UTF_8));
      assertTrue(err.toString(UTF_8).contains("io.tessera.operator.shell does not run"));
    }
  }

  @Test
  void aScriptEndsAtTheFirstFailure() throws Exception {
    authorize(own.getPublic());
    open(Duration.ofMinutes(1), 2);
    try (ClientSession session = login(own);
        ChannelShell channel = session.createShellChannel()) {
      channel.setUsePty(false);
      InputStream script =
          new ByteArrayInputStream("# comment\r\n\ngood 1\ngood 2\nbad\ngood 3".getBytes(UTF_8));
      channel.setIn(script);
      channel.setOut(new ByteArrayOutputStream());
      channel.setErr(new ByteArrayOutputStream());
      channel.open().verify(SOON);
      await(channel);
      assertEquals(1, channel.getExitStatus());
    }
    assertEquals(List.of("0 good 1", "0 good 2", "0 bad"), List.copyOf(lines));
  }

  @Test
  void refusesOtherKeysPasswordsForwardingAndFiles() throws Exception {
    authorize(own.getPublic());
    open(Duration.ofMinutes(1), 2);
    assertThrows(SshException.class, () -> login(other));
    try (ClientSession session = connect()) {
      session.addPasswordIdentity("secret");
      assertThrows(SshException.class, () -> session.auth().verify(SOON));
    }
    try (ClientSession session = login(own)) {
      assertThrows(
          IOException.class,
          () ->
              session.startRemotePortForwarding(
                  new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("127.0.0.1", 1)));
      assertThrows(
          IOException.class,
          () ->
              session
                  .createDirectTcpipChannel(
                      new SshdSocketAddress("127.0.0.1", 1), new SshdSocketAddress("127.0.0.1", 1))
                  .open()
                  .verify(SOON));
      ClientChannel files = session.createSubsystemChannel("sftp");
      files.open().verify(SOON);
      await(files); // the channel may be opened; what it is for is refused
    }
    assertEquals(0, lines.size());
  }

  private static void awaitEnd(ClientSession session) {
    assertTrue(
        session
            .waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), SOON)
            .contains(ClientSession.ClientSessionEvent.CLOSED));
  }

  @Test
  void oneSessionTooManyIsTurnedAway() throws Exception {
    authorize(own.getPublic());
    open(Duration.ofMinutes(1), 1);
    try (ClientSession first = login(own)) {
      try (ClientSession second = connect()) {
        CompletableFuture<String> told = new CompletableFuture<>();
        second.addSessionListener(
            new SessionListener() {
              @Override
              public void sessionDisconnect(
                  Session session, int reason, String line, String language, boolean initiator) {
                told.complete(line);
              }
            });
        second.addPublicKeyIdentity(own);
        second.auth().await(SOON);
        assertTrue(told.get(SOON.toSeconds(), TimeUnit.SECONDS).startsWith("1 sessions are open"));
        awaitEnd(second);
      }
      assertTrue(first.isOpen());
    }
  }

  @Test
  void idleSessionsEnd() throws Exception {
    authorize(own.getPublic());
    open(Duration.ofMillis(300), 1);
    try (ClientSession session = login(own)) {
      awaitEnd(session);
    }
  }

  @Test
  void anInteractiveShellAnswersAndCompletesAndIsToldWhenTheDoorCloses() throws Exception {
    PrintStream before = System.out; // Gogo puts its own there
    PrintStream beforeErr = System.err;
    InputStream beforeIn = System.in;
    Commands commands = new Commands();
    processor.addCommand("tessera", commands, "width");
    processor.addCommand("tessera", commands, "starts");
    Files.createDirectories(data.resolve("etc"));
    Files.writeString(data.resolve("etc/gosh_profile"), "SCOPE = 'tessera:*'\nprompt = 'P> '\n");
    authorize(own.getPublic());
    open(Duration.ofMinutes(1), 2);
    try (ClientSession session = login(own);
        ChannelShell channel = session.createShellChannel()) {
      Screen out = new Screen();
      channel.setPtyType("xterm");
      channel.setPtyColumns(91);
      channel.setOut(out);
      channel.setRedirectErrorStream(true);
      channel.open().verify(SOON);
      out.await("P> ");
      channel.getInvertedIn().write("wid\t\r".getBytes(UTF_8));
      channel.getInvertedIn().flush();
      out.await("columns 91");
      channel.sendWindowChange(120, 40);
      channel.getInvertedIn().write("starts\rwidth\r".getBytes(UTF_8));
      channel.getInvertedIn().flush();
      out.await("columns 120");
      door.close();
      out.await("This node closes its door for SSH.");
      await(channel);
      commands.doorIsClosed.countDown();
      assertTrue(commands.outlived.get(), "what a command has started is not interrupted");
    } finally {
      System.setOut(before);
      System.setErr(beforeErr);
      System.setIn(beforeIn);
    }
  }

  /** What the interactive shell can call. */
  public static final class Commands {
    private final CountDownLatch doorIsClosed = new CountDownLatch(1);
    private final CompletableFuture<Boolean> outlived = new CompletableFuture<>();

    public void starts() {
      Thread.ofPlatform().daemon().name("tessera-other").start(this::outlive);
    }

    private void outlive() {
      try {
        doorIsClosed.await();
        outlived.complete(true);
      } catch (InterruptedException e) {
        outlived.complete(false);
      }
    }

    public String width(CommandSession session) {
      return "columns " + session.get("COLUMNS");
    }
  }

  /** What a client sees; output comes in pieces. */
  private static final class Screen extends OutputStream {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int octet) {
      all.write(octet);
      notifyAll();
    }

    synchronized void await(String text) throws InterruptedException {
      long end = System.nanoTime() + SOON.toNanos();
      while (!all.toString(UTF_8).contains(text)) {
        long rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (rest <= 0) {
          throw new AssertionError("no '" + text + "' in: " + all.toString(UTF_8));
        }
        wait(rest);
      }
    }
  }

  @Test
  void closingInterruptsLinesAndFreesThePort() throws Exception {
    authorize(own.getPublic());
    open(Duration.ofMinutes(1), 2);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), door.listening().join());
    try (ClientSession session = login(own);
        ClientChannel channel = session.createExecChannel("wait")) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      channel.setErr(err);
      channel.setOut(new ByteArrayOutputStream());
      channel.open().verify(SOON);
      assertEquals("0 wait", lines.take());
      door.close();
      assertEquals(0, interrupted.getCount());
      await(channel);
    }
    try (var socket = new ServerSocket()) {
      socket.bind(address);
    }
  }

  @Test
  void opensOnceThereIsAKey() throws Exception {
    open(Duration.ofMinutes(1), 2);
    assertFalse(door.listening().isDone());
    authorize(own.getPublic());
    door.listening().get(SOON.toSeconds(), TimeUnit.SECONDS);
    try (ClientSession session = login(own)) {
      assertTrue(session.isAuthenticated());
    }
  }
}
