package io.tessera.operator.shell;

import io.tessera.chain.Beginning;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.Unchecked;
import io.tessera.chain.VerificationStatus;
import io.tessera.lib.codec.Hash;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The part of {@code status} that is about the chain. */
final class ChainFacts {
  private ChainFacts() {}

  /**
   * For people.
   *
   * @param beginning where the chain begins when that is not at genesis
   */
  static void add(Facts facts, Chain chain, Optional<Beginning> beginning) {
    BlockRef head = chain.best();
    facts.add("head", head + ", height " + chain.height() + " of chain " + chain.id());
    stateRoot(chain, head).ifPresent(root -> facts.add("state root", root));
    facts.add("finalized", chain.finalized());
    facts.add("verified", verified(chain.verification()));
    beginning.ifPresent(from -> facts.add("begins at", sentence(from)));
  }

  private static String sentence(Beginning from) {
    return from.block()
        + ", on the word of "
        + from.trust()
        + "; nothing below is ever finalized again";
  }

  /** For programs. */
  static void put(Map<String, Object> values, Chain chain, Optional<Beginning> beginning) {
    values.put("chain", chain.id());
    long height = chain.height(); // first: a reader may rely on a head of this height or more
    BlockRef head = chain.best();
    values.put("head", head.hash().toHex());
    values.put("slot", head.slot());
    values.put("height", height);
    stateRoot(chain, head).ifPresent(root -> values.put("state_root", root.toHex()));
    BlockRef finalized = chain.finalized();
    values.put("finalized", finalized.hash().toHex());
    values.put("finalized_slot", finalized.slot());
    VerificationStatus checked = chain.verification();
    values.put("executed", checked.executed());
    values.put("consensus_only", checked.consensusOnly());
    Map<String, Object> unchecked = new LinkedHashMap<>();
    checked.unchecked().forEach((rule, count) -> unchecked.put(name(rule), count));
    values.put("unchecked", unchecked);
    values.put("audits", checked.audits());
    checked.checkpoint().ifPresent(block -> values.put("checkpoint", block.hash().toHex()));
    beginning.ifPresent(
        from -> {
          values.put("beginning", from.block().hash().toHex());
          values.put("beginning_slot", from.block().slot());
          values.put("trust", from.trust());
        });
  }

  /** The root of the state after a block; empty when not all of that state is known. */
  private static Optional<Hash> stateRoot(Chain chain, BlockRef block) {
    return chain
        .state(block.hash())
        .filter(state -> state.knowledge() == StateKnowledge.COMPLETE)
        .map(BlockState::root);
  }

  /** What was checked since the start, and every rule that could not be. */
  private static String verified(VerificationStatus checked) {
    StringBuilder line = new StringBuilder();
    line.append(checked.executed()).append(" blocks executed");
    if (checked.consensusOnly() > 0) {
      line.append(", ").append(checked.consensusOnly()).append(" for consensus only");
    }
    checked
        .unchecked()
        .forEach(
            (rule, count) ->
                line.append(", ")
                    .append(count)
                    .append(" × ")
                    .append(name(rule).replace('_', ' '))
                    .append(" not checked"));
    line.append("; audits ").append(checked.audits());
    checked
        .checkpoint()
        .ifPresent(
            block ->
                line.append("; begins at ").append(block).append(" on trust, nothing beneath it"));
    return line.toString();
  }

  private static String name(Unchecked rule) {
    return rule.name().toLowerCase(Locale.ROOT);
  }
}
