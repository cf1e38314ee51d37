package io.tessera.chain;

import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The rules for a guarantee in a block, for who holds guarantees before there is a block: the same
 * that the state transition applies (Gray Paper, sections "Work Report Guarantees" and "Contextual
 * Validity of Reports"). Pure but for a cache: may be called from any platform thread.
 */
@FunctionalInterface
@ProviderType
public interface GuaranteeRules {

  /**
   * The rules for a block.
   *
   * @throws IllegalStateException when the prior state lacks a component
   */
  Check in(Place block);

  /** The rules in one place of the chain. Confined to one thread. */
  @FunctionalInterface
  interface Check {

    /**
     * Checks every rule but two: the signatures, which are the result, and that the core is free,
     * which the block's assurances decide as well.
     *
     * @param companions guarantees that may be in the same block: a report may depend on theirs
     * @return the signatures to verify; two are equal when they are of the same statement
     * @throws BlockRejectedException when the guarantee breaks a rule
     */
    List<SignatureCheck> check(Guarantee guarantee, Collection<Guarantee> companions)
        throws BlockRejectedException;
  }

  /**
   * Where in the chain a block is.
   *
   * @param slot the block's slot
   * @param prior the state after its parent, all of which is known
   * @param ancestors the block's ancestors
   */
  record Place(long slot, BlockState prior, AncestorLookup ancestors) {}

  /** Makes rules: a service of core/execution. */
  @FunctionalInterface
  interface Factory {
    /** The rules of a chain with these parameters. */
    GuaranteeRules forChain(ProtocolParameters parameters);
  }
}
