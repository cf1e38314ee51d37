package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExtrinsicSource;
import io.tessera.chain.HeldTicket;
import io.tessera.chain.PoolUsage;
import io.tessera.chain.SlotClock;
import io.tessera.chain.TicketContest;
import io.tessera.chain.TicketListener;
import io.tessera.chain.TicketLottery;
import io.tessera.chain.TicketPool;
import io.tessera.chain.TicketRefusedException;
import io.tessera.chain.TicketRefusedException.Reason;
import io.tessera.core.pools.CertainLottery.Known;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.net.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool of tickets: those of the present epoch's lottery, once that is certain. */
@Component(
    service = {TicketPool.class, PoolUsage.class, ChainListener.class, ExtrinsicSource.class})
public final class HeldTickets implements TicketPool, PoolUsage, ChainListener, ExtrinsicSource {
  private static final Logger LOG = LoggerFactory.getLogger(HeldTickets.class);

  private final Chain chain;
  private final SlotClock time;
  private final Workers workers;
  private final ProtocolParameters parameters;
  private final CertainLottery certain;
  private final ProofQueue proofs;
  private final FinalTickets finals = new FinalTickets();
  private final List<TicketListener> listeners = new CopyOnWriteArrayList<>();

  /** Of one lottery, by id. */
  private final Map<Hash, HeldTicket> held = new LinkedHashMap<>();

  /** The node's own ones of one contest, which may not be certain yet. */
  private final Map<Hash, TicketEnvelope> own = new LinkedHashMap<>();

  private Optional<TicketContest> ownContest = Optional.empty();

  /** Of {@link #held}, for those who must not wait: the lock is held while the state is read. */
  private volatile int size;

  /** An empty pool over a chain. */
  @Activate
  public HeldTickets(
      @Reference Chain chain, @Reference SlotClock time, @Reference Workers workers) {
    this(chain, time, workers, RingTickets::new);
  }

  HeldTickets(Chain chain, SlotClock time, Workers workers, TicketVerifier.Factory verifiers) {
    this.chain = chain;
    this.time = time;
    this.workers = workers;
    parameters = chain.parameters();
    certain = new CertainLottery(chain, time, verifiers);
    proofs = new ProofQueue(workers);
  }

  /** Not in the constructor, see ADR 4. */
  @Activate
  void start() {
    look(chain.finalized(), true);
  }

  // ---- what peers bring

  @Override
  public TicketLottery lottery(long epoch) throws TicketRefusedException, InterruptedException {
    return known(epoch).lottery();
  }

  private Known known(long epoch) throws TicketRefusedException, InterruptedException {
    long slot = time.slot();
    long present = parameters.epochOf(slot);
    if (epoch != present + 1) {
      throw new TicketRefusedException(
          epoch <= present ? Reason.EXPIRED : Reason.FUTURE,
          "a ticket for epoch " + epoch + " in epoch " + present);
    }
    if (parameters.phaseOf(slot) >= parameters.ticketSubmissionEnd()) {
      throw new TicketRefusedException(
          Reason.CLOSED, "tickets for epoch " + epoch + " are not taken any more");
    }
    BlockRef finalized = chain.finalized();
    if (certain.isOutdated(finalized)) {
      workers.compute(
          () -> {
            look(finalized, false);
            return true;
          });
    }
    return certain
        .latest()
        .filter(known -> known.lottery().epoch() == epoch)
        .orElseThrow(
            () ->
                new TicketRefusedException(
                    Reason.UNCERTAIN, "no block of epoch " + present + " is final here"));
  }

  @Override
  public boolean offer(TicketLottery lottery, TicketEnvelope ticket, PeerId from)
      throws TicketRefusedException, InterruptedException {
    Known known = known(lottery.epoch());
    if (ticket.attempt() >= parameters.ticketsPerValidator()) {
      throw new TicketRefusedException(Reason.BAD_ATTEMPT, "attempt " + ticket.attempt());
    }
    Hash id = VrfOutput.of(ticket.signature());
    if (!hasRoomFor(id)) {
      return false;
    }
    Optional<Hash> output = proofs.verify(known.verifier(), ticket, from);
    if (!output.equals(Optional.of(id))) {
      throw new TicketRefusedException(Reason.BAD_PROOF, "ticket " + id.toShortHex());
    }
    return hold(new HeldTicket(known.lottery(), id, ticket, Optional.of(from)));
  }

  /** Whether it is not there; sound proofs give each validator N ids and no more. */
  private synchronized boolean hasRoomFor(Hash id) throws TicketRefusedException {
    int most = parameters.validators() * parameters.ticketsPerValidator();
    if (!held.containsKey(id) && held.size() >= most) {
      throw new TicketRefusedException(Reason.TOO_MANY, "all " + most + " tickets are there");
    }
    return !held.containsKey(id);
  }

  private boolean hold(HeldTicket ticket) {
    if (!put(ticket)) {
      return false; // another thread was quicker, or the epoch is over
    }
    LOG.debug("Ticket {} for epoch {} is held", ticket.id(), ticket.lottery().epoch());
    listeners.forEach(listener -> listener.held(ticket));
    return true;
  }

  private synchronized boolean put(HeldTicket ticket) {
    boolean present =
        certain.latest().filter(it -> it.lottery().equals(ticket.lottery())).isPresent();
    boolean added = present && held.putIfAbsent(ticket.id(), ticket) == null;
    size = held.size();
    return added;
  }

  // ---- what this node makes

  @Override
  public void own(TicketContest contest, TicketEnvelope ticket) {
    synchronized (this) {
      if (!ownContest.equals(Optional.of(contest))) {
        own.clear();
        ownContest = Optional.of(contest);
      }
      own.put(VrfOutput.of(ticket.signature()), ticket);
    }
    holdOwn();
  }

  /** Holds the node's own ones, if they take part in the lottery that is certain. */
  private void holdOwn() {
    certain
        .latest()
        .map(Known::lottery)
        .ifPresent(
            lottery ->
                own(lottery)
                    .forEach(
                        (id, ticket) ->
                            hold(new HeldTicket(lottery, id, ticket, Optional.empty()))));
  }

  private synchronized Map<Hash, TicketEnvelope> own(TicketLottery lottery) {
    return ownContest.equals(Optional.of(lottery.contest())) ? new LinkedHashMap<>(own) : Map.of();
  }

  // ---- what is asked for

  @Override
  public synchronized List<HeldTicket> held() {
    return List.copyOf(held.values());
  }

  @Override
  public List<TicketEnvelope> tickets(TicketContest contest) {
    return held().stream()
        .filter(ticket -> ticket.lottery().contest().equals(contest))
        .map(HeldTicket::ticket)
        .toList();
  }

  @Override
  public boolean isFinal(Hash id) {
    return finals.contains(id);
  }

  @Override
  public void addListener(TicketListener listener) {
    listeners.add(listener);
    held().forEach(listener::held);
  }

  @Override
  public void removeListener(TicketListener listener) {
    listeners.remove(listener);
  }

  // ---- what the chain does

  /** Blocks of epochs that are over, as a node that catches up imports them, cost nothing. */
  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    look(finalized, false);
    long present = certain.presentEpoch();
    for (EncodedBlock block : blocks) {
      if (parameters.epochOf(block.ref().slot()) == present) {
        finals.imported(block, present);
      }
    }
    finals.finalized(finalized);
  }

  private void look(BlockRef finalized, boolean starting) {
    if (begins(finalized, starting)) {
      holdOwn();
    }
  }

  /** Under the lock as a whole, so that nothing is held of a lottery before the old ones go. */
  private synchronized boolean begins(BlockRef finalized, boolean starting) {
    boolean isNew = certain.look(finalized, starting);
    if (isNew) {
      held.clear();
      size = 0;
      finals.begin(certain.latest().orElseThrow().brought());
    }
    return isNew;
  }

  // ---- how full it is

  @Override
  public String pool() {
    return "tickets";
  }

  @Override
  public OptionalLong bound() {
    return OptionalLong.of((long) parameters.validators() * parameters.ticketsPerValidator());
  }

  @Override
  public int size() {
    return size;
  }
}
