package io.tessera.core.chain;

import io.tessera.chain.Accumulator;
import io.tessera.chain.AuditRule;
import io.tessera.chain.ChainListener;
import io.tessera.chain.FinalityRule;
import io.tessera.net.event.NodeEvents;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What others bring to the chain; each is asked for anew whenever it is needed, so that a plugin
 * may come and go.
 *
 * @param finality which block becomes final
 * @param audits which blocks count as audited
 * @param accumulator runs services; there may be none
 * @param listeners told of each commit
 * @param events told of each block that is looked at
 */
public record Plugins(
    Supplier<FinalityRule> finality,
    Supplier<AuditRule> audits,
    Supplier<Optional<Accumulator>> accumulator,
    Supplier<Collection<ChainListener>> listeners,
    NodeEvents events) {

  /** With nobody who watches. */
  public Plugins(
      Supplier<FinalityRule> finality,
      Supplier<AuditRule> audits,
      Supplier<Optional<Accumulator>> accumulator,
      Supplier<Collection<ChainListener>> listeners) {
    this(finality, audits, accumulator, listeners, NodeEvents.NONE);
  }

  /** Nothing but a rule of finality. */
  public static Plugins of(FinalityRule finality) {
    return new Plugins(() -> finality, () -> AuditRule.ASSUMED, Optional::empty, List::of);
  }
}
