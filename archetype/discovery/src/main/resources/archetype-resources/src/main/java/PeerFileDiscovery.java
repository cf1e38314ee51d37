package ${package};

import io.tessera.net.Discovery;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers;
import io.tessera.net.Workers;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the file's addresses to the node for as long as they stand there. It has no thread of its
 * own: the node's {@link Workers} end with the bundle.
 */
@Component(
    service = Discovery.class,
    immediate = true,
    configurationPid = PeerFileConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PeerFileConfig.class)
public final class PeerFileDiscovery implements Discovery {
  static final String NAME = "peerfile";

  private static final Logger LOG = LoggerFactory.getLogger(PeerFileDiscovery.class);

  private final Peers peers;
  private final Workers workers;
  private Path file;
  private Future<?> looking;
  private Set<PeerAddress> offered = Set.of();
  private List<String> complaints = List.of();
  private volatile String status = "begins";
  private volatile long found;

  /** Nothing is begun here: that is what activation is for. */
  @Activate
  public PeerFileDiscovery(@Reference Peers peers, @Reference Workers workers) {
    this.peers = peers;
    this.workers = workers;
  }

  @Activate
  synchronized void activate(PeerFileConfig config) {
    file = Path.of(config.node_data__path()).resolve(config.file());
    looking = workers.repeat(NAME, Duration.ofSeconds(config.period__seconds()), this::look);
  }

  /** Only this component begins again; what the new file has too stays. */
  @Modified
  synchronized void modified(PeerFileConfig config) {
    looking.cancel(true);
    activate(config);
  }

  /** What it has found is dialed no more; connections stay. */
  @Deactivate
  synchronized void deactivate() {
    looking.cancel(true);
    offer(Set.of());
  }

  private synchronized void look() {
    if (looking.isCancelled()) {
      return;
    }
    try {
      PeerFile read = PeerFile.read(file);
      offer(read.addresses());
      status = "reads " + file + ": " + read.addresses().size() + " addresses";
      complain(read.mistakes());
    } catch (NoSuchFileException e) {
      offer(Set.of());
      status = "waits for " + file;
    } catch (IOException e) {
      status = "cannot read " + file + ": " + e.getMessage();
      complain(List.of(e.getMessage()));
    }
  }

  /** The node does nothing about an address that it has already, so all are offered again. */
  private void offer(Set<PeerAddress> addresses) {
    Set<PeerAddress> gone = new HashSet<>(offered);
    gone.removeAll(addresses);
    gone.forEach(address -> peers.withdraw(address, NAME));
    addresses.forEach(address -> peers.offer(address, NAME));
    found += addresses.stream().filter(address -> !offered.contains(address)).count();
    offered = addresses;
  }

  /** Once, not at every look. */
  private void complain(List<String> now) {
    if (!now.equals(complaints)) {
      complaints = now;
      now.forEach(each -> LOG.error("{}: {}", file, each));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String status() {
    return status;
  }

  @Override
  public long found() {
    return found;
  }
}
