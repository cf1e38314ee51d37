package io.tessera.operator.shell;

import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerBook;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:peers}, {@code connect} and {@code disconnect}. */
@Component(
    service = PeerCommands.class,
    property = {
      "osgi.command.scope=tessera",
      "osgi.command.function=peers",
      "osgi.command.function=connect",
      "osgi.command.function=disconnect"
    })
public final class PeerCommands {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final List<String> OPTIONS = List.of("--json", "--all", "--book", "-w?");

  private final Diagnosis diagnosis;
  private final Watch watch;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Peers peers;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PeerStanding standing;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PeerBook book;

  /** Called by the component runtime. */
  @Activate
  public PeerCommands(@Reference Diagnosis diagnosis, @Reference Watch watch) {
    this.diagnosis = diagnosis;
    this.watch = watch;
  }

  /** The connected peers, or all that are known, or also the addresses that may be dialed. */
  @Descriptor(
      "the connected peers; with --all also the addresses that may be dialed, with --book all peers"
          + " that are known, connected or not. --json for one line of JSON, -w [SECONDS] to watch."
          + " Example: peers --all")
  public String peers(CommandSession session, String... words)
      throws CommandException, IOException {
    Arguments arguments = Arguments.parse("peers", OPTIONS, words).none();
    View view =
        arguments.has("--book")
            ? View.of(
                width -> BookTable.text(book(), Instant.now(), width),
                () -> BookTable.values(book()))
            : arguments.has("--all")
                ? View.of(
                    width -> connected(width) + "\n\n" + CandidateTable.text(candidates(), width),
                    () ->
                        Map.of(
                            "connected",
                            connected(),
                            "candidates",
                            CandidateTable.values(candidates())))
                : View.of(this::connected, this::connected);
    return watch.show(session, arguments, view);
  }

  private List<PeerBook.Entry> book() throws CommandException {
    return diagnosis.require(book, PeerBook.class).entries();
  }

  private List<Peers.Candidate> candidates() throws CommandException {
    return manager().candidates();
  }

  private List<Map<String, Object>> connected() throws CommandException {
    return manager().connected().stream().map(this::values).toList();
  }

  private String connected(int width) throws CommandException {
    List<Peer> connected = manager().connected();
    return connected.isEmpty() ? "no peer is connected" : table(connected, width);
  }

  /** Dials an address and waits for the outcome. */
  @Descriptor(
      "connects to a peer; ADDRESS is /ip4/<ip>/udp/<port>/quic-v1/p2p/<peer id>, <peer"
          + " id>@<ip>:<port> or <ip>:<port>. Example: connect 127.0.0.1:30333")
  public String connect(String... words) throws CommandException, InterruptedException {
    String text = Arguments.parse("connect", List.of(), words).one("address");
    PeerAddress address;
    try {
      address = PeerAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException("connect: " + e.getMessage(), e);
    }
    try {
      Peer peer = manager().connect(address).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return "connected to " + peer.id() + " at " + Units.address(peer.address());
    } catch (ExecutionException e) {
      throw new CommandException(
          "connect: " + address + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new CommandException(
          "connect: " + address + ": no answer within " + PATIENCE.toSeconds() + " s", e);
    }
  }

  /** Ends the connection to a peer. */
  @Descriptor(
      "ends the connection to PEER and does not dial it again by itself; its id may be shortened."
          + " Example: disconnect eabc")
  public String disconnect(String... words) throws CommandException {
    String prefix = Arguments.parse("disconnect", List.of(), words).one("peer id");
    Peers manager = manager();
    Peer peer =
        Prefix.unique(
            "peer", "among those connected; see peers", prefix, manager.connected(), this::name);
    manager.disconnect(peer.id(), "disconnected by the operator");
    return "disconnected " + peer.id();
  }

  private Peers manager() throws CommandException {
    return diagnosis.require(peers, Peers.class);
  }

  private String name(Peer peer) {
    return peer.id().name();
  }

  private String table(List<Peer> connected, int width) {
    Table table =
        new Table(
            Column.text("PEER").atLeast(9),
            Column.text("ADDRESS").atLeast(21),
            Column.text("DIALED BY").expendable(1),
            Column.number("SINCE"),
            Column.number("RECEIVED").expendable(3),
            Column.number("SENT").expendable(2),
            Column.number("STANDING"));
    for (Peer peer : connected) {
      table.row(
          peer.id().shortName(),
          Units.address(peer.address()),
          (peer.initiator() ? "us" : "them") + (peer.builder() ? ", builder" : ""),
          Units.duration(Duration.between(peer.since(), Instant.now())),
          Units.bytes(peer.bytesReceived()),
          Units.bytes(peer.bytesSent()),
          standingOf(peer));
    }
    return table.text(width);
  }

  private Object standingOf(Peer peer) {
    PeerStanding known = standing;
    return known == null ? "-" : known.of(peer.id());
  }

  private Map<String, Object> values(Peer peer) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("peer_id", peer.id().name());
    values.put("address", Units.address(peer.address()));
    values.put("initiator", peer.initiator());
    values.put("builder", peer.builder());
    values.put("since", peer.since().toString());
    values.put("bytes_received", peer.bytesReceived());
    values.put("bytes_sent", peer.bytesSent());
    values.put("standing", standingOf(peer));
    return values;
  }
}
