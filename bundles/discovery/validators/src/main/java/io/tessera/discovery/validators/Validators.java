package io.tessera.discovery.validators;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateView;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Discovery;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerBook;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the validators' addresses to the peer manager, anew when finality comes to another epoch,
 * and takes back those of validators that are none any more.
 */
@Component(
    service = Discovery.class,
    immediate = true,
    configurationPid = Validators.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Validators.Config.class)
public final class Validators implements Discovery {
  static final String PID = "io.tessera.discovery.validators";
  static final String NAME = "validators";

  /** How often finality is looked at, which costs nothing. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  /** Wait after an attempt to get the sets from peers. */
  static final Duration RETRY = Duration.ofSeconds(15);

  /** The same addresses are offered again after this time: the manager may have dropped some. */
  static final Duration REPEAT = Duration.ofMinutes(10);

  /** Most peers that are asked at a time. */
  private static final int MOST_ASKED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Validators.class);

  /** There is nothing to set; the component can be switched off. */
  @ObjectClassDefinition(
      name = "Validators",
      description = "Finds validators at the addresses that they have in the state")
  @interface Config {}

  private final Chain chain;
  private final Peers peers;
  private final PeerBook book;
  private final Workers workers;
  private final InstantSource clock;
  private final Random random;
  private final SetFetcher fetcher;
  private Future<?> looking;

  /** The epoch of the finalized block when the sets were looked for last. */
  private long tried = -1;

  /** Whether addresses of private networks were used then. */
  private boolean privateToo;

  private Instant next = Instant.MIN;
  private volatile Set<PeerAddress> offered = Set.of();
  private volatile String origin = "none is known yet";

  /** A discovery that offers nothing yet. */
  @Activate
  public Validators(
      @Reference Chain chain,
      @Reference Peers peers,
      @Reference PeerBook book,
      @Reference(target = StateFetcher.FACADE) StateFetcher fetcher,
      @Reference Workers workers) {
    this(chain, peers, book, fetcher, workers, InstantSource.system(), new SecureRandom());
  }

  Validators(
      Chain chain,
      Peers peers,
      PeerBook book,
      StateFetcher fetcher,
      Workers workers,
      InstantSource clock,
      Random random) {
    this.chain = chain;
    this.peers = peers;
    this.book = book;
    this.workers = workers;
    this.clock = clock;
    this.random = random;
    this.fetcher = new SetFetcher(chain, fetcher);
  }

  /** Begins to look; not in the constructor, see ADR 4. */
  @Activate
  void activate() {
    looking = workers.repeat(NAME, PERIOD, this::look);
  }

  @Deactivate
  void deactivate() {
    looking.cancel(true);
  }

  private void look() throws InterruptedException {
    BlockRef finalized = chain.finalized();
    long epoch = chain.parameters().epochOf(finalized.slot());
    Instant now = clock.instant();
    boolean takesPrivate = book.takesPrivate(); // not known before this node listens
    if (epoch != tried || privateToo != takesPrivate || !now.isBefore(next)) {
      tried = epoch;
      privateToo = takesPrivate;
      next = now.plus(refresh(finalized.hash()) ? REPEAT : retry());
    }
  }

  private Duration retry() {
    return RETRY.dividedBy(2).plusMillis(random.nextLong(RETRY.toMillis()));
  }

  /** Offers what is known; whether that is all. */
  private boolean refresh(Hash block) throws InterruptedException {
    Optional<BlockState> state = chain.state(block);
    Optional<ValidatorSets> known = Optional.empty();
    if (state.isPresent()) {
      known = Optional.of(read(state.get().values()));
    }
    if (state.filter(each -> each.knowledge() == StateKnowledge.COMPLETE).isPresent()) {
      offer(known.get(), "of this node's state");
      return true;
    }
    Optional<ValidatorSets> proved = proved(block, known);
    if (proved.isPresent()) {
      offer(proved.get(), "proved by a peer");
    } else if (known.isPresent()) {
      offer(known.get(), "known in part");
    }
    return proved.isPresent();
  }

  /** The sets as a peer proves them; they must agree with what this node knows of them. */
  private Optional<ValidatorSets> proved(Hash block, Optional<ValidatorSets> known)
      throws InterruptedException {
    Optional<Hash> root = fetcher.root(block);
    if (root.isEmpty()) {
      return Optional.empty();
    }
    List<Peer> some = new ArrayList<>(peers.connected());
    Collections.shuffle(some, random);
    for (Peer peer : some.subList(0, Math.min(MOST_ASKED, some.size()))) {
      try {
        ValidatorSets sets = read(fetcher.fetch(peer.id(), block, root.get()));
        if (known.map(sets::sameKeys).orElse(true)) {
          return Optional.of(sets);
        }
        LOG.debug("a block on {} names the root of another state", block.toShortHex());
      } catch (StreamException e) {
        LOG.debug("peer {} proves no validators: {}", peer.id().shortName(), e.getMessage());
      } catch (CodecException | IllegalArgumentException e) {
        LOG.debug("a block on {} names no state's root: {}", block.toShortHex(), e.getMessage());
      }
    }
    return Optional.empty();
  }

  private ValidatorSets read(StateView values) throws InterruptedException {
    return workers.compute(() -> ValidatorSets.read(values, chain.parameters()));
  }

  private void offer(ValidatorSets sets, String from) {
    Set<PeerAddress> addresses = Endpoints.of(sets, privateToo);
    Set<PeerAddress> gone = new HashSet<>(offered);
    gone.removeAll(addresses);
    gone.forEach(address -> peers.withdraw(address, NAME));
    addresses.forEach(address -> peers.offer(address, NAME));
    offered = addresses;
    origin = from;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String status() {
    return "%d addresses, %s".formatted(offered.size(), origin);
  }

  @Override
  public long found() {
    return offered.size();
  }
}
