package io.tessera.operator.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.operator.OperatorShell;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door against a client that is written by hand, byte by byte. */
class ExecServerTest {
  private static final String FOLDER = "00000002" + "2f78"; // /x
  private static final String REQUEST = "02" + "00000050" + FOLDER + "00000005" + "7065657273";
  private static final String HELLO = "48" + "00000001" + "02";

  @TempDir Path folder;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private ExecPlace place;
  private ExecServer server;

  @BeforeEach
  void open() throws IOException {
    place = ExecPlace.prepare(folder.resolve("data"), folder);
    server = new ExecServer(place, this::run, 2);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** Line {@code peers} prints on both outputs and fails, {@code flood} prints on; others wait. */
  private int run(OperatorShell.Call call) throws InterruptedException {
    assertEquals(Optional.of(Path.of("/x")), call.folder());
    lines.add(call.columns() + " " + call.line());
    try {
      if (call.line().equals("flood")) {
        flood(call);
        interrupted.countDown();
        return OperatorShell.FAILED;
      }
      if (!call.line().equals("peers")) {
        goOn.await();
        return OperatorShell.DONE;
      }
      call.out().write("a".getBytes(UTF_8));
      call.err().write("b".getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    return OperatorShell.FAILED;
  }

  private static void flood(OperatorShell.Call call) {
    try {
      while (true) {
        call.out().write(new byte[8192]);
      }
    } catch (IOException e) {
      Thread.interrupted(); // as a command that ends by itself after it
    }
  }

  private SocketChannel client() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(place.socket()));
  }

  private static void say(SocketChannel client, String hex) throws IOException {
    client.write(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  private static void expect(SocketChannel client, String hex) throws IOException {
    byte[] wanted = HexFormat.of().parseHex(hex);
    byte[] got = Channels.newInputStream(client).readNBytes(wanted.length);
    assertArrayEquals(wanted, got, () -> HexFormat.of().formatHex(got));
  }

  private static void expectText(SocketChannel client, char kind, String text) throws IOException {
    expect(client, "%02x%08x%s".formatted((int) kind, text.length(), hex(text)));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }

  private static void expectEnd(SocketChannel client) throws IOException {
    assertEquals(-1, client.read(ByteBuffer.allocate(1)));
  }

  @Test
  void answersByteByByte() throws Exception {
    try (SocketChannel client = client()) {
      expect(client, HELLO);
      say(client, REQUEST);
      expect(client, "4f0000000161" + "450000000162" + "530000000101");
      expectEnd(client);
    }
    assertEquals("80 peers", lines.take());
  }

  @Test
  void refusesAnotherVersionAndALineThatIsTooLong() throws Exception {
    try (SocketChannel client = client()) {
      expect(client, HELLO);
      say(client, "01");
      expectText(
          client, 'E', "exec: this node's door speaks version 2, not 1; use its own tessera\n");
      expect(client, "530000000101");
      expectEnd(client);
    }
    for (String size : new String[] {"00010001", "ffffffff"}) {
      try (SocketChannel client = client()) {
        expect(client, HELLO);
        say(client, "02" + "00000000" + FOLDER + size);
        int number = Integer.parseUnsignedInt(size, 16);
        expectText(client, 'E', "exec: the line has " + number + " bytes; the most is 65536\n");
        expect(client, "530000000101");
      }
    }
    for (String folder : new String[] {"00001001", "00000001" + "00"}) {
      try (SocketChannel client = client()) {
        expect(client, HELLO);
        say(client, "02" + "00000000" + folder);
        String why =
            folder.length() == 8
                ? "has 4097 bytes; the most is 4096"
                : "is none: Nul character not allowed";
        expectText(client, 'E', "exec: the folder " + why + "\n");
      }
    }
    assertEquals(0, lines.size());
  }

  @Test
  void aClientThatGoesInterruptsItsLine() throws Exception {
    try (SocketChannel client = client()) {
      expect(client, HELLO);
      say(client, "02" + "00000000" + FOLDER + "00000004" + hex("wait"));
      assertEquals("0 wait", lines.take());
    }
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
  }

  @Test
  void whoComesAfterTheLastPlaceWaits() throws Exception {
    try (SocketChannel one = client();
        SocketChannel two = client();
        SocketChannel three = client()) {
      for (SocketChannel client : new SocketChannel[] {one, two}) {
        expect(client, HELLO);
        say(client, "02" + "00000000" + FOLDER + "00000004" + hex("wait"));
        assertEquals("0 wait", lines.take());
      }
      three.configureBlocking(false);
      assertEquals(0, three.read(ByteBuffer.allocate(1)), "not greeted");
      three.configureBlocking(true);
      goOn.countDown();
      expect(one, "530000000100");
      expect(two, "530000000100");
      expect(three, HELLO);
    }
  }

  @Test
  void closingInterruptsAndTellsAndLeavesNothing() throws Exception {
    try (SocketChannel client = client()) {
      expect(client, HELLO);
      say(client, "02" + "00000000" + FOLDER + "00000004" + hex("wait"));
      assertEquals("0 wait", lines.take());
      server.close();
      assertEquals(0, interrupted.getCount());
      expect(client, "530000000101");
      expectEnd(client);
    }
    assertFalse(Files.exists(place.socket()));
    assertThrows(IOException.class, this::client);
  }

  @Test
  void aClientThatDoesNotReadHoldsNobodyUp() throws Exception {
    try (SocketChannel client = client()) {
      expect(client, HELLO);
      say(client, "02" + "00000000" + FOLDER + "00000005" + hex("flood"));
      assertEquals("0 flood", lines.take());
      server.close();
      assertEquals(0, interrupted.getCount());
    }
    open(); // closed again after the test
    try (SocketChannel client = client()) {
      expect(client, HELLO);
      say(client, "02" + "00000000" + FOLDER + "00000005" + hex("flood"));
    }
    assertTrue(interrupted.await(10, TimeUnit.SECONDS), "one that goes ends it too");
  }

  @Test
  void onlyItsUserCanEnter() throws IOException {
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(place.socket().getParent())));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(place.socket())));
  }

  @Test
  void whatAKilledNodeHasLeftIsReplaced() throws IOException {
    assertTrue(Files.exists(place.socket()), "in use by the first, as if it had been killed");
    ExecPlace again = ExecPlace.prepare(folder.resolve("data"), folder);
    assertEquals(place, again);
    ExecServer second = new ExecServer(again, this::run, 1);
    try (SocketChannel client = client()) {
      expect(client, HELLO);
    }
    second.close();
  }

  @Test
  void aLongPathHasItsSocketElsewhere() throws IOException {
    Path data = folder.resolve("d".repeat(60)).resolve("e".repeat(60));
    ExecPlace first = ExecPlace.prepare(data, folder);
    assertEquals(folder, first.socket().getParent().getParent());
    assertEquals(first.socket() + "\n", Files.readString(data.resolve("control/exec.path")));
    new ExecServer(first, this::run, 1); // "killed": never closed
    ExecPlace second = ExecPlace.prepare(data, folder);
    assertFalse(Files.exists(first.socket().getParent()), "the stale folder has gone");
    new ExecServer(second, this::run, 1).close();
    assertFalse(Files.exists(second.socket().getParent()));
    assertFalse(Files.exists(second.note()));
    // A file that names something else is not believed.
    Path precious = Files.createDirectories(folder.resolve("precious/tessera-1"));
    Files.writeString(precious.resolve("exec"), "keep");
    Files.writeString(data.resolve("control/exec.path"), precious.resolve("exec") + "\n");
    ExecPlace.prepare(data, folder).remove();
    assertEquals("keep", Files.readString(precious.resolve("exec")));
  }
}
