package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.authoring.GuarantorState;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.net.Workers;
import io.tessera.work.CoreAssignments;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Computes assignments from the head's state, once for each head and rotation asked for. */
@Component(service = CoreAssignments.class)
public final class HeadAssignments implements CoreAssignments {
  /** Rotations that are remembered: this one, its neighbours and the next epoch's first. */
  private static final int MOST = 8;

  private final Chain chain;
  private final Workers workers;
  private Hash head = Hash.ZERO;
  private final Map<Rotation, Optional<GuarantorAssignments>> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<Rotation, Optional<GuarantorAssignments>> eldest) {
          return size() > MOST;
        }
      };

  private record Rotation(long epoch, int number) {
    static Rotation of(ProtocolParameters parameters, long slot) {
      return new Rotation(
          parameters.epochOf(slot), parameters.phaseOf(slot) / parameters.rotationPeriod());
    }
  }

  /** The assignments of a chain. */
  @Activate
  public HeadAssignments(@Reference Chain chain, @Reference Workers workers) {
    this.chain = chain;
    this.workers = workers;
  }

  @Override
  public Optional<GuarantorAssignments> at(long slot) throws InterruptedException {
    if (slot < 0) {
      return Optional.empty();
    }
    BlockRef best = chain.best();
    Rotation rotation = Rotation.of(chain.parameters(), slot);
    Optional<Optional<GuarantorAssignments>> found = find(best, rotation);
    if (found.isPresent()) {
      return found.get();
    }
    Optional<GuarantorAssignments> computed = workers.compute(() -> compute(best, slot));
    remember(best, rotation, computed);
    return computed;
  }

  private synchronized Optional<Optional<GuarantorAssignments>> find(
      BlockRef best, Rotation rotation) {
    return head.equals(best.hash()) ? Optional.ofNullable(known.get(rotation)) : Optional.empty();
  }

  private synchronized void remember(
      BlockRef best, Rotation rotation, Optional<GuarantorAssignments> computed) {
    if (!head.equals(best.hash())) {
      head = best.hash();
      known.clear();
    }
    known.put(rotation, computed);
  }

  private Optional<GuarantorAssignments> compute(BlockRef best, long slot) {
    return chain
        .state(best.hash())
        .filter(state -> state.knowledge() != StateKnowledge.HEADERS)
        .flatMap(state -> compute(state, slot));
  }

  private Optional<GuarantorAssignments> compute(BlockState state, long slot) {
    ProtocolParameters parameters = chain.parameters();
    long now = state.read(StateComponent.SLOT, parameters);
    if (slot >= now) {
      GuarantorState then = GuarantorState.read(parameters, state.values()::get, slot);
      return Optional.of(then.current(parameters));
    }
    GuarantorState at = GuarantorState.read(parameters, state.values()::get, now);
    return switch ((int) Math.min(2, parameters.rotationOf(now) - parameters.rotationOf(slot))) {
      case 0 -> Optional.of(at.current(parameters));
      case 1 -> Optional.of(at.previous(parameters));
      default -> Optional.empty();
    };
  }
}
