package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.TicketContest;
import io.tessera.chain.TicketLottery;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;
import java.util.Optional;

/**
 * Finds the present lottery in the latest final state. Entropy and ring change with the first block
 * of an epoch only and are the same in all its descendants of that epoch: they are certain as soon
 * as one block of the epoch is final, and not before, since another first block would have brought
 * others.
 */
final class CertainLottery {

  /**
   * A lottery, with what verifies its tickets.
   *
   * @param brought tickets that the final blocks had brought when it became known
   */
  record Known(TicketLottery lottery, TicketVerifier verifier, List<TicketBody> brought) {}

  private final Chain chain;
  private final SlotClock time;
  private final TicketVerifier.Factory verifiers;
  private final ProtocolParameters parameters;
  private volatile Optional<Known> latest = Optional.empty();

  CertainLottery(Chain chain, SlotClock time, TicketVerifier.Factory verifiers) {
    this.chain = chain;
    this.time = time;
    this.verifiers = verifiers;
    parameters = chain.parameters();
  }

  /** The lottery that was found last, which may be one of an epoch that is over. */
  Optional<Known> latest() {
    return latest;
  }

  /** Index of the epoch that goes on. */
  long presentEpoch() {
    return parameters.epochOf(time.slot());
  }

  /** Whether to {@link #look}: cheap. */
  boolean isOutdated(BlockRef finalized) {
    long epoch = parameters.epochOf(finalized.slot());
    return epoch == presentEpoch()
        && latest.filter(it -> it.lottery().epoch() == epoch + 1).isEmpty();
  }

  /**
   * Looks into the state after a final block. Reads the state: on platform threads only.
   *
   * @param starting whether the node has just started, so that it may have been final long ago
   * @return whether there is a new lottery
   */
  synchronized boolean look(BlockRef finalized, boolean starting) {
    if (!isOutdated(finalized)) {
      return false;
    }
    Optional<Known> found =
        chain
            .state(finalized.hash())
            .filter(state -> state.knowledge() != StateKnowledge.HEADERS)
            .map(state -> read(finalized, state, starting));
    latest = found.isPresent() ? found : latest;
    return found.isPresent();
  }

  private Known read(BlockRef finalized, BlockState state, boolean starting) {
    SafroleState safrole = state.read(StateComponent.SAFROLE, parameters);
    long epoch = parameters.epochOf(finalized.slot());
    TicketContest contest =
        new TicketContest(
            epoch + 1,
            state.read(StateComponent.ENTROPY, parameters).second(),
            safrole.pendingSet().stream().map(ValidatorData::bandersnatch).toList());
    TicketLottery lottery =
        new TicketLottery(
            contest,
            ed25519(state.read(StateComponent.ACTIVE_SET, parameters)),
            ed25519(safrole.pendingSet()),
            starting ? epoch * parameters.epochLength() : time.slot());
    return new Known(lottery, verifiers.of(contest, safrole.epochRoot()), safrole.accumulator());
  }

  private static List<Ed25519Public> ed25519(List<ValidatorData> set) {
    return set.stream().map(ValidatorData::ed25519).toList();
  }
}
