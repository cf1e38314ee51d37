package io.tessera.core.peers;

import io.tessera.chain.Chain;
import io.tessera.core.peers.KeyFile.Fresh;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.LiveConfiguration;
import io.tessera.net.NetworkSwitch;
import io.tessera.net.NodeKey;
import io.tessera.net.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the switch of the network, which shows the node's key while it is on, or the problem
 * when the key cannot be read.
 */
@Component(
    configurationPid = NodeKeyComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = NodeKeyComponent.Config.class)
public final class NodeKeyComponent {
  static final String PID = "io.tessera.core.peers.key";
  private static final int FAILED = 1;
  private static final int WRONG_CONFIGURATION = 2;
  private static final Logger LOG = LoggerFactory.getLogger(NodeKeyComponent.class);

  /** Where the key is. */
  @ObjectClassDefinition(name = "Node key", description = "Where the node's identity is kept")
  @SuppressWarnings("MemberName") // DS turns double underscores into single ones, single into dots
  @interface Config {
    /** The data directory. */
    @AttributeDefinition(
        description =
            "Directory of the node's data; its key is node.key in there."
                + LiveConfiguration.READ_AT_START)
    String node_data__path() default "data";

    /** Whose key a node without one takes. */
    @AttributeDefinition(
        description =
            "A node that has no key yet takes that of this validator of a development chain, since"
                + " validators are known by their keys; -1 for a new one."
                + LiveConfiguration.READ_AT_START,
        min = "-1",
        max = "65535")
    int dev__validator() default -1;
  }

  private final BundleContext context;
  private final Path dataPath;
  private final int validator;
  private Optional<ServiceRegistration<?>> registration = Optional.empty();
  private Optional<ServiceTracker<Chain, Chain>> chains = Optional.empty();
  private KeySwitch power;

  /** Does nothing yet. */
  @Activate
  public NodeKeyComponent(BundleContext context, Config config) {
    this.context = context;
    dataPath = Path.of(config.node_data__path());
    validator = config.dev__validator();
  }

  /**
   * Reads or makes the key. That of a validator is made when the chain says that there is one: a
   * key which everybody knows must not be left behind by a mistyped index.
   */
  @Activate
  void activate() {
    String mode = context.getProperty("tessera.mode");
    boolean runs = mode == null || mode.equals("run");
    if (validator < 0 || !runs || KeyFile.isThere(dataPath)) {
      open();
    } else {
      chains = Optional.of(new ServiceTracker<>(context, Chain.class, new Known()));
      chains.get().open();
    }
  }

  /** Is told of the chain. */
  private final class Known implements ServiceTrackerCustomizer<Chain, Chain> {
    @Override
    public Chain addingService(ServiceReference<Chain> reference) {
      Chain chain = context.getService(reference);
      ofChain(chain.parameters().validators());
      return chain;
    }

    @Override
    public void modifiedService(ServiceReference<Chain> reference, Chain chain) {}

    @Override
    public void removedService(ServiceReference<Chain> reference, Chain chain) {
      context.ungetService(reference);
    }
  }

  private synchronized void ofChain(int validators) {
    if (registration.isPresent()) {
      return; // the chain has been restarted
    }
    if (validator < validators) {
      open();
    } else {
      String line = PID + ": dev_validator: there is no validator " + validator;
      fail(line + " among " + validators, WRONG_CONFIGURATION);
    }
  }

  /** Shows the key unless the network is to be switched on by hand. */
  private synchronized void open() {
    try {
      Ed25519KeyPair pair = KeyFile.load(dataPath, this::fresh);
      Key key = new Key(new PeerId(pair.publicKey()), pair);
      LOG.info("This node is {}", key.id());
      warnIfAnothers(pair);
      power = new KeySwitch(context, key);
      if (!NetworkSwitch.MANUAL.equals(context.getProperty(NetworkSwitch.PROPERTY))) {
        power.on();
      }
      registration = Optional.of(context.registerService(NetworkSwitch.class, power, null));
    } catch (IOException unusable) {
      LOG.error("No node key: {}", unusable.getMessage());
      fail("No node key: " + unusable.getMessage(), FAILED);
    }
  }

  private void warnIfAnothers(Ed25519KeyPair pair) {
    if (validator >= 0
        && !Fresh.ofDevValidator(validator).pair().publicKey().equals(pair.publicKey())) {
      LOG.warn(
          "{} is not the key of development validator {}, by which the others know that one: move"
              + " the file away to take it, or choose another data directory",
          dataPath.resolve(KeyFile.NAME),
          validator);
    }
  }

  private void fail(String line, int status) {
    registration =
        Optional.of(
            context.registerService(
                Problem.class,
                () -> line,
                FrameworkUtil.asDictionary(Map.of(Problem.LINE, line, Problem.STATUS, status))));
  }

  private Fresh fresh() {
    return validator < 0 ? Fresh.random(new SecureRandom()) : Fresh.ofDevValidator(validator);
  }

  @Deactivate
  void deactivate() {
    chains.ifPresent(ServiceTracker::close);
    close();
  }

  private synchronized void close() {
    registration.ifPresent(ServiceRegistration::unregister);
    if (power != null) {
      power.off();
    }
  }

  private record Key(PeerId id, Ed25519KeyPair pair) implements NodeKey {
    @Override
    public byte[] seed() {
      return pair.seed();
    }
  }
}
