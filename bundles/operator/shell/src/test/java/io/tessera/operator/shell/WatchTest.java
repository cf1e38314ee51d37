package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.service.command.CommandSession;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {
  private final Watch watch = new Watch(Duration.ofMillis(1));
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final CountDownLatch three = new CountDownLatch(3);
  private final AtomicInteger shown = new AtomicInteger();
  private final View view =
      View.of(
          width -> {
            three.countDown();
            return "number " + shown.incrementAndGet();
          },
          () -> Map.of("number", shown.incrementAndGet()));

  private CommandSession session(OutputStream out) {
    PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Stub.of(
        CommandSession.class, Map.of("get", name -> null, "getConsole", none -> console));
  }

  private static Arguments words(String... words) throws CommandException {
    return Arguments.parse("test", Watch.OPTIONS, words).none();
  }

  @Test
  void onceWithoutTheOption() throws Exception {
    assertEquals("number 1", watch.show(session(printed), words(), view));
    assertEquals("{\"number\":2}", watch.show(session(printed), words("--json"), view));
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  /** Without a terminal: one below the other, until the bundle stops. */
  @Test
  @Timeout(30)
  void endsWithTheBundleAndLeavesNoThread() throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    result.complete(watch.show(session(printed), words("-w", "1"), view));
                  } catch (CommandException | IOException e) {
                    result.completeExceptionally(e);
                  }
                });
    three.await();
    watch.deactivate();
    // It waits for the thread to be out of the watch: what is left is the test's own end of it.
    assertNull(result.join());
    thread.join();
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("number 1\n\nnumber 2\n\nnumber 3"), text);
    assertNull(watch.show(session(printed), words("-w"), view), "a stopped one shows nothing");
  }

  @Test
  void endsWhenNobodyReads() throws Exception {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            if (shown.get() == 3) {
              throw new IOException("closed");
            }
          }
        };
    assertNull(watch.show(session(closed), words("-w", "--json"), view));
    assertEquals(3, shown.get());
  }

  @Test
  void thePeriodIsANumberInBounds() {
    for (String seconds : new String[] {"0", "3601", "-1", "1.5"}) {
      var e =
          assertThrows(
              CommandException.class,
              () -> watch.show(session(printed), words("-w", seconds), view));
      assertEquals("test: -w is '" + seconds + "'; give a number from 1 to 3600", e.getMessage());
    }
    var e = assertThrows(CommandException.class, () -> words("-x"));
    assertEquals("test: unknown option '-x'; it knows --json, -w [N]", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\n", "q", "abcQ", "\u0004"})
  void keysEndTheWatch(String keys) throws Exception {
    try (Terminal terminal = terminal(keys);
        Keyboard keyboard = new Keyboard(terminal)) {
      assertTrue(keyboard.endWithin(Duration.ofSeconds(30)));
    }
  }

  private static Terminal terminal(String keys) throws IOException {
    PipedOutputStream typed = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(typed);
    typed.write(keys.getBytes(StandardCharsets.UTF_8));
    typed.flush();
    return new ExternalTerminal(
        "test", "xterm", in, OutputStream.nullOutputStream(), StandardCharsets.UTF_8);
  }

  /** Ctrl-C as a signal interrupts; what the terminal was like before comes back. */
  @Test
  void theTerminalIsGivenBack() throws Exception {
    try (Terminal terminal = terminal("x")) {
      CountDownLatch others = new CountDownLatch(1);
      terminal.handle(Signal.INT, signal -> others.countDown());
      String before = terminal.getAttributes().toString();
      try (Keyboard keyboard = new Keyboard(terminal)) {
        assertFalse(keyboard.endWithin(Duration.ofMillis(1)), "x is no such key");
        terminal.raise(Signal.INT);
        assertThrows(InterruptedException.class, () -> keyboard.endWithin(Duration.ofSeconds(30)));
        assertEquals(1, others.getCount());
      }
      assertEquals(before, terminal.getAttributes().toString());
      terminal.raise(Signal.INT);
      others.await();
    }
    assertFalse(Keyboard.supports(new ByteArrayInputStream(new byte[0])));
  }

  @Test
  void drawsOverWhatItDrew() {
    Redraw redraw = new Redraw(new PrintStream(printed, true, StandardCharsets.UTF_8));
    redraw.draw("a\nb", 0);
    redraw.draw("c\nd\ne\nf\ng", 4);
    assertEquals(
        "\u001b[Ja\nb\n\r\u001b[2A\u001b[Jc\nd\n… and 3 more lines\n",
        printed.toString(StandardCharsets.UTF_8));
  }
}
