package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.StateView;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.PreimageStatus;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.ServiceKeys;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** δ' (Gray Paper, section "Preimage Integration"). */
final class PreimagesTransition {
  private static final Bytes REQUESTED =
      Bytes.wrap(PreimageStatus.CODEC.encode(PreimageStatus.REQUESTED));

  private static final Comparator<Preimage> ORDER =
      Comparator.comparingLong(Preimage::requester).thenComparing(Preimage::blob);

  private PreimagesTransition() {}

  /** Preimages ascend by service, then by their bytes, without duplicates. */
  static void checkOrder(List<Preimage> preimages) throws BlockRejectedException {
    for (int i = 1; i < preimages.size(); i++) {
      if (ORDER.compare(preimages.get(i - 1), preimages.get(i)) >= 0) {
        throw new BlockRejectedException(
            BlockFault.PREIMAGES_NOT_SORTED_UNIQUE,
            "a preimage for service " + preimages.get(i).requester());
      }
    }
  }

  /** Each was asked for in the prior state, and is not there yet. */
  static void checkRequested(List<Preimage> preimages, StateView prior)
      throws BlockRejectedException {
    for (Preimage preimage : preimages) {
      Hash hash = Blake2b.hash(preimage.blob());
      if (!providable(preimage, hash, prior)) {
        throw new BlockRejectedException(
            BlockFault.PREIMAGE_UNNEEDED,
            "service " + preimage.requester() + " does not want " + hash.toShortHex());
      }
    }
  }

  /**
   * What the preimages change: those that accumulation made useless change nothing.
   *
   * @param slot τ'
   * @param state δ‡, the state after accumulation
   */
  static Map<StateKey, Bytes> apply(List<Preimage> preimages, long slot, StateView state) {
    Map<StateKey, Bytes> changes = new HashMap<>();
    Bytes available = Bytes.wrap(PreimageStatus.CODEC.encode(PreimageStatus.availableSince(slot)));
    for (Preimage preimage : preimages) {
      Hash hash = Blake2b.hash(preimage.blob());
      if (providable(preimage, hash, state)) {
        changes.put(request(preimage, hash), available);
        changes.put(ServiceKeys.preimage(preimage.requester(), hash), preimage.blob());
      }
    }
    return changes;
  }

  /** Y: a request without any time slots is open. */
  private static boolean providable(Preimage preimage, Hash hash, StateView state) {
    return state.get(request(preimage, hash)).filter(REQUESTED::equals).isPresent();
  }

  private static StateKey request(Preimage preimage, Hash hash) {
    return ServiceKeys.request(preimage.requester(), hash, preimage.blob().size());
  }
}
