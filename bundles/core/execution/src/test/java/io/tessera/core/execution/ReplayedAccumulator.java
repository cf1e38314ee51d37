package io.tessera.core.execution;

import io.tessera.chain.Accumulator;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.ServiceAccount;
import io.tessera.lib.codec.state.ServiceActivity;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.ServiceKeys;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says of accumulation what a trace's posterior state shows of it: the accounts and their items,
 * the privileges, the outputs, the gas used. Preimages that the block itself brings are left out.
 *
 * @param step whose block is executed
 */
record ReplayedAccumulator(Trace.Step step) implements Accumulator {
  /** First byte of an account's key; no service of the traces has items whose keys begin so. */
  private static final int ACCOUNT = 255;

  private static final Set<StateComponent<?>> WRITABLE =
      Set.of(
          StateComponent.STAGING_SET, StateComponent.AUTHORIZER_QUEUES, StateComponent.PRIVILEGES);

  @Override
  public Accumulation accumulate(Request request) {
    Set<StateKey> keys = new HashSet<>(step.pre().keySet());
    keys.addAll(step.post().keySet());
    StateComponent.ALL.stream()
        .filter(it -> !WRITABLE.contains(it))
        .map(StateComponent::key)
        .forEach(keys::remove);
    for (Preimage preimage : step.block().block().extrinsic().preimages()) {
      Hash hash = Blake2b.hash(preimage.blob());
      keys.remove(ServiceKeys.preimage(preimage.requester(), hash));
      keys.remove(ServiceKeys.request(preimage.requester(), hash, preimage.blob().size()));
    }
    Map<StateKey, Optional<Bytes>> changes = new HashMap<>();
    for (StateKey key : keys) {
      Optional<Bytes> after = Optional.ofNullable(step.post().get(key));
      if (!after.equals(Optional.ofNullable(step.pre().get(key)))) {
        changes.put(key, after.map(value -> accumulatedBefore(key, value)));
      }
    }
    Map<Long, Long> gasUsed = new HashMap<>();
    for (ServiceActivity service : post(StateComponent.STATISTICS).services()) {
      gasUsed.put(service.service(), service.accumulationGas());
    }
    return new Accumulation(
        request.reports().size(), changes, post(StateComponent.ACCUMULATION_OUTPUTS), gasUsed);
  }

  /** An account's last accumulation is not the accumulator's matter: it stays as it was. */
  private Bytes accumulatedBefore(StateKey key, Bytes value) {
    if (key.get(0) != ACCOUNT || !step.pre().containsKey(key)) {
      return value;
    }
    ServiceAccount before = ServiceAccount.CODEC.decode(step.pre().get(key).toByteArray());
    ServiceAccount after = ServiceAccount.CODEC.decode(value.toByteArray());
    return Bytes.wrap(
        ServiceAccount.CODEC.encode(after.withLastAccumulated(before.lastAccumulated())));
  }

  private <T> T post(StateComponent<T> component) {
    return component.codec(Trace.TINY).decode(step.post().get(component.key()).toByteArray());
  }
}
