package io.tessera.core.author;

import io.tessera.chain.TicketContest;
import io.tessera.chain.TicketPool;
import io.tessera.chain.event.TicketEvents.GeneratingTickets;
import io.tessera.chain.event.TicketEvents.TicketGenerationFailed;
import io.tessera.chain.event.TicketEvents.TicketsGenerated;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.authoring.TicketMaker;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.NodeEvents;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The tickets of this node's validators for the present contest: first everybody's first attempt,
 * then everybody's second, and no more in all than an epoch has slots, since more cannot win.
 * Making them begins when they are first asked for; a new contest makes those of the old one
 * worthless. Confined to one thread, but for {@link #close}; proofs are made on others.
 */
final class OwnTickets implements AutoCloseable {
  private final ProtocolParameters parameters;
  private final List<BandersnatchKeyPair> keys;
  private final Executor provers;
  private final SecureRandom random;
  private final NodeEvents events;
  private volatile Contest contest;
  private volatile TicketPool pool;
  private volatile boolean closed;

  /**
   * Tickets of some validators.
   *
   * @param provers platform threads that begin tasks in their order, since the later ones wait for
   *     earlier ones; a task takes up to a second
   * @param events is told of each validator's set of tickets
   */
  OwnTickets(
      ProtocolParameters parameters,
      List<BandersnatchKeyPair> keys,
      Executor provers,
      SecureRandom random,
      NodeEvents events) {
    this.parameters = parameters;
    this.keys = List.copyOf(keys);
    this.provers = provers;
    this.random = random;
    this.events = events;
  }

  /** What tickets are made for, and those that are made or being made. */
  private record Contest(
      int number,
      TicketContest proven,
      List<ValidatorData> ring,
      List<CompletableFuture<Optional<TicketEnvelope>>> tickets) {

    boolean isOf(SlotView view) {
      return proven.entropy().equals(view.ticketEntropy()) && ring.equals(view.pendingSet());
    }
  }

  /** From now on a pool gets each ticket as soon as it is made. */
  void shareWith(TicketPool with) {
    pool = with;
    Contest present = contest;
    if (present != null) {
      present.tickets.forEach(ticket -> share(present.proven, ticket));
    }
  }

  private void share(TicketContest proven, CompletableFuture<Optional<TicketEnvelope>> ticket) {
    TicketPool with = pool;
    if (with != null) {
      var unused = ticket.thenAccept(made -> made.ifPresent(each -> with.own(proven, each)));
    }
  }

  /** The pool gets no more. */
  void unshare(TicketPool from) {
    if (from.equals(pool)) {
      pool = null;
    }
  }

  /** Those that are made so far for the view's contest; none when it takes no tickets any more. */
  List<TicketEnvelope> made(SlotView view) {
    return view.takesTickets()
        ? tickets(view).stream().filter(CompletableFuture::isDone).flatMap(this::result).toList()
        : List.of();
  }

  /** All of them, waiting for those that are not made yet. */
  List<TicketEnvelope> all(SlotView view) {
    return view.takesTickets() ? tickets(view).stream().flatMap(this::result).toList() : List.of();
  }

  private Stream<TicketEnvelope> result(CompletableFuture<Optional<TicketEnvelope>> ticket) {
    return ticket.join().stream();
  }

  private List<CompletableFuture<Optional<TicketEnvelope>>> tickets(SlotView view) {
    Contest present = contest;
    if (present == null || !present.isOf(view)) {
      int number = present == null ? 0 : present.number + 1;
      present =
          new Contest(
              number, BlockContents.contest(view), view.pendingSet(), new CopyOnWriteArrayList<>());
      contest = present;
      start(view, present);
    }
    return present.tickets;
  }

  private void start(SlotView view, Contest started) {
    List<CompletableFuture<Optional<TicketMaker>>> makers = new ArrayList<>();
    int most = parameters.epochLength();
    for (int i = 0; i < Math.min(keys.size(), most); i++) {
      BandersnatchKeyPair key = keys.get(i);
      makers.add(work(started, () -> TicketMaker.of(view, key)));
    }
    for (int attempt = 0; attempt < parameters.ticketsPerValidator(); attempt++) {
      for (CompletableFuture<Optional<TicketMaker>> maker : makers) {
        if (started.tickets.size() < most) {
          int number = attempt;
          CompletableFuture<Optional<TicketEnvelope>> ticket =
              work(started, () -> ticket(maker.join(), number));
          started.tickets.add(ticket);
          share(started.proven, ticket);
        }
      }
    }
    for (int i = 0; i < makers.size() && events.heard(); i++) {
      watch(started, i, makers.size());
    }
  }

  /** Tells of one validator's tickets, which are every so many in the list. */
  private void watch(Contest started, int first, int every) {
    List<CompletableFuture<Optional<TicketEnvelope>>> set = new ArrayList<>();
    for (int i = first; i < started.tickets.size(); i += every) {
      set.add(started.tickets.get(i));
    }
    GeneratingTickets begun = new GeneratingTickets(started.proven.epoch());
    events.tell(begun);
    var unused =
        CompletableFuture.allOf(set.toArray(CompletableFuture<?>[]::new))
            .handle(
                (done, failure) -> {
                  events.tell(failure == null ? outcome(begun, set) : failed(begun, failure));
                  return null;
                });
  }

  private static NodeEvent failed(GeneratingTickets begun, Throwable failure) {
    return new TicketGenerationFailed(begun, failure.toString());
  }

  private static NodeEvent outcome(
      GeneratingTickets begun, List<CompletableFuture<Optional<TicketEnvelope>>> set) {
    List<Hash> ids =
        set.stream()
            .flatMap(ticket -> ticket.join().stream())
            .map(ticket -> VrfOutput.of(ticket.signature()))
            .toList();
    return ids.size() == set.size()
        ? new TicketsGenerated(begun, ids)
        : new TicketGenerationFailed(begun, "the contest is over, or not the validator's");
  }

  private <T> CompletableFuture<Optional<T>> work(Contest started, Supplier<Optional<T>> work) {
    return CompletableFuture.supplyAsync(
        () -> isOver(started) ? Optional.empty() : work.get(), provers);
  }

  private Optional<TicketEnvelope> ticket(Optional<TicketMaker> maker, int attempt) {
    return maker.map(it -> it.make(attempt, random));
  }

  /** Whether nobody wants the contest's tickets any more. */
  private boolean isOver(Contest started) {
    return closed || contest.number != started.number;
  }

  /** Makes no more tickets: whoever waits for them goes on with those that are made. */
  @Override
  public void close() {
    closed = true;
  }
}
