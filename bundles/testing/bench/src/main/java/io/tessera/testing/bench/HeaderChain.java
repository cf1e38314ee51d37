package io.tessera.testing.bench;

import io.tessera.core.chain.safrole.Consensus;
import io.tessera.core.chain.safrole.HeaderRules;
import io.tessera.core.chain.safrole.HeaderVerdict.Follows;
import io.tessera.core.chain.safrole.HeaderVerdict.Refused;
import io.tessera.core.chain.safrole.SealRules;
import io.tessera.core.chain.safrole.ValidatorSet;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.codec.trace.TraceGenesis;
import java.util.List;
import java.util.Optional;

/** Follows headers from genesis on, without their blocks. */
final class HeaderChain {
  private final TraceGenesis genesis;
  private final ProtocolParameters parameters;
  private final HeaderRules rules;
  private final SealRules seals;

  HeaderChain(TraceGenesis genesis, ProtocolParameters parameters) {
    this.genesis = genesis;
    this.parameters = parameters;
    rules = new HeaderRules(parameters);
    seals = new SealRules(parameters);
  }

  /** Verifies headers of which the first stands on genesis. */
  void verify(List<Header> headers) {
    Consensus at = atGenesis();
    for (Header header : headers) {
      at = ((Follows) rules.follow(at, header)).consensus();
      Optional<Refused> refused = seals.check(at, header);
      if (refused.isPresent()) {
        throw new IllegalStateException(refused.get().toString());
      }
    }
  }

  /** What decides about the first header; no contest has ended then. */
  private Consensus atGenesis() {
    SafroleState safrole = component(StateComponent.SAFROLE);
    return new Consensus(
        component(StateComponent.SLOT),
        component(StateComponent.ENTROPY),
        safrole.sealKeys(),
        Optional.empty(),
        set(component(StateComponent.PREVIOUS_SET)),
        set(component(StateComponent.ACTIVE_SET)),
        set(safrole.pendingSet()));
  }

  private <T> T component(StateComponent<T> component) {
    for (KeyValue item : genesis.state().keyvals()) {
      if (item.key().equals(component.key())) {
        return component.codec(parameters).decode(item.value().toByteArray());
      }
    }
    throw new IllegalStateException("the genesis state has no " + component);
  }

  private static ValidatorSet set(List<ValidatorData> validators) {
    return new ValidatorSet(
        validators.stream()
            .map(each -> new ValidatorKeys(each.bandersnatch(), each.ed25519()))
            .toList());
  }
}
