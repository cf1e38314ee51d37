package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RecordingPeers;
import java.lang.annotation.Annotation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both halves, between two nodes that are connected in memory: no container, no sockets. */
@Timeout(30)
class HelloTest {
  private final PeerPair pair = new PeerPair();
  private final HelloProtocol protocol = new HelloProtocol();
  private final RecordingPeers peers = new RecordingPeers();
  private final HelloCommand command = new HelloCommand(peers, pair.initiator().node().streams());

  @AfterEach
  void close() {
    pair.close();
  }

  static HelloConfig config(String greeting) {
    return new HelloConfig() {
      @Override
      public String greeting() {
        return greeting;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return HelloConfig.class;
      }
    };
  }

  @Test
  void whoSaysHelloIsGreeted() throws Exception {
    pair.acceptor().serve(HelloProtocol.KIND, protocol);
    peers.connected(pair.initiator().other());
    String id = pair.initiator().other().id().name();
    assertEquals("Hello, Ada! (greeting 1 of that node)", command.hello(id, "Ada"));
    assertEquals("Hello, Bob! (greeting 2 of that node)", command.hello(id.substring(0, 8), "Bob"));
  }

  @Test
  void theGreetingChangesWhileTheNodeRuns() throws Exception {
    pair.acceptor().serve(HelloProtocol.KIND, protocol);
    protocol.configure(config("Good morning"));
    protocol.configure(config("x".repeat(101))); // too long: the last good one stays
    assertEquals(
        new Greeting("Good morning, Ada!", 1),
        command.ask(pair.initiator().other().id(), new Hello("Ada")));
  }

  @Test
  void aNodeWithoutThePluginRefuses() {
    StreamException refused =
        assertThrows(
            StreamException.class,
            () -> command.ask(pair.initiator().other().id(), new Hello("Ada")));
    assertEquals(Fault.RESET, refused.fault());
    assertEquals(Fault.REFUSED.code(), refused.resetCode());
  }

  @Test
  void whoIsNotConnectedIsNotAsked() throws Exception {
    assertEquals("0 connected peers begin with e; see tessera:peers", command.hello("e", "Ada"));
  }
}
