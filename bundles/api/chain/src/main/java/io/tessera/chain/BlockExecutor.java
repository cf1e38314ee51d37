package io.tessera.chain;

import io.tessera.lib.codec.ProtocolParameters;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The state transition of a chain, Υ (Gray Paper, section "Overview"). Pure but for a cache: may be
 * called from any platform thread, and for any fork in any order.
 */
@ProviderType
public interface BlockExecutor {

  /**
   * Executes a block on its parent's state: checks every rule but the signatures and what is named
   * below, and computes the posterior state.
   *
   * <p>Left to the caller: the parent, that the slot has begun, the prior state root, seal and VRF
   * signature; and {@link ExecutedBlock#signatures}, which may be verified elsewhere while the next
   * block is executed. The block is valid only when these are too.
   *
   * @param block the block
   * @param prior the state after its parent
   * @param context what else is needed
   * @return what the block changes
   * @throws BlockRejectedException when it breaks a rule
   * @throws IllegalStateException when the prior state lacks a component: not the block's fault
   */
  ExecutedBlock execute(EncodedBlock block, StateView prior, ExecutionContext context)
      throws BlockRejectedException;

  /** Makes executors: a service of core/execution. */
  @FunctionalInterface
  interface Factory {
    /** An executor for a chain with these parameters. */
    BlockExecutor forChain(ProtocolParameters parameters);
  }
}
