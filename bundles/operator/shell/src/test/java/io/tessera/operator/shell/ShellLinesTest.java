package io.tessera.operator.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.operator.OperatorShell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ShellLinesTest {
  private static final Set<String> COMMANDS =
      Set.of("peers", "fails", "breaks", "width", "where", "endless", "starts", "flood");

  private final ThreadIOImpl threadIo = new ThreadIOImpl();
  private final CommandProcessorImpl processor = new CommandProcessorImpl(threadIo);
  private final ShellLines lines = new ShellLines(processor);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Commands commands = new Commands();

  /** What lines here can call. */
  public static final class Commands {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch lineIsOver = new CountDownLatch(1);
    private final CompletableFuture<Boolean> outlived = new CompletableFuture<>();

    public String peers(String... words) {
      return "one " + String.join(",", words) + "\ntwo äö";
    }

    public String fails() throws CommandException {
      throw new CommandException("fails: the store is 'closed'; open it\u001b[2J\nand more");
    }

    @SuppressWarnings("DoNotCallSuggester") // Gogo calls it
    public void breaks() {
      throw new IllegalStateException("internal\nstack");
    }

    public String width(CommandSession session) {
      return String.valueOf(session.get("COLUMNS"));
    }

    public String where(CommandSession session) {
      return session.currentDir().resolve("file").toString();
    }

    public void endless() throws InterruptedException {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } finally {
        interrupted.countDown();
      }
    }

    /** As the bundle of a chain does whose start is the line's. */
    public void starts() {
      Thread.ofPlatform().daemon().name("tessera-other").start(this::outlive);
    }

    private void outlive() {
      try {
        lineIsOver.await();
        outlived.complete(true);
      } catch (InterruptedException e) {
        outlived.complete(false);
      }
    }

    public void flood() {
      begun.countDown();
      while (!System.out.checkError()) {
        System.out.println("more and more");
      }
      interrupted.countDown();
    }
  }

  @BeforeEach
  void start() {
    threadIo.start();
    for (String name : COMMANDS) {
      processor.addCommand("tessera", commands, name);
    }
    processor.addCommand("gogo", new Posix(processor), "grep");
    processor.addCommand("gogo", new Posix(processor), "echo");
    processor.addCommand("gogo", new Procedural(), "each");
    // Of a scope that comes later: ours must win.
    processor.addCommand("felix", new Object(), "peers");
  }

  @AfterEach
  void stop() {
    lines.deactivate();
    threadIo.stop();
    processor.stop();
  }

  private int run(String line) throws InterruptedException {
    out.reset();
    err.reset();
    return lines.run(new OperatorShell.Call(line, 72, out, err));
  }

  private void assertDone(String line, String printed) throws InterruptedException {
    assertEquals(OperatorShell.DONE, run(line), () -> line + ": " + err.toString(UTF_8));
    assertEquals(printed, out.toString(UTF_8));
    assertEquals("", err.toString(UTF_8));
  }

  private void assertFails(String line, String error) throws InterruptedException {
    assertEquals(OperatorShell.FAILED, run(line), line);
    assertEquals(error, err.toString(UTF_8));
  }

  @Test
  void printsWhatACommandReturns() throws InterruptedException {
    assertDone("peers", "one \ntwo äö\n");
    assertDone("tessera:peers --json x", "one --json,x\ntwo äö\n");
    assertDone("peers a ; peers b", "one b\ntwo äö\n");
    assertDone("echo a ; echo b", "a\nb\n");
    assertDone("each [1 2] { echo n$it }", "n1\nn2\n");
    assertDone("", "");
  }

  @Test
  void pipesAndTheirStatus() throws InterruptedException {
    assertDone("peers x | grep two", "two äö\n");
    assertEquals(OperatorShell.FAILED, run("peers x | grep nothing"));
    assertEquals("", out.toString(UTF_8) + err.toString(UTF_8));
  }

  @Test
  void failuresAreOneLine() throws InterruptedException {
    assertFails("nosuch 1", "no command 'nosuch'; help lists the commands\n");
    assertFails("fails", "fails: the store is 'closed'; open it?[2J\n");
    assertFails("breaks", "IllegalStateException: internal\n");
    assertFails("echo a ; fails ; echo b", "fails: the store is 'closed'; open it?[2J\n");
    assertEquals("a\n", out.toString(UTF_8));
    assertEquals(OperatorShell.FAILED, run("peers ("), "a line that is not whole");
    assertEquals(1, err.toString(UTF_8).lines().count(), err.toString(UTF_8));
  }

  @Test
  void namesOfFilesAreMeantWhereTheCallerIs() throws Exception {
    assertDone("where", Path.of("file").toAbsolutePath() + "\n");
    out.reset();
    Optional<Path> folder = Optional.of(Path.of("/some/where"));
    lines.run(new OperatorShell.Call("where", 0, folder, out, err));
    assertEquals("/some/where/file\n", out.toString(UTF_8));
  }

  @Test
  void columnsAreToldAndTheScopesAreThoseOfTheProfile() throws Exception {
    assertDone("width", "72\n");
    Path profile =
        Path.of(System.getProperty("tessera.root"), "distribution/src/main/dist/etc/gosh_profile");
    assertTrue(
        Files.readString(profile).contains("SCOPE = '" + LineRun.SCOPE + "'"), "gosh_profile");
  }

  @Test
  void anInterruptReachesTheCommandAndNoThreadIsLeft() throws Exception {
    FutureTask<Integer> task = new FutureTask<>(() -> run("endless"));
    Thread caller = Thread.ofVirtual().start(task);
    assertTrue(commands.begun.await(10, TimeUnit.SECONDS));
    caller.interrupt();
    caller.join();
    assertThrows(Exception.class, task::get);
    assertEquals(0, commands.interrupted.getCount(), "the command has ended");
    assertEquals("interrupted\n", err.toString(UTF_8));
    assertNoThreads();
  }

  @Test
  void whatACommandHasStartedOutlivesTheLine() throws Exception {
    long begin = System.nanoTime();
    assertDone("starts", "");
    commands.lineIsOver.countDown();
    assertTrue(commands.outlived.get(10, TimeUnit.SECONDS), "it is not interrupted");
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, "nor waited for: " + took);
  }

  @Test
  void goingAwayEndsWhatRuns() throws Exception {
    FutureTask<Integer> task = new FutureTask<>(() -> run("endless"));
    Thread.ofVirtual().start(task);
    assertTrue(commands.begun.await(10, TimeUnit.SECONDS));
    lines.deactivate();
    assertEquals(OperatorShell.FAILED, task.get(10, TimeUnit.SECONDS));
    assertEquals("interrupted\n", err.toString(UTF_8));
    assertNoThreads();
    assertEquals(OperatorShell.FAILED, run("peers"), "nothing begins afterwards");
    assertEquals("", out.toString(UTF_8));
  }

  @RepeatedTest(40) // the command ends by itself, or is interrupted before
  void anOutputThatFailsEndsTheCommand() throws Exception {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("gone");
          }
        };
    assertEquals(OperatorShell.FAILED, lines.run(new OperatorShell.Call("flood", 0, gone, gone)));
    assertEquals(0, commands.interrupted.getCount());
    assertNoThreads();
  }

  @Test
  void aLineThatIsTooLongIsRefused() {
    String line = "x".repeat(OperatorShell.LONGEST + 1);
    assertThrows(IllegalArgumentException.class, () -> run(line));
  }

  private static void assertNoThreads() {
    List<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getThreadGroup() != null)
            .filter(thread -> thread.getThreadGroup().getName().equals("tessera-line"))
            .map(Thread::toString)
            .toList();
    assertEquals(List.of(), left);
  }

  /** The interrupt waits until the line has said why it failed. */
  @Test
  void whatALineSaysIsNotCutShort() throws Exception {
    CountDownLatch writes = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int each) throws IOException {
            write(new byte[] {(byte) each}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            writes.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            err.write(bytes, from, count);
          }
        };
    FutureTask<Integer> line =
        new FutureTask<>(() -> lines.run(new OperatorShell.Call("breaks", 72, out, slow)));
    Thread runner = Thread.ofPlatform().start(line);
    writes.await();
    runner.interrupt();
    while (runner.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait(); // it is about to end the line
    }
    goOn.countDown();
    runner.join();
    assertEquals("IllegalStateException: internal\n", err.toString(UTF_8));
  }
}
