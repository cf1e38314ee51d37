package io.tessera.core.author;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.ExtrinsicSource;
import io.tessera.chain.TicketContest;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.authoring.TicketChoice;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a block brings: the node's own tickets, and what the pools have, in the order that blocks
 * have it (Gray Paper, section "The Extrinsic"). Confined to one thread.
 */
final class BlockContents implements Author.Contents {
  /** Octets of a block's preimages at most, but that one larger one may come alone. */
  static final int BLOCK_OCTETS = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(BlockContents.class);

  private static final Comparator<Preimage> ORDER =
      Comparator.comparingLong(Preimage::requester).thenComparing(Preimage::blob);

  private final Supplier<? extends Collection<ExtrinsicSource>> sources;
  private final Function<SlotView, List<TicketEnvelope>> own;

  /**
   * Contents from sources.
   *
   * @param sources those that are there now
   * @param own the node's own tickets for a slot
   */
  BlockContents(
      Supplier<? extends Collection<ExtrinsicSource>> sources,
      Function<SlotView, List<TicketEnvelope>> own) {
    this.sources = sources;
    this.own = own;
  }

  @Override
  public Author.Wanted of(SlotView view, BlockRef parent, BlockState prior) {
    List<TicketEnvelope> mine = own.apply(view);
    Extrinsic all =
        new Extrinsic(
            tickets(view, mine),
            preimages(prior),
            guarantees(view.slot(), parent, prior),
            assurances(parent, prior),
            disputes(view, prior));
    boolean isOwn = all.equals(withTickets(all.tickets())) && mine.containsAll(all.tickets());
    return new Author.Wanted(all, isOwn);
  }

  /** Begins to make tickets, which takes a while. */
  @Override
  public void prepare(SlotView view) {
    var unused = own.apply(view);
  }

  private static Extrinsic withTickets(List<TicketEnvelope> tickets) {
    return new Extrinsic(tickets, List.of(), List.of(), List.of(), Disputes.NONE);
  }

  private List<TicketEnvelope> tickets(SlotView view, List<TicketEnvelope> mine) {
    if (!view.takesTickets()) {
      return List.of();
    }
    TicketContest contest = contest(view);
    List<TicketEnvelope> candidates = ask(source -> source.tickets(contest));
    candidates.addAll(mine);
    return TicketChoice.choose(view, candidates);
  }

  /** What tickets must prove in a block of the view's slot. */
  static TicketContest contest(SlotView view) {
    return new TicketContest(
        view.parameters().epochOf(view.slot()) + 1,
        view.ticketEntropy(),
        view.pendingSet().stream().map(ValidatorData::bandersnatch).toList());
  }

  private List<Preimage> preimages(BlockState prior) {
    List<Preimage> chosen = new ArrayList<>();
    long size = 0;
    for (Preimage each : new LinkedHashSet<>(ask(source -> source.preimages(prior)))) {
      long with = size + each.blob().size();
      if (with <= BLOCK_OCTETS || chosen.isEmpty()) {
        chosen.add(each);
        size = with;
      }
    }
    chosen.sort(ORDER);
    return chosen;
  }

  private List<Assurance> assurances(BlockRef parent, BlockState prior) {
    Map<Integer, Assurance> byValidator = new TreeMap<>();
    for (Assurance each : ask(source -> source.assurances(parent, prior))) {
      if (each.anchor().equals(parent.hash())) {
        byValidator.putIfAbsent(each.validatorIndex(), each);
      }
    }
    return List.copyOf(byValidator.values());
  }

  private List<Guarantee> guarantees(long slot, BlockRef parent, BlockState prior) {
    Map<Integer, Guarantee> byCore = new TreeMap<>();
    for (Guarantee each : ask(source -> source.guarantees(slot, parent, prior))) {
      byCore.putIfAbsent(each.report().coreIndex(), each);
    }
    return List.copyOf(byCore.values());
  }

  /**
   * Those of the first source that has any. None in the first block of an epoch: its marker would
   * have to leave out the offenders that they name, and the next block can bring them as well.
   */
  private Disputes disputes(SlotView view, BlockState prior) {
    if (view.newEpoch()) {
      return Disputes.NONE;
    }
    return ask(source -> List.of(source.disputes(prior))).stream()
        .filter(each -> !each.equals(Disputes.NONE))
        .findFirst()
        .orElse(Disputes.NONE);
  }

  /** What all sources have; one that fails has nothing, which keeps nobody from the slot. */
  private <T> List<T> ask(Function<ExtrinsicSource, List<T>> question) {
    List<T> answers = new ArrayList<>();
    for (ExtrinsicSource source : sources.get()) {
      try {
        answers.addAll(question.apply(source));
      } catch (RuntimeException bug) {
        LOG.error("{} failed, the block is made without what it has", source, bug);
      }
    }
    return answers;
  }
}
