package ${package};

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The other half: a command of the node's shell that says hello to a connected peer. */
@Component(
    service = HelloCommand.class,
    property = {"osgi.command.scope=hello", "osgi.command.function=hello"})
public final class HelloCommand {
  private final Peers peers;
  private final Streams streams;

  /** Nothing is done here: a component is made when it is needed. */
  @Activate
  public HelloCommand(@Reference Peers peers, @Reference Streams streams) {
    this.peers = peers;
    this.streams = streams;
  }

  /**
   * Says hello.
   *
   * @param peer the beginning of a connected peer's id
   * @param name what to be called
   */
  public String hello(String peer, String name) throws StreamException {
    List<PeerId> ids =
        peers.connected().stream().map(Peer::id).filter(id -> id.name().startsWith(peer)).toList();
    if (ids.size() != 1) {
      return ids.size() + " connected peers begin with " + peer + "; see tessera:peers";
    }
    Greeting greeting = ask(ids.get(0), new Hello(name));
    return greeting.text() + " (greeting " + greeting.count() + " of that node)";
  }

  Greeting ask(PeerId peer, Hello hello) throws StreamException {
    try (PeerStream stream = streams.open(peer, HelloProtocol.KIND, HelloProtocol.TIMEOUT)) {
      stream.finish(Hello.CODEC, hello);
      Greeting greeting = stream.read(Greeting.CODEC, Greeting.MAX_SIZE);
      stream.readFin();
      return greeting;
    }
  }
}
