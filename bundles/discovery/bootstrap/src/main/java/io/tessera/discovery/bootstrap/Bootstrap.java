package io.tessera.discovery.bootstrap;

import io.tessera.net.Discovery;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the configured addresses to the peer manager, at once and again every half minute: the
 * manager may have dropped one from its bounded table in favour of others.
 */
@Component(
    configurationPid = Bootstrap.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = Discovery.class)
@Designate(ocd = Bootstrap.Config.class)
public final class Bootstrap implements Discovery {
  static final String PID = "io.tessera.discovery.bootstrap";
  static final Duration PERIOD = Duration.ofSeconds(30);
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
  }

  private final Peers peers;
  private final Workers workers;
  private Future<?> offering;
  private volatile Set<PeerAddress> addresses;

  /** A discovery that offers nothing yet. */
  @Activate
  public Bootstrap(@Reference Peers peers, @Reference Workers workers, Config config) {
    this.peers = peers;
    this.workers = workers;
    addresses = parse(config.network__config_bootstrap__nodes());
  }

  /** Begins to offer; not in the constructor, see ADR 4. */
  @Activate
  void activate() {
    offering = workers.repeat(NAME, PERIOD, this::offer);
  }

  @Modified
  void modified(Config config) {
    addresses = parse(config.network__config_bootstrap__nodes());
    offer();
  }

  @Deactivate
  void deactivate() {
    offering.cancel(true);
  }

  private void offer() {
    addresses.forEach(address -> peers.offer(address, NAME));
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
    return addresses.isEmpty()
        ? "no bootstrap node is configured"
        : "offers " + addresses.size() + " configured addresses every " + PERIOD.toSeconds() + " s";
  }

  @Override
  public long found() {
    return addresses.size();
  }
}
