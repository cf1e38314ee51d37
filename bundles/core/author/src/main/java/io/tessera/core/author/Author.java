package io.tessera.core.author;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.Origin;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.Sync;
import io.tessera.chain.event.BlockEvents.Authored;
import io.tessera.chain.event.BlockEvents.Authoring;
import io.tessera.chain.event.BlockEvents.AuthoringFailed;
import io.tessera.chain.event.BlockEvents.BlockExecuted;
import io.tessera.chain.event.BlockEvents.BlockExecutionFailed;
import io.tessera.lib.authoring.AuthoringState;
import io.tessera.lib.authoring.Claim;
import io.tessera.lib.authoring.Sealer;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import io.tessera.net.event.NodeEvents;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a block on the head of the best chain when one of its validators has the slot. Confined to
 * one thread at a time, a platform thread.
 */
final class Author {
  private static final Logger LOG = LoggerFactory.getLogger(Author.class);

  /** A fast author looks so many epochs ahead for a slot of its own. */
  private static final int EPOCHS_AHEAD = 2;

  private final Chain chain;
  private final ProtocolParameters parameters;
  private final AuthorSettings settings;
  private final Sealer sealer;
  private final SlotClock time;
  private final SealedSlots sealed;
  private final Contents contents;
  private final Trial trial;
  private final BooleanSupplier behind;
  private final NodeEvents events;
  private long made;

  /** The head at the last look, and the slot since which it has stayed while peers claim more. */
  private BlockRef headBefore;

  private long stuckSince;

  /** Since which slot peers have claimed better heads without a pause. */
  private long behindSince;

  /** The epoch of which it has been said that none of the validators is in its set. */
  private long uselessEpoch = -1;

  /**
   * An author that has made nothing.
   *
   * @param behind whether a peer claims a better head: a block on ours would only be a fork
   * @param events is told of each block
   */
  Author(
      Chain chain,
      AuthorSettings settings,
      Sealer sealer,
      SlotClock time,
      SealedSlots sealed,
      Contents contents,
      Trial trial,
      BooleanSupplier behind,
      NodeEvents events) {
    this.chain = chain;
    this.settings = settings;
    this.sealer = sealer;
    this.time = time;
    this.sealed = sealed;
    this.contents = contents;
    this.trial = trial;
    this.behind = behind;
    this.events = events;
    parameters = chain.parameters();
    behindSince = time.slot();
  }

  /** What a block brings. */
  @FunctionalInterface
  interface Contents {
    /** What a block of a slot should bring, on a parent and the state after it. */
    Wanted of(SlotView view, BlockRef parent, BlockState prior);

    /** Is told of each slot as it comes, whosever it is. */
    default void prepare(SlotView view) {}
  }

  /**
   * What a block should bring.
   *
   * @param isOwn whether all of it is the node's own, so that there is no need to try it
   */
  record Wanted(Extrinsic extrinsic, boolean isOwn) {}

  /** A slot that can be sealed. */
  private record Chance(SlotView view, Claim claim) {}

  /** Makes a block if there is one to make now. */
  Step step() {
    if (settings.blocks() > 0 && made >= settings.blocks()) {
      return new Step.Done();
    }
    long now = time.slot();
    BlockRef head = chain.best();
    if (!settings.fast() && catchesUp(head, now)) {
      return new Step.WaitFor(now + 1);
    }
    Optional<BlockState> prior =
        chain.state(head.hash()).filter(it -> it.knowledge() == StateKnowledge.COMPLETE);
    if (prior.isEmpty()) {
      return new Step.WaitFor(now + 1);
    }
    long first = Math.max(head.slot(), sealed.last()) + 1;
    Optional<Chance> chance = chance(prior.get(), settings.fast() ? first : Math.max(first, now));
    if (chance.isEmpty()) {
      return new Step.WaitFor(now + 1);
    }
    Authoring begun = new Authoring(chance.get().view().slot(), head.hash());
    EncodedBlock block = seal(begun, chance.get(), head, prior.get());
    return imported(begun, block) ? new Step.Authored(block) : new Step.WaitFor(now + 1);
  }

  /** The first own slot from one on that has begun; in real time it must be the present one. */
  private Optional<Chance> chance(BlockState prior, long from) {
    long now = time.slot();
    long last = settings.fast() ? from + (long) EPOCHS_AHEAD * parameters.epochLength() : from;
    if (from > now) {
      return Optional.empty();
    }
    AuthoringState state = AuthoringState.read(parameters, prior.values()::get);
    for (long slot = from; slot <= Math.min(last, now); slot++) {
      SlotView view = SlotView.of(parameters, state, slot);
      warnIfUseless(view);
      if (!settings.fast()) {
        contents.prepare(view);
      }
      Optional<Claim> claim = sealer.claim(view);
      if (claim.isPresent()) {
        return Optional.of(new Chance(view, claim.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * What peers claim may be a lie, which anybody can keep up: far behind the time it is believed
   * for an epoch without a new block, near to it for as long as an honest block takes to come.
   */
  private boolean catchesUp(BlockRef head, long now) {
    boolean claimed = behind.getAsBoolean();
    if (!claimed) {
      behindSince = now;
    }
    if (!claimed || !head.equals(headBefore)) {
      headBefore = head;
      stuckSince = now;
    }
    boolean near = head.slot() + Sync.NEAR >= now;
    return claimed
        && (near ? now - behindSince < Sync.NEAR : now - stuckSince < parameters.epochLength());
  }

  private void warnIfUseless(SlotView view) {
    long epoch = parameters.epochOf(view.slot());
    if (epoch != uselessEpoch && !sealer.isValidator(view)) {
      uselessEpoch = epoch;
      LOG.warn(
          "None of the validators {} is in the set of epoch {}: this node makes no block in it",
          settings.validators(),
          epoch);
    }
  }

  private EncodedBlock seal(Authoring begun, Chance chance, BlockRef head, BlockState prior) {
    events.tell(begun);
    try {
      EncodedBlock block = seal(chance, head, prior);
      events.tell(new Authored(begun, block));
      return block;
    } catch (RuntimeException failure) {
      events.tell(new AuthoringFailed(begun, failure.toString()));
      throw failure;
    }
  }

  private EncodedBlock seal(Chance chance, BlockRef head, BlockState prior) {
    Wanted wanted = contents.of(chance.view, head, prior);
    Extrinsic extrinsic =
        wanted.isOwn
            ? wanted.extrinsic
            : trial.passing(chance.claim, chance.view, head, prior, wanted.extrinsic);
    sealed.take(chance.view.slot());
    Header header = sealer.seal(chance.claim, chance.view, head.hash(), prior.root(), extrinsic);
    return EncodedBlock.of(new Block(header, extrinsic), parameters);
  }

  private boolean imported(Authoring begun, EncodedBlock block) {
    ImportResult result = chain.importBlocks(List.of(block), Origin.AUTHOR);
    if (result.rejection().isPresent()) {
      LOG.error("Our own block {} was not accepted: {}", block.ref(), result.rejection().get());
      events.tell(new BlockExecutionFailed(begun, result.rejection().get().detail()));
      return false;
    }
    if (events.heard() && isExecuted(block)) {
      events.tell(new BlockExecuted(begun));
    }
    made++;
    log(block);
    return true;
  }

  /** Without somebody who accumulates, what accumulation was due is not done. */
  private boolean isExecuted(EncodedBlock block) {
    return chain
        .state(block.hash())
        .filter(state -> state.knowledge() == StateKnowledge.COMPLETE)
        .isPresent();
  }

  /** One line a block; of a fast author's many blocks the first of each epoch. */
  private void log(EncodedBlock block) {
    boolean tell = !settings.fast() || block.header().epochMark().isPresent();
    if (tell) {
      LOG.info("Authored {}", description(block));
    } else if (LOG.isDebugEnabled()) {
      LOG.debug("Authored {}", description(block));
    }
  }

  private static String description(EncodedBlock block) {
    Extrinsic extrinsic = block.block().extrinsic();
    return "%s as validator %d: %d tickets, %d preimages, %d guarantees, %d assurances"
        .formatted(
            block.ref(),
            block.header().authorIndex(),
            extrinsic.tickets().size(),
            extrinsic.preimages().size(),
            extrinsic.guarantees().size(),
            extrinsic.assurances().size());
  }
}
