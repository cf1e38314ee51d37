package io.tessera.core.execution;

import io.tessera.chain.BlockExecutor;
import io.tessera.lib.codec.ProtocolParameters;
import org.osgi.service.component.annotations.Component;

/** Offers the state transition to the chain. */
@Component
public final class ExecutionComponent implements BlockExecutor.Factory {

  @Override
  public BlockExecutor forChain(ProtocolParameters parameters) {
    return new TransitionExecutor(parameters, new RingProofs(parameters.validators()));
  }
}
