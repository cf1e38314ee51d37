package io.tessera.operator.shell;

import io.tessera.chain.Adoption;
import io.tessera.chain.Beginning;
import io.tessera.chain.Chain;
import io.tessera.chain.Sync;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.NodeKey;
import io.tessera.net.Peers;
import io.tessera.net.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * {@code tessera:status}: the node in a few lines. Shows what there is; a missing part says why.
 */
@Component(
    service = StatusCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=status"})
public final class StatusCommand {
  private final Diagnosis diagnosis;
  private final Watch watch;
  private final List<Transport> transports = new CopyOnWriteArrayList<>();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile NodeKey key;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile NetworkIdentity network;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Peers peers;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Chain chain;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Sync sync;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Adoption adoption;

  /** Called by the component runtime. */
  @Activate
  public StatusCommand(@Reference Diagnosis diagnosis, @Reference Watch watch) {
    this.diagnosis = diagnosis;
    this.watch = watch;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindTransport(Transport transport) {
    transports.add(transport);
  }

  void unbindTransport(Transport transport) {
    transports.remove(transport);
  }

  /** The command. */
  @Descriptor(
      "the node in a few lines: who, where, chain, peers, sync. --json for one line of JSON, -w"
          + " [SECONDS] to watch. Example: status -w")
  public String status(CommandSession session, String... words)
      throws CommandException, IOException {
    Arguments arguments = Arguments.parse("status", Watch.OPTIONS, words).none();
    return watch.show(session, arguments, View.of(this::text, this::values));
  }

  /** The lines, for people. */
  String text(int width) {
    Facts facts = new Facts();
    NodeKey self = key;
    facts.add("peer id", self == null ? diagnosis.missing(NodeKey.class) : self.id());
    List<String> addresses = addresses();
    facts.add(
        "listening",
        addresses.isEmpty() ? diagnosis.missing(Transport.class) : String.join(", ", addresses));
    NetworkIdentity net = network;
    facts.add("network", net == null ? diagnosis.missing(NetworkIdentity.class) : net.protocol());
    Peers known = peers;
    facts.add(
        "peers",
        known == null ? diagnosis.missing(Peers.class) : known.connected().size() + " connected");
    Chain ours = chain;
    if (ours == null) {
      facts.add("chain", diagnosis.missing(Chain.class));
    } else {
      ChainFacts.add(facts, ours, beginning());
    }
    Sync current = sync;
    facts.add(
        "sync",
        current == null ? diagnosis.missing(Sync.class) : SyncCommand.sentence(current.status()));
    facts.add("up", Units.duration(uptime()) + ", heap " + Units.bytes(heap()));
    diagnosis.problems().forEach(line -> facts.add("problem", line));
    return facts.text(width);
  }

  /** Fields of parts that are missing are left out. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    NodeKey self = key;
    if (self != null) {
      values.put("peer_id", self.id().name());
    }
    values.put("listening", addresses());
    NetworkIdentity net = network;
    if (net != null) {
      values.put("network", net.protocol());
    }
    Peers known = peers;
    if (known != null) {
      values.put("peers", known.connected().size());
    }
    Chain ours = chain;
    if (ours != null) {
      ChainFacts.put(values, ours, beginning());
    }
    Sync current = sync;
    if (current != null) {
      values.put("sync", SyncCommand.values(current.status()));
    }
    values.put("uptime_seconds", uptime().toSeconds());
    values.put("heap_bytes", heap());
    values.put("problems", diagnosis.problems());
    return values;
  }

  /** Where the chain begins when that is not at genesis, and whom that trusts. */
  private Optional<Beginning> beginning() {
    Adoption way = adoption;
    return way == null ? Optional.empty() : way.beginning();
  }

  private List<String> addresses() {
    return transports.stream()
        .flatMap(
            transport ->
                transport.localAddresses().stream()
                    .map(address -> Units.address(address) + " (" + transport.name() + ")"))
        .toList();
  }

  private static Duration uptime() {
    Instant start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    return Duration.between(start, Instant.now());
  }

  private static long heap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
