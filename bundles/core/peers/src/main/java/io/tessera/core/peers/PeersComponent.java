package io.tessera.core.peers;

import io.tessera.net.NodeKey;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerListener;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import io.tessera.net.transport.ConnectionListener;
import io.tessera.net.transport.StreamHost;
import io.tessera.net.transport.Transport;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            "Most connections; reserved nodes and builders are not counted. A quarter is kept for"
                + " peers that this node dials")
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
  }

  private static final String[] SERVICES = {
    Peers.class.getName(), PeerStanding.class.getName(), ConnectionListener.class.getName()
  };

  private final SingleThread thread;
  private ServiceRegistration<?> registration;

  /** A manager without connections; what transports and listeners are bound waits for its start. */
  @Activate
  public PeersComponent(@Reference NodeKey key, @Reference StreamHost streams) {
    this(key, streams, new SingleThread("tessera-peers"));
  }

  private PeersComponent(NodeKey key, StreamHost streams, SingleThread thread) {
    super(key.id(), thread, new SecureRandom(), streams);
    this.thread = thread;
  }

  /** Starts the thread and shows the services; not in the constructor, see ADR 4. */
  @Activate
  void activate(BundleContext context, Config config) {
    thread.start();
    configure(settings(config));
    registration = context.registerService(SERVICES, this, null);
  }

  @Modified
  void modified(Config config) {
    configure(settings(config));
  }

  @Deactivate
  void deactivate() {
    registration.unregister();
    thread.stop(this::stop, PATIENCE);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "unbindTransport")
  void bindTransport(Transport transport) {
    transportAdded(transport);
  }

  void unbindTransport(Transport transport) {
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

  /** One bad address does not take the others away. */
  static Settings settings(Config config) {
    List<PeerAddress> reserved = new ArrayList<>();
    for (String text : config.network__config_reserved__nodes()) {
      if (text.isBlank()) {
        continue;
      }
      try {
        reserved.add(PeerAddress.parse(text.strip()));
      } catch (IllegalArgumentException bad) {
        LOG.error("network_config.reserved_nodes: '{}' is left out: {}", text, bad.getMessage());
      }
    }
    return new Settings(config.network__config_max__peers(), config.builder__slots(), reserved);
  }
}
