package io.tessera.operator.shell;

import io.tessera.chain.Adoption;
import io.tessera.chain.Beginning;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.Sync;
import io.tessera.chain.Unchecked;
import io.tessera.chain.VerificationStatus;
import io.tessera.lib.codec.Hash;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.NodeKey;
import io.tessera.net.Peers;
import io.tessera.net.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
  public StatusCommand(@Reference Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
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
      "the node in a few lines: who, where, chain, peers, sync. --json for one line of JSON."
          + " Example: status")
  public String status(String... words) throws CommandException, IOException {
    boolean json = Arguments.parse("status", List.of("--json"), words).none().has("--json");
    Map<String, Object> facts = json ? values() : lines();
    return json ? JsonText.write(facts) : aligned(facts);
  }

  private Map<String, Object> lines() {
    Map<String, Object> lines = new LinkedHashMap<>();
    NodeKey self = key;
    lines.put("peer id", self == null ? diagnosis.missing(NodeKey.class) : self.id());
    List<String> addresses = addresses();
    lines.put(
        "listening",
        addresses.isEmpty() ? diagnosis.missing(Transport.class) : String.join(", ", addresses));
    NetworkIdentity net = network;
    lines.put("network", net == null ? diagnosis.missing(NetworkIdentity.class) : net.protocol());
    Peers known = peers;
    lines.put(
        "peers",
        known == null ? diagnosis.missing(Peers.class) : known.connected().size() + " connected");
    Chain ours = chain;
    if (ours == null) {
      lines.put("chain", diagnosis.missing(Chain.class));
    } else {
      BlockRef head = ours.best();
      lines.put("head", head + ", height " + ours.height() + " of chain " + ours.id());
      stateRoot(ours, head).ifPresent(root -> lines.put("state root", root));
      lines.put("finalized", ours.finalized());
      lines.put("verified", verified(ours.verification()));
      beginning()
          .ifPresent(
              from ->
                  lines.put(
                      "begins at",
                      from.block()
                          + ", on the word of "
                          + from.trust()
                          + "; nothing below is ever finalized again"));
    }
    Sync current = sync;
    lines.put(
        "sync",
        current == null ? diagnosis.missing(Sync.class) : SyncCommand.sentence(current.status()));
    lines.put("up", Units.duration(uptime()) + ", heap " + Units.bytes(heap()));
    diagnosis.problems().forEach(line -> lines.put("problem", line));
    return lines;
  }

  /** Fields of parts that are missing are left out. */
  private Map<String, Object> values() {
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
      values.put("chain", ours.id());
      long height =
          ours.height(); // asked first: a reader may rely on a head of this height or more
      BlockRef head = ours.best();
      values.put("head", head.hash().toHex());
      values.put("slot", head.slot());
      values.put("height", height);
      stateRoot(ours, head).ifPresent(root -> values.put("state_root", root.toHex()));
      BlockRef finalized = ours.finalized();
      values.put("finalized", finalized.hash().toHex());
      values.put("finalized_slot", finalized.slot());
      VerificationStatus checked = ours.verification();
      values.put("executed", checked.executed());
      values.put("consensus_only", checked.consensusOnly());
      Map<String, Object> unchecked = new LinkedHashMap<>();
      checked.unchecked().forEach((rule, count) -> unchecked.put(name(rule), count));
      values.put("unchecked", unchecked);
      values.put("audits", checked.audits());
      checked.checkpoint().ifPresent(block -> values.put("checkpoint", block.hash().toHex()));
      beginning()
          .ifPresent(
              from -> {
                values.put("beginning", from.block().hash().toHex());
                values.put("beginning_slot", from.block().slot());
                values.put("trust", from.trust());
              });
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

  /** The root of the state after a block; empty when not all of that state is known. */
  private static Optional<Hash> stateRoot(Chain chain, BlockRef block) {
    return chain
        .state(block.hash())
        .filter(state -> state.knowledge() == StateKnowledge.COMPLETE)
        .map(BlockState::root);
  }

  /** What was checked since the start, and every rule that could not be. */
  private static String verified(VerificationStatus checked) {
    StringBuilder line = new StringBuilder();
    line.append(checked.executed()).append(" blocks executed");
    if (checked.consensusOnly() > 0) {
      line.append(", ").append(checked.consensusOnly()).append(" for consensus only");
    }
    checked
        .unchecked()
        .forEach(
            (rule, count) ->
                line.append(", ")
                    .append(count)
                    .append(" × ")
                    .append(name(rule).replace('_', ' '))
                    .append(" not checked"));
    line.append("; audits ").append(checked.audits());
    checked
        .checkpoint()
        .ifPresent(
            block ->
                line.append("; begins at ").append(block).append(" on trust, nothing beneath it"));
    return line.toString();
  }

  private static String name(Unchecked rule) {
    return rule.name().toLowerCase(Locale.ROOT);
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

  private static String aligned(Map<String, Object> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach((name, value) -> text.append(String.format("%-10s %s%n", name, value)));
    return text.toString().stripTrailing();
  }
}
