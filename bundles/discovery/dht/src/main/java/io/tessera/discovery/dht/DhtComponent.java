package io.tessera.discovery.dht;

import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.Discovery;
import io.tessera.net.Endpoint;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerBook;
import io.tessera.net.PeerListener;
import io.tessera.net.Peers;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import io.tessera.net.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node in the table as a component: a new configuration makes a new one. */
@Component(
    service = Discovery.class,
    immediate = true,
    configurationPid = DhtConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DhtConfig.class)
public final class DhtComponent implements Discovery, DhtNode.House {
  private static final String NAME = "dht";
  private static final int LAST_PORT = 65_535;
  private static final Logger LOG = LoggerFactory.getLogger(DhtComponent.class);

  private final NodeKey key;
  private final NetworkIdentity network;
  private final Peers peers;
  private final Streams streams;
  private final Workers workers;
  private final List<Transport> transports = new CopyOnWriteArrayList<>();
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile PeerBook book;

  private int enough;
  private InetSocketAddress listen;
  private volatile DhtNode node;
  private String problem = "";

  /** A component that does not listen yet. */
  @Activate
  public DhtComponent(
      @Reference NodeKey key,
      @Reference NetworkIdentity network,
      @Reference Peers peers,
      @Reference Streams streams,
      @Reference Workers workers) {
    this.key = key;
    this.network = network;
    this.peers = peers;
    this.streams = streams;
    this.workers = workers;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "unbindTransport")
  void bindTransport(Transport transport) {
    transports.add(transport);
    transportsChanged();
  }

  void unbindTransport(Transport transport) {
    transports.remove(transport);
    transportsChanged();
  }

  private void transportsChanged() {
    DhtNode running = node;
    if (running != null) {
      running.moved();
    }
  }

  /** Binds the port, or says why it cannot; not in the constructor, see ADR 4. */
  @Activate
  void activate(BundleContext context, DhtConfig config) {
    enough = config.enough__peers();
    try {
      listen = listen(config);
      node =
          new DhtNode(
              new DhtNode.Setup(
                  Ed25519KeyPair.of(key.seed()),
                  network.genesisHash(),
                  listen,
                  bootstrap(config.bootstrap__records()),
                  new RecordFile(Path.of(config.node_data__path()))),
              this);
    } catch (IOException e) {
      problem = e.getMessage();
      LOG.error("DHT: {}; the node goes on without it until its configuration changes", problem);
      return;
    }
    LOG.info("DHT on UDP port {}: {}", node.local().getPort(), node.record().asEnr());
    RecordProtocol protocol = new RecordProtocol(node, streams, workers);
    registrations.add(
        context.registerService(
            StreamProtocol.class,
            protocol,
            FrameworkUtil.asDictionary(Map.of(StreamKind.PROPERTY, RecordProtocol.KIND))));
    registrations.add(context.registerService(PeerListener.class, protocol, null));
    peers.connected().forEach(protocol::connected);
  }

  /** Takes the services back, closes the port and waits until no thread is left. */
  @Deactivate
  void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
    if (node != null) {
      node.close();
    }
  }

  private static InetSocketAddress listen(DhtConfig config) throws IOException {
    int above = config.network__config_listening__port();
    int port = config.port() >= 0 ? config.port() : above == 0 ? 0 : above + 1;
    if (port > LAST_PORT) {
      throw new IOException("there is no port above listening_port 65535; set one");
    }
    return new InetSocketAddress(
        InetAddress.getByName(config.network__config_listening__address()), port);
  }

  /** One bad record does not take the others away. */
  private static List<NodeRecord> bootstrap(String[] texts) {
    List<NodeRecord> good = new ArrayList<>();
    for (String text : texts) {
      try {
        if (!text.isBlank()) {
          good.add(Records.parse(text.strip()));
        }
      } catch (IllegalArgumentException bad) {
        LOG.error("{}: bootstrap_records: left out: {}", DhtConfig.PID, bad.getMessage());
      }
    }
    return good;
  }

  @Override
  public Place place() {
    Optional<List<Endpoint>> own =
        Optional.ofNullable(book).flatMap(PeerBook::own).map(record -> record.endpoints());
    return Place.of(
        own.orElseGet(
            () ->
                transports.stream()
                    .flatMap(transport -> transport.localAddresses().stream())
                    .map(Endpoint::of)
                    .toList()));
  }

  @Override
  public boolean takesPrivate() {
    PeerBook current = book;
    return current == null
        ? place().isPrivate() || Endpoint.of(listen).isPrivate()
        : current.takesPrivate();
  }

  @Override
  public boolean wantsMore() {
    return peers.connected().size() < enough;
  }

  @Override
  public void found(JamPeer peer, int hops) {
    for (Endpoint endpoint : peer.endpoints()) {
      if (takesPrivate() || !endpoint.isPrivate()) {
        endpoint.dial(peer.peer()).ifPresent(address -> peers.offer(address, NAME));
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String status() {
    if (node == null) {
      return problem;
    }
    DhtNode.Status now = node.status();
    return "UDP port %d, %d nodes in the table, %d lookups, %d packets refused"
        .formatted(node.local().getPort(), now.nodes(), now.lookups(), now.refused());
  }

  @Override
  public long found() {
    return node == null ? 0 : node.status().found();
  }
}
