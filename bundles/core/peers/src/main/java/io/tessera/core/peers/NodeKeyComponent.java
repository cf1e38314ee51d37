package io.tessera.core.peers;

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
import java.util.Dictionary;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
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
  private ServiceRegistration<?> registration;
  private KeySwitch power;

  /** Does nothing yet. */
  @Activate
  public NodeKeyComponent(BundleContext context, Config config) {
    this.context = context;
    dataPath = Path.of(config.node_data__path());
    validator = config.dev__validator();
  }

  /** Reads or makes the key, and shows it unless the network is to be switched on by hand. */
  @Activate
  void activate() {
    try {
      Ed25519KeyPair pair = KeyFile.load(dataPath, this::fresh);
      Key key = new Key(new PeerId(pair.publicKey()), pair);
      LOG.info("This node is {}", key.id());
      power = new KeySwitch(context, key);
      if (!NetworkSwitch.MANUAL.equals(context.getProperty(NetworkSwitch.PROPERTY))) {
        power.on();
      }
      registration = context.registerService(NetworkSwitch.class, power, null);
    } catch (IOException unusable) {
      String line = "No node key: " + unusable.getMessage();
      LOG.error("No node key: {}", unusable.getMessage());
      Problem problem = () -> line;
      registration = context.registerService(Problem.class, problem, properties(line));
    }
  }

  private Fresh fresh() {
    return validator < 0 ? Fresh.random(new SecureRandom()) : Fresh.ofDevValidator(validator);
  }

  @Deactivate
  void deactivate() {
    registration.unregister();
    if (power != null) {
      power.off();
    }
  }

  private static Dictionary<String, Object> properties(String line) {
    return FrameworkUtil.asDictionary(Map.of(Problem.LINE, line));
  }

  private record Key(PeerId id, Ed25519KeyPair pair) implements NodeKey {
    @Override
    public byte[] seed() {
      return pair.seed();
    }
  }
}
