package io.tessera.discovery.bootstrap;

import io.tessera.discovery.bootstrap.BootNodes.Marks;
import io.tessera.discovery.bootstrap.BootNodes.Step;
import io.tessera.net.Discovery;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers;
import io.tessera.net.Workers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the configured addresses and those of the chain's specification to the peer manager, with
 * growing waits, and takes them back while there are enough other peers.
 */
@Component(
    configurationPid = Bootstrap.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = Discovery.class)
@Designate(ocd = Bootstrap.Config.class)
public final class Bootstrap implements Discovery {
  static final String PID = "io.tessera.discovery.bootstrap";

  /** How often it looks whether something is to be done. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  private static final String NAME = "bootstrap";
  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

  /** The addresses. */
  @ObjectClassDefinition(name = "Bootstrap", description = "Peers that a node begins with")
  @SuppressWarnings("MemberName") // DS turns double underscores into single ones, single into dots
  @interface Config {
    /** Where to find the first peers. */
    @AttributeDefinition(
        description =
            "Addresses of peers to begin with, such as"
                + " /ip4/1.2.3.4/udp/30333/quic-v1/p2p/<peer id> or <peer id>@<ip>:<port>")
    String[] network__config_bootstrap__nodes() default {};

    /** Most connections: with half as many other peers the boot nodes rest. */
    @AttributeDefinition(
        min = "0",
        max = "10000",
        description =
            "Most ordinary connections: with half as many to others, the nodes to begin with are"
                + " not dialed; with fewer than a quarter, they are again")
    int network__config_max__peers() default 50;
  }

  private final Peers peers;
  private final Workers workers;
  private final BootNodes nodes;
  private Future<?> looking;
  private volatile Set<PeerAddress> configured;
  private volatile Marks marks;
  private volatile NetworkIdentity network;

  /** A discovery that offers nothing yet. */
  @Activate
  public Bootstrap(@Reference Peers peers, @Reference Workers workers, Config config) {
    this(peers, workers, config, InstantSource.system(), new SecureRandom());
  }

  Bootstrap(
      Peers peers, Workers workers, Config config, InstantSource clock, RandomGenerator random) {
    this.peers = peers;
    this.workers = workers;
    nodes = new BootNodes(clock, random);
    modified(config);
  }

  /** Begins to offer; not in the constructor, see ADR 4. */
  @Activate
  void activate() {
    looking = workers.repeat(NAME, PERIOD, this::look);
  }

  /** Takes effect with the next look. */
  @Modified
  void modified(Config config) {
    configured = parse(config.network__config_bootstrap__nodes());
    marks = Marks.of(config.network__config_max__peers());
  }

  @Deactivate
  void deactivate() {
    looking.cancel(true);
  }

  /** The chain brings boot nodes of its own. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindNetwork(NetworkIdentity identity) {
    network = identity;
  }

  void unbindNetwork(NetworkIdentity identity) {
    if (identity.equals(network)) {
      network = null;
    }
  }

  private void look() {
    Step step = nodes.step(addresses(), peers.connected(), marks);
    step.offer().forEach(address -> peers.offer(address, NAME));
    step.withdraw().forEach(address -> peers.withdraw(address, NAME));
  }

  private Set<PeerAddress> addresses() {
    Set<PeerAddress> all = new LinkedHashSet<>(configured);
    all.addAll(ofChain());
    return all;
  }

  private List<PeerAddress> ofChain() {
    NetworkIdentity current = network;
    return current == null ? List.of() : current.bootnodes();
  }

  /** One bad address does not take the others away. */
  private static Set<PeerAddress> parse(String[] texts) {
    Set<PeerAddress> good = new LinkedHashSet<>();
    for (String text : texts) {
      try {
        if (!text.isBlank()) {
          good.add(PeerAddress.parse(text.strip()));
        }
      } catch (IllegalArgumentException bad) {
        LOG.error("network_config.bootstrap_nodes: '{}' is left out: {}", text, bad.getMessage());
      }
    }
    return Collections.unmodifiableSet(good);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String status() {
    if (addresses().isEmpty()) {
      return "no bootstrap node is configured";
    }
    String which = "%d configured, %d of the chain".formatted(configured.size(), ofChain().size());
    return nodes.resting() ? "rests, other peers are enough: " + which : "offers " + which;
  }

  @Override
  public long found() {
    return addresses().size();
  }
}
