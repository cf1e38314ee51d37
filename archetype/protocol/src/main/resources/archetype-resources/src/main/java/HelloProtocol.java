package ${package};

import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the peers that say hello. The node runs {@link #serve} on a thread for each stream. */
@Component(
    service = StreamProtocol.class,
    configurationPid = HelloConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HelloConfig.class)
@StreamKind(HelloProtocol.KIND)
public final class HelloProtocol implements StreamProtocol {
  static final int KIND = 200;

  /** How long either side waits for a message. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** The node enforces these: size of a message, time, streams of a peer at once. */
  private static final Limits LIMITS = new Limits(Hello.MAX_SIZE, TIMEOUT, 4);

  private static final int MAX_GREETING = 100;
  private static final Logger LOG = LoggerFactory.getLogger(HelloProtocol.class);

  private final AtomicLong count = new AtomicLong();
  private volatile String greeting = "Hello";

  /** Takes the configuration; also when it has changed, which restarts nothing. */
  @Activate
  @Modified
  void configure(HelloConfig config) {
    if (config.greeting().getBytes(StandardCharsets.UTF_8).length <= MAX_GREETING) {
      greeting = config.greeting();
    } else {
      LOG.error(
          "plugins.{}.greeting: '{}' is longer than {} bytes; '{}' stays, make it shorter",
          HelloConfig.PID,
          config.greeting(),
          MAX_GREETING,
          greeting);
    }
  }

  @Override
  public String name() {
    return "CE 200 hello";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    Hello hello = stream.read(Hello.CODEC);
    stream.readFin();
    String text = greeting + ", " + hello.name() + "!";
    stream.finish(Greeting.CODEC, new Greeting(text, count.incrementAndGet()));
  }
}
