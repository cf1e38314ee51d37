package io.tessera.transport.quic;

import io.tessera.net.NetworkIdentity;
import io.tessera.net.NodeKey;
import io.tessera.net.Problem;
import io.tessera.net.event.NodeEvents;
import io.tessera.net.transport.ConnectionListener;
import io.tessera.net.transport.Transport;
import java.io.IOException;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens as configured, and is a {@link Transport} for as long as that works: the service is
 * registered here and not by the component runtime, which would call a component that cannot listen
 * again and again. A new configuration makes a new component.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = QuicConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = QuicConfig.class)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"io.tessera.net.transport.Transport\"")
public final class QuicComponent {
  private static final Logger LOG = LoggerFactory.getLogger(QuicComponent.class);

  private final NodeKey key;
  private final NetworkIdentity network;
  private final ConnectionListener listener;
  private final NodeEvents events;
  private QuicTransport transport;
  private ServiceRegistration<?> registration;

  /** A component that does not listen yet. */
  @Activate
  public QuicComponent(
      @Reference NodeKey key,
      @Reference NetworkIdentity network,
      @Reference ConnectionListener listener,
      @Reference NodeEvents events) {
    this.key = key;
    this.network = network;
    this.listener = listener;
    this.events = events;
  }

  /** Begins to listen, or says why it cannot; not in the constructor, see ADR 4. */
  @Activate
  void activate(BundleContext context, QuicConfig config) {
    try {
      transport = new QuicTransport(QuicSettings.of(config), key, network, listener, events);
      registration = context.registerService(Transport.class, transport, null);
    } catch (IOException e) {
      LOG.error("QUIC: {}", e.getMessage());
      String line = e.getMessage();
      registration =
          context.registerService(
              Problem.class, () -> line, FrameworkUtil.asDictionary(Map.of(Problem.LINE, line)));
    }
  }

  /** Takes the service back, closes all connections and waits until no thread is left. */
  @Deactivate
  void deactivate() {
    registration.unregister();
    if (transport != null) {
      transport.close();
    }
  }
}
