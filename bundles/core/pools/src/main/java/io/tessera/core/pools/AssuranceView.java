package io.tessera.core.pools;

import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the state after an anchor says about assurances for a block on it.
 *
 * @param assurers κ: the validators by key, with their indices
 * @param engaged the cores with a report that is pending
 */
record AssuranceView(Map<PeerId, Integer> assurers, BitSet engaged) {

  /** Reads it; empty where too little of the state is known. For platform threads only. */
  static Optional<AssuranceView> of(ProtocolParameters parameters, BlockState state) {
    if (state.knowledge() == StateKnowledge.HEADERS) {
      return Optional.empty();
    }
    Map<PeerId, Integer> assurers = new HashMap<>();
    List<ValidatorData> active = state.read(StateComponent.ACTIVE_SET, parameters);
    for (int i = 0; i < active.size(); i++) {
      assurers.putIfAbsent(new PeerId(active.get(i).ed25519()), i);
    }
    PendingReports reports = state.read(StateComponent.PENDING_REPORTS, parameters);
    BitSet engaged = new BitSet(parameters.cores());
    for (int core = 0; core < parameters.cores(); core++) {
      engaged.set(core, reports.on(core).isPresent());
    }
    return Optional.of(new AssuranceView(Map.copyOf(assurers), engaged));
  }

  /** Whether bits are set for cores with a pending report only, of as many bytes as there are. */
  boolean allows(Bytes bitfield, ProtocolParameters parameters) {
    if (bitfield.size() != parameters.availabilityBitfieldBytes()) {
      return false;
    }
    return bits(bitfield).stream().allMatch(engaged::get);
  }

  /** The cores that a bitfield assures. */
  static BitSet bits(Bytes bitfield) {
    return BitSet.valueOf(bitfield.asByteBuffer());
  }

  /** Whether one bitfield has all bits of another, and more. */
  static boolean exceeds(Bytes more, Bytes less) {
    BitSet missing = bits(less);
    missing.andNot(bits(more));
    return missing.isEmpty() && !more.equals(less);
  }
}
