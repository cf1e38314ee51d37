package io.tessera.core.execution;

import io.tessera.chain.GuaranteeRules;
import io.tessera.lib.codec.ProtocolParameters;
import org.osgi.service.component.annotations.Component;

/** Offers the rules for guarantees to who holds them. */
@Component
public final class GuaranteeRulesComponent implements GuaranteeRules.Factory {

  @Override
  public GuaranteeRules forChain(ProtocolParameters parameters) {
    return new SingleGuarantee(parameters);
  }
}
