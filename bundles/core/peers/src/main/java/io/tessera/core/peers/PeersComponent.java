package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.Endpoint;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerBans;
import io.tessera.net.PeerBook;
import io.tessera.net.PeerListener;
import io.tessera.net.PeerStanding;
import io.tessera.net.PeerStatistics;
import io.tessera.net.PeerStore;
import io.tessera.net.Peers;
import io.tessera.net.TopologyListener;
import io.tessera.net.event.NodeEvents;
import io.tessera.net.transport.ConnectionListener;
import io.tessera.net.transport.StreamHost;
import io.tessera.net.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peer manager as a component; immediate, so that its state outlives whoever uses it. It
 * registers its services by hand once it exists: the stream runtime and peer listeners refer back
 * to them, and the component runtime, which registers first and creates then, would run in a
 * circle.
 */
@Component(
    configurationPid = PeersComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = PeersComponent.Config.class)
public final class PeersComponent extends PeerManager {
  static final String PID = "io.tessera.core.peers";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(PeersComponent.class);

  /**
   * The keys in the node's file; DS turns double underscores into single ones, single into dots.
   */
  @ObjectClassDefinition(name = "Peers", description = "How many peers to have, and which")
  @SuppressWarnings("MemberName")
  @interface Config {
    /** Most connections. */
    @AttributeDefinition(
        min = "0",
        max = "10000",
        description =
            "Most ordinary connections: reserved nodes, builders and, on a validator, other"
                + " validators are not counted. A quarter is kept for peers that this node dials")
    int network__config_max__peers() default 50;

    /** Peers in any case. */
    @AttributeDefinition(
        description =
            "Addresses of peers to be connected to in any case, such as"
                + " /ip4/1.2.3.4/udp/30333/quic-v1/p2p/<peer id>")
    String[] network__config_reserved__nodes() default {};

    /** Connections for builders. */
    @AttributeDefinition(
        min = "0",
        max = "1000",
        description = "Most connections to peers that dialed as work-package builders")
    int builder__slots() default 20;

    /** Connections for validators. */
    @AttributeDefinition(
        min = "0",
        max = "10000",
        description =
            "On a validator, most connections to validators of the previous, current and next"
                + " epoch, with which it must be connected")
    int validator__slots() default Settings.ALL_VALIDATORS;

    /** Connections for an address range. */
    @AttributeDefinition(
        min = "1",
        max = "10000",
        description =
            "Most ordinary connections to peers of one address range: a /24 of IPv4, a /48 of"
                + " IPv6; addresses of this machine itself are not counted")
    int max__per__range() default Settings.PER_RANGE;

    /** Whether this machine is an address range. */
    @AttributeDefinition(
        description = "Whether max_per_range counts loopback addresses too, as tests want it")
    boolean count__loopback() default false;

    /** Where others reach this node. */
    @AttributeDefinition(
        description =
            "Addresses at which others reach this node, such as 1.2.3.4:30333, when they are not"
                + " those that it listens on: behind a router that forwards a port. At most 4")
    String[] external__addresses() default {};

    /** Addresses of private networks. */
    @AttributeDefinition(
        description =
            "Whether addresses of private networks, this machine's own included, are taken from"
                + " other nodes and told them: yes, no, or auto, which means yes when this node"
                + " listens on such an address",
        options = {@Option("auto"), @Option("yes"), @Option("no")})
    String private__addresses() default "auto";
  }

  private static final String[] SERVICES = {
    Peers.class.getName(),
    PeerStanding.class.getName(),
    PeerBans.class.getName(),
    PeerStatistics.class.getName(),
    ConnectionListener.class.getName(),
    TopologyListener.class.getName()
  };

  private final SingleThread thread;
  private final SingleThread disk = new SingleThread("tessera-peer-book");
  private final OwnRecord own;
  private final Addresses addresses;
  private final Keeper keeper;
  private ServiceRegistration<?> registration;
  private ServiceRegistration<?> bookRegistration;

  /** A manager without connections; what transports and listeners are bound waits for its start. */
  @Activate
  public PeersComponent(
      @Reference NodeKey key, @Reference StreamHost streams, @Reference NodeEvents events) {
    this(
        key,
        streams,
        events,
        new SingleThread("tessera-peers"),
        new Addresses(Interfaces::addresses));
  }

  private PeersComponent(
      NodeKey key,
      StreamHost streams,
      NodeEvents events,
      SingleThread thread,
      Addresses addresses) {
    this(
        key.id(),
        streams,
        events,
        thread,
        addresses,
        new OwnRecord(Ed25519KeyPair.of(key.seed()), thread, addresses));
  }

  private PeersComponent(
      PeerId self,
      StreamHost streams,
      NodeEvents events,
      SingleThread thread,
      Addresses addresses,
      OwnRecord own) {
    super(self, thread, new SecureRandom(), streams, own, events);
    this.thread = thread;
    this.addresses = addresses;
    this.own = own;
    keeper = new Keeper(disk, book(), this::bookLoaded);
  }

  /** Starts the threads and shows the services; not in the constructor, see ADR 4. */
  @Activate
  void activate(BundleContext context, Config config) {
    thread.start();
    disk.start();
    apply(config);
    registration = context.registerService(SERVICES, this, null);
    bookRegistration = context.registerService(PeerBook.class, book(), null);
  }

  @Modified
  void modified(Config config) {
    apply(config);
  }

  private void apply(Config config) {
    configure(settings(config));
    addresses.configure(external(config), Addresses.Private.of(config.private__addresses()));
    own.look();
  }

  @Deactivate
  void deactivate() {
    bookRegistration.unregister();
    registration.unregister();
    thread.stop(this::stop, PATIENCE);
    disk.stop(keeper::stop, PATIENCE);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "unbindStore")
  void bindStore(PeerStore store) {
    keeper.storeAdded(store);
  }

  void unbindStore(PeerStore store) {
    disk.call(() -> keeper.storeRemoved(store), PATIENCE);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "unbindNetwork")
  void bindNetwork(NetworkIdentity network) {
    own.network(Optional.of(network.genesisHash()));
  }

  /** Of one that was replaced, nothing is left to be taken back. */
  void unbindNetwork(NetworkIdentity network) {
    own.left(network.genesisHash());
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "unbindTransport")
  void bindTransport(Transport transport) {
    addresses.added(transport);
    own.look();
    transportAdded(transport);
  }

  void unbindTransport(Transport transport) {
    addresses.removed(transport);
    own.look();
    transportRemoved(transport);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "unbindListener")
  void bindListener(PeerListener listener) {
    listenerAdded(listener);
  }

  void unbindListener(PeerListener listener) {
    listenerRemoved(listener);
  }

  static Settings settings(Config config) {
    List<PeerAddress> reserved =
        parse("network_config.reserved_nodes", config.network__config_reserved__nodes());
    return new Settings(
        config.network__config_max__peers(),
        config.builder__slots(),
        config.validator__slots(),
        config.max__per__range(),
        config.count__loopback(),
        reserved);
  }

  /** Where others reach this node, as configured. */
  static List<Endpoint> external(Config config) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (PeerAddress address : parse("external_addresses", config.external__addresses())) {
      Optional<InetAddress> literal = address.literal();
      if (literal.isPresent()) {
        endpoints.add(Endpoint.of(new InetSocketAddress(literal.get(), address.port())));
      } else {
        LOG.error(
            "external_addresses: '{}' is left out: a name is no IP address, write the address",
            address);
      }
    }
    return endpoints;
  }

  /** One bad address does not take the others away. */
  private static List<PeerAddress> parse(String key, String[] texts) {
    List<PeerAddress> addresses = new ArrayList<>();
    for (String text : texts) {
      if (text.isBlank()) {
        continue;
      }
      try {
        addresses.add(PeerAddress.parse(text.strip()));
      } catch (IllegalArgumentException bad) {
        LOG.error("{}: '{}' is left out: {}", key, text, bad.getMessage());
      }
    }
    return addresses;
  }
}
