package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.net.Fault;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.RecordingPeers;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.TestWorkers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The bytes on the wire, written by hand from the description in package-info, never copied from
 * what the code made: another program in another language must get along with these.
 */
@Timeout(30)
class GoldenBytesTest {
  /** Size of what follows, then a length of 3 and "Ada". */
  private static final String HELLO = "04000000" + "03 416461";

  /** Size, then a length of 11 and "Hello, Ada!", then the count. */
  private static final String GREETING = "10000000" + "0b48656c6c6f2c2041646121" + "01000000";

  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);

  @AfterEach
  void close() {
    peer.close();
    node.close();
  }

  /** The stream kind, 200, comes first. */
  private RawStream open(String message) {
    node.serve(HelloProtocol.KIND, new HelloProtocol());
    return peer.open().send("c8" + message);
  }

  @Test
  void isGreeted() throws Exception {
    assertEquals(GREETING, open(HELLO).fin().receiveAll());
  }

  @Test
  void saysHello() throws Exception {
    CompletableFuture<Greeting> greeting = new CompletableFuture<>();
    try (TestWorkers workers = new TestWorkers()) {
      HelloCommand command = new HelloCommand(new RecordingPeers(), node.streams());
      var unused =
          workers.start(
              "hello",
              () -> {
                try {
                  greeting.complete(command.ask(RawPeer.ID, new Hello("Ada")));
                } catch (Exception e) {
                  greeting.completeExceptionally(e);
                }
              });
      RawStream stream = peer.accept();
      assertEquals("c8" + HELLO.replace(" ", ""), stream.receiveAll());
      stream.send(GREETING).fin();
      assertEquals(new Greeting("Hello, Ada!", 1), greeting.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void whatBreaksTheRulesIsReset() throws Exception {
    // One byte too many; a name of 65 bytes; a name that is no UTF-8.
    assertMalformed("05000000" + "03 416461 00");
    assertMalformed("42000000" + "41" + "61".repeat(65));
    assertMalformed("03000000" + "02 ff41");
    // A message that is larger than any may be is not even read.
    assertMalformed("ffffffff");
  }

  private void assertMalformed(String message) throws InterruptedException {
    assertEquals(Fault.MALFORMED.code(), open(message).fin().awaitReset(), message);
  }
}
