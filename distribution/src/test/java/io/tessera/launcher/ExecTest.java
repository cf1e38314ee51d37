package io.tessera.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a door that is written by hand, byte by byte. */
class ExecTest {
  private static final byte[] HELLO = HexFormat.of().parseHex("480000000102");
  private static final byte[] REQUEST = // version 2, 80 columns, this folder, 5 bytes
      HexFormat.of()
          .parseHex("02" + "00000050" + sized(System.getProperty("user.dir")) + sized("peers"));
  private static final byte[] OUT = HexFormat.of().parseHex("4f" + "00000003" + "61c3a4");
  private static final byte[] ERR = HexFormat.of().parseHex("45" + "00000002" + "6221");
  private static final byte[] STATUS = HexFormat.of().parseHex("53" + "00000001" + "01");

  @TempDir Path data;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static String sized(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return "%08x".formatted(bytes.length) + HexFormat.of().formatHex(bytes);
  }

  private int exec(String line, Duration timeout) throws IOException {
    return new Exec(data, out, err).run(line, 80, timeout);
  }

  /** What a door does with its only client; what it returns, the test gets. */
  @FunctionalInterface
  private interface Door {
    byte[] talk(InputStream in, OutputStream out) throws IOException;
  }

  private CompletableFuture<byte[]> door(Door door) throws IOException {
    Path socket = Files.createDirectories(data.resolve("control")).resolve("exec");
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    CompletableFuture<byte[]> heard = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (listener;
                  SocketChannel client = listener.accept()) {
                heard.complete(
                    door.talk(Channels.newInputStream(client), Channels.newOutputStream(client)));
              } catch (IOException e) {
                heard.completeExceptionally(e);
              }
            });
    return heard;
  }

  @Test
  void saysWhatItWantsAndPrintsWhatComes() throws Exception {
    CompletableFuture<byte[]> heard =
        door(
            (in, answer) -> {
              answer.write(HELLO);
              byte[] request = in.readNBytes(REQUEST.length);
              for (byte[] frame : List.of(OUT, ERR, OUT, STATUS)) {
                answer.write(frame);
              }
              return request;
            });
    assertEquals(1, exec("peers", Duration.ZERO));
    assertArrayEquals(REQUEST, heard.get());
    assertEquals("aäaä", out.toString(UTF_8));
    assertEquals("b!", err.toString(UTF_8));
  }

  @Test
  void givesUpAndHangsUpWhenTheTimeIsOver() throws Exception {
    CompletableFuture<byte[]> heard =
        door(
            (in, answer) -> {
              answer.write(HELLO);
              in.readNBytes(REQUEST.length);
              answer.write(OUT);
              return in.readAllBytes(); // until the client has gone
            });
    assertEquals(Exec.TOO_LATE, exec("peers", Duration.ofMillis(100)));
    assertEquals(0, heard.get().length);
    assertEquals(
        "exec: no end after 0.1 s; the command has been interrupted\n", err.toString(UTF_8));
  }

  @Test
  void aDoorThatDoesNotGreetIsBusy() throws Exception {
    CompletableFuture<byte[]> heard = door((in, answer) -> in.readAllBytes());
    assertEquals(Exec.TOO_LATE, exec("peers", Duration.ofMillis(100)));
    assertEquals(0, heard.get().length, "nothing is asked");
    assertTrue(err.toString(UTF_8).contains("does not answer"), err.toString(UTF_8));
  }

  @Test
  void aNodeThatGoesIsTold() throws Exception {
    CompletableFuture<byte[]> heard =
        door(
            (in, answer) -> {
              answer.write(HELLO);
              return in.readNBytes(REQUEST.length);
            });
    assertEquals(1, exec("peers", Duration.ZERO));
    assertArrayEquals(REQUEST, heard.get());
    assertEquals("exec: the node has gone before the command ended\n", err.toString(UTF_8));
  }

  @Test
  void withoutANodeItSaysWhatToDo() throws Exception {
    String none =
        "exec: no node runs on '"
            + data
            + "'; start it with ./tessera run --data "
            + data
            + ", or name the directory of the one that runs with --data\n";
    assertEquals(Exec.NO_NODE, exec("peers", Duration.ZERO));
    assertEquals(none, err.toString(UTF_8));

    err.reset(); // a node that was killed has left its socket
    Path socket = Files.createDirectories(data.resolve("control")).resolve("exec");
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(socket));
    }
    assertTrue(Files.exists(socket));
    assertEquals(Exec.NO_NODE, exec("peers", Duration.ZERO));
    assertEquals(none, err.toString(UTF_8));

    err.reset(); // a node runs, without its door
    Files.writeString(data.resolve("node.json"), "{}");
    Files.writeString(data.resolve("node.lock"), "" + ProcessHandle.current().pid());
    assertEquals(Exec.NO_NODE, exec("peers", Duration.ZERO));
    assertTrue(err.toString(UTF_8).contains("io.tessera.operator.shell.exec may be off"), "" + err);
  }

  @Test
  void aDoorOfAnotherUsersNodeSaysWhoMayCall() throws Exception {
    Files.writeString(data.resolve("node.json"), "{}");
    Files.writeString(data.resolve("node.lock"), "" + ProcessHandle.current().pid());
    assertEquals(
        "exec: the node on '"
            + data
            + "' is another user's; call it as the user that the node runs as",
        ExecTrouble.noNode(
            data, data.resolve("control/exec"), new SocketException("Permission denied")));
  }

  @Test
  void aLongDataDirectoryTellsWhereItsSocketIs() throws Exception {
    Path control = Files.createDirectories(data.resolve("control"));
    assertEquals(control.resolve("exec"), ExecPath.of(data));
    Files.writeString(control.resolve("exec.path"), "/tmp/tessera-1/exec\n");
    assertEquals(Path.of("/tmp/tessera-1/exec"), ExecPath.of(data));
  }

  @Test
  void theWordsAreTheLine() throws Exception {
    CommandLine line =
        CommandLine.parse(List.of("exec", "--timeout=0.5", "chain", "--last", "5", "--help"));
    assertEquals(List.of("chain", "--last", "5", "--help"), line.arguments());
    assertEquals(Duration.ofMillis(500), ExecOptions.timeout(line.more()));
    assertEquals(Duration.ZERO, ExecOptions.timeout(Map.of()));
    assertEquals("chain --last 5", ExecOptions.line(List.of("chain", "--last", "5"), in("")));
    assertEquals("a | b\nc", ExecOptions.line(List.of("-"), in("a | b\nc")));
    assertEquals("help", CommandLine.parse(List.of("exec", "--help")).command());
    assertEquals("help", CommandLine.parse(List.of("help", "exec")).command());
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThrows(UsageException.class, () -> CommandLine.parse(List.of("exec")));
    assertThrows(
        UsageException.class, () -> CommandLine.parse(List.of("exec", "--timeout=0", "x")));
    assertThrows(
        UsageException.class, () -> CommandLine.parse(List.of("exec", "--timeout=x", "x")));
    assertThrows(UsageException.class, () -> ExecOptions.line(List.of("-"), in(" \n")));
    String large = "x".repeat(ExecOptions.LONGEST + 1);
    assertThrows(UsageException.class, () -> ExecOptions.line(List.of("-"), in(large)));
  }

  @Test
  void columnsAreThoseOfTheTerminal() {
    assertEquals(80, ExecOptions.columns("80", "100"));
    assertEquals(100, ExecOptions.columns(null, "100"));
    assertEquals(0, ExecOptions.columns(null, null));
    assertEquals(0, ExecOptions.columns("0", null));
    assertEquals(0, ExecOptions.columns("wide", null));
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
