package io.tessera.discovery.mdns;

import io.tessera.net.Discovery;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.NodeKey;
import io.tessera.net.Peers;
import io.tessera.net.Workers;
import io.tessera.net.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the node for as long as a transport listens, and anew when that has changed; on a
 * platform thread of its own, since the responder blocks for seconds.
 */
@Component(
    service = Discovery.class,
    immediate = true,
    configurationPid = MdnsConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MdnsConfig.class)
public final class MdnsComponent implements Discovery {
  private static final String NAME = "mdns";
  private static final Duration REPEATED_EVERY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(MdnsComponent.class);

  private final Workers workers;
  private final Announcement own;
  private final Neighbours neighbours;
  private final List<Transport> transports = new CopyOnWriteArrayList<>();
  private ExecutorService thread;
  private Future<?> repeating;
  private volatile Set<String> interfaces = Set.of();
  private Optional<Announcer.Where> where = Optional.empty();
  private Optional<Announcer> announcer = Optional.empty();
  private volatile String status = "begins";

  /** A component that announces nothing yet. */
  @Activate
  public MdnsComponent(
      @Reference NodeKey key,
      @Reference NetworkIdentity network,
      @Reference Peers peers,
      @Reference Workers workers) {
    this.workers = workers;
    own = Announcement.of(key.id(), network.genesisHash());
    neighbours = new Neighbours(own, address -> peers.offer(address, NAME));
  }

  /** Transports that are there already were bound before this. */
  @Activate
  synchronized void activate(MdnsConfig config) {
    interfaces = Set.of(config.interfaces());
    thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("tessera-mdns").factory());
    thread.execute(this::follow);
    repeating = workers.repeat(NAME, REPEATED_EVERY, neighbours::repeat);
  }

  /** Says goodbye and announces anew only where that is somewhere else. */
  @Modified
  synchronized void modified(MdnsConfig config) {
    interfaces = Set.of(config.interfaces());
    thread.execute(this::follow);
  }

  /** Says goodbye and waits until no thread is left. */
  @Deactivate
  void deactivate() {
    repeating.cancel(true);
    thread.execute(() -> announce(Optional.empty()));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("mDNS: its thread does not end within {}", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  private synchronized void transportsChanged() {
    if (thread != null && !thread.isShutdown()) {
      thread.execute(this::follow);
    }
  }

  private void follow() {
    try {
      announce(place());
    } catch (IOException e) {
      status = "cannot list the interfaces: " + e.getMessage();
      LOG.error("mDNS {}; the other ways to find peers go on", status);
    }
  }

  /** All addresses with the first one's port: a service has one. */
  private Optional<Announcer.Where> place() throws IOException {
    List<InetSocketAddress> listening =
        transports.stream().flatMap(each -> each.localAddresses().stream()).toList();
    if (listening.isEmpty()) {
      return Optional.empty();
    }
    int port = listening.get(0).getPort();
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (InetSocketAddress each : listening) {
      if (each.getPort() == port) {
        addresses.addAll(Interfaces.addresses(each, interfaces));
      }
    }
    return Optional.of(new Announcer.Where(List.copyOf(addresses), port));
  }

  private void announce(Optional<Announcer.Where> now) {
    if (now.equals(where)) {
      return;
    }
    announcer.ifPresent(Announcer::close);
    announcer = Optional.empty();
    where = now;
    if (now.isEmpty()) {
      status = "waits for a transport that listens";
      return;
    }
    try {
      announcer = Optional.of(new Announcer(now.get(), own, neighbours));
      status = "announced at " + now.get();
      LOG.info("mDNS: {}", status);
    } catch (IOException e) {
      where = Optional.empty();
      status = "cannot announce at " + now.get() + ": " + e.getMessage();
      LOG.error("mDNS {}; the other ways to find peers go on", status);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String status() {
    return status + "; sees " + neighbours.size();
  }

  @Override
  public long found() {
    return neighbours.found();
  }
}
