package io.tessera.discovery.exchange;

import io.tessera.net.Discovery;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerBook;
import io.tessera.net.PeerBook.Verdict;
import io.tessera.net.PeerRecord;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks connected peers for others, and brings what they tell to the peer book. */
@Component(
    service = Discovery.class,
    immediate = true,
    configurationPid = ExchangeConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ExchangeConfig.class)
public final class Exchange implements Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Duration ROUND = Duration.ofMillis(500);

  /** Most questions under way. */
  private static final int MOST_ASKED = 4;

  /** Who is asked when, and how soon again. */
  record Settings(Duration interval, Duration fewInterval, int fewPeers) {
    static Settings of(ExchangeConfig config) {
      return new Settings(
          Duration.ofSeconds(config.interval__seconds()),
          Duration.ofSeconds(config.few__interval__seconds()),
          config.few__peers());
    }
  }

  private final Peers peers;
  private final PeerBook book;
  private final PeerStanding standing;
  private final Workers workers;
  private volatile Settings settings;
  private final Asker asker;
  private final AskPlan plan;
  private final AtomicInteger asking = new AtomicInteger();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong found = new AtomicLong();
  private final ExchangeProtocol protocol;
  private Future<?> rounds;
  private ServiceRegistration<StreamProtocol> served;

  /** An exchange that asks nobody yet. */
  @Activate
  public Exchange(
      @Reference Peers peers,
      @Reference PeerBook book,
      @Reference PeerStanding standing,
      @Reference Streams streams,
      @Reference Workers workers,
      ExchangeConfig config) {
    this(
        peers,
        book,
        standing,
        streams,
        workers,
        Settings.of(config),
        System::nanoTime,
        new SecureRandom());
  }

  Exchange(
      Peers peers,
      PeerBook book,
      PeerStanding standing,
      Streams streams,
      Workers workers,
      Settings settings,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.peers = peers;
    this.book = book;
    this.standing = standing;
    this.workers = workers;
    this.settings = settings;
    asker = new Asker(streams);
    plan = new AskPlan(nanoTime, random);
    protocol = new ExchangeProtocol(book, workers, plan::speaks, nanoTime);
  }

  /**
   * Begins to answer and to ask. The protocol is no component of its own: the stream runtime would
   * make it while it is made itself, and with it the peer manager, which waits for the runtime.
   */
  @Activate
  void activate(BundleContext context) {
    served =
        context.registerService(
            StreamProtocol.class,
            protocol,
            FrameworkUtil.asDictionary(Map.of(StreamKind.PROPERTY, ExchangeProtocol.KIND)));
    start();
  }

  /** Begins to ask. */
  void start() {
    rounds = workers.repeat(ExchangeConfig.SOURCE, ROUND, this::round);
  }

  /** Takes effect with the next answer of each peer: whom it has asked when is not forgotten. */
  @Modified
  void modified(ExchangeConfig config) {
    configure(Settings.of(config));
  }

  void configure(Settings changed) {
    settings = changed;
  }

  @Deactivate
  void deactivate() {
    served.unregister();
    rounds.cancel(true);
  }

  /** Looks who is to be asked; peers that were connected before this one began are seen as well. */
  void round() {
    plan.connected(peers.connected());
    for (Peer peer : plan.take(MOST_ASKED - asking.get())) {
      asking.incrementAndGet();
      Future<?> unused = workers.start("ask", () -> ask(peer));
    }
  }

  private void ask(Peer peer) throws InterruptedException {
    try {
      var own = workers.compute(book::own);
      List<PeerRecord> records = asker.ask(peer.id(), ExchangeRequest.MOST, own);
      answers.incrementAndGet();
      for (Verdict verdict : workers.compute(() -> verdicts(records))) {
        weigh(peer, verdict);
      }
    } catch (StreamException e) {
      failed(peer, e);
    } finally {
      plan.asked(peer, interval());
      asking.decrementAndGet();
    }
  }

  private List<Verdict> verdicts(List<PeerRecord> records) {
    return records.stream().map(record -> book.offer(record, ExchangeConfig.SOURCE)).toList();
  }

  private void weigh(Peer peer, Verdict verdict) {
    if (verdict == Verdict.NEW) {
      found.incrementAndGet();
    } else if (verdict == Verdict.BAD_SIGNATURE || verdict == Verdict.OTHER_CHAIN) {
      // Who hands a record on has checked that before.
      standing.misbehaved(peer.id(), "handed on a record with " + verdict);
    }
  }

  private void failed(Peer peer, StreamException failure) {
    LOG.debug("peer {} tells of no others: {}", peer.id().name(), failure.getMessage());
    if (failure.fault() == Fault.RESET) {
      plan.reset(peer);
    } else if (failure.fault() == Fault.MISBEHAVED) {
      standing.misbehaved(peer.id(), failure.getMessage());
    }
  }

  /** How many questions are under way. */
  int asking() {
    return asking.get();
  }

  private Duration interval() {
    Settings now = settings;
    boolean few = peers.connected().size() < now.fewPeers();
    return few ? now.fewInterval() : now.interval();
  }

  @Override
  public String name() {
    return ExchangeConfig.SOURCE;
  }

  @Override
  public String status() {
    return "asks %d peers every %d s; %d do not speak it; %d answers"
        .formatted(plan.spokenTo(), interval().toSeconds(), plan.silent(), answers.get());
  }

  @Override
  public long found() {
    return found.get();
  }
}
