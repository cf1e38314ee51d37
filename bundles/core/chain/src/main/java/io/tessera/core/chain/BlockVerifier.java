package io.tessera.core.chain;

import io.tessera.chain.Accumulator;
import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockExecutor;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExecutedBlock;
import io.tessera.chain.ExecutionContext;
import io.tessera.chain.SignatureCheck;
import io.tessera.chain.StateDelta;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.Unchecked;
import io.tessera.core.chain.safrole.Consensus;
import io.tessera.core.chain.safrole.HeaderRules;
import io.tessera.core.chain.safrole.HeaderVerdict.Follows;
import io.tessera.core.chain.safrole.HeaderVerdict.Refused;
import io.tessera.core.chain.safrole.SealRules;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Checks blocks on top of their parents, in order: all rules for the header, and the state
 * transition. Signatures and proofs, which cost most, come back as checks to be made elsewhere.
 */
class BlockVerifier {
  /** Signatures that one check covers: some milliseconds at most. */
  private static final int CHUNK = 16;

  private final HeaderRules headerRules;
  private final SealRules sealRules;
  private final BlockExecutor executor;
  private final Supplier<Optional<Accumulator>> accumulator;

  BlockVerifier(
      ProtocolParameters parameters,
      BlockExecutor executor,
      Supplier<Optional<Accumulator>> accumulator) {
    this.executor = executor;
    this.accumulator = accumulator;
    headerRules = new HeaderRules(parameters);
    sealRules = new SealRules(parameters);
  }

  /**
   * A block that is valid if its signatures are.
   *
   * @param posterior what is known after it
   * @param delta how it changes what its parent left
   * @param checks of its signatures; each says what is wrong, or nothing
   * @param unchecked how often each rule could not be checked
   */
  record Verified(
      Posterior posterior,
      StateDelta delta,
      List<Callable<Optional<String>>> checks,
      Map<Unchecked, Integer> unchecked) {}

  /** A block breaks a rule; the message says which and how, for people. */
  static final class InvalidBlockException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidBlockException(String message) {
      super(message, null, false, false);
    }
  }

  /** Checks a block on what its parent left. */
  Verified verify(EncodedBlock block, Posterior parent, AncestorLookup ancestors)
      throws InvalidBlockException {
    Header header = block.header();
    Consensus consensus = follow(parent, header);
    // Without the whole state the executor counts this as not checked.
    if (parent.knowledge() == StateKnowledge.COMPLETE
        && !header.priorStateRoot().equals(parent.state().root())) {
      throw new InvalidBlockException(
          "prior state root: the header has "
              + header.priorStateRoot().toShortHex()
              + ", the parent's state has "
              + parent.state().root().toShortHex());
    }
    ExecutedBlock executed = execute(block, parent, ancestors);
    StateDelta delta = delta(executed, parent);
    List<Callable<Optional<String>>> checks = new ArrayList<>();
    checks.add(sealCheck(consensus, header));
    List<SignatureCheck> signatures = executed.signatures();
    for (int from = 0; from < signatures.size(); from += CHUNK) {
      List<SignatureCheck> chunk =
          signatures.subList(from, Math.min(from + CHUNK, signatures.size()));
      checks.add(() -> wrong(chunk));
    }
    return new Verified(
        new Posterior(consensus, parent.state().with(delta.changes()), executed.knowledge()),
        delta,
        checks,
        executed.unchecked());
  }

  /** What a header leaves if its signatures are valid, by what the headers before it left. */
  final Consensus follow(Posterior parent, Header header) throws InvalidBlockException {
    return switch (headerRules.follow(parent.consensus(), header)) {
      case Follows follows -> follows.consensus();
      case Refused refused -> throw new InvalidBlockException(line(refused));
    };
  }

  /** A check of both signatures of a header that leaves this. */
  final Callable<Optional<String>> sealCheck(Consensus own, Header header) {
    return () -> sealRules.check(own, header).map(BlockVerifier::line);
  }

  /** What is kept of a block once its body has been checked. */
  EncodedBlock kept(EncodedBlock block) {
    return block;
  }

  private ExecutedBlock execute(EncodedBlock block, Posterior parent, AncestorLookup ancestors)
      throws InvalidBlockException {
    try {
      return executor.execute(
          block,
          parent.state()::get,
          new ExecutionContext(parent.knowledge(), ancestors, accumulator.get()));
    } catch (BlockRejectedException rejected) {
      throw new InvalidBlockException(line(rejected));
    }
  }

  /** A block that leaves less known than its parent makes the rest of the state be forgotten. */
  private static StateDelta delta(ExecutedBlock executed, Posterior parent) {
    Map<StateKey, Optional<Bytes>> changes = executed.changes();
    List<StateChange> all = new ArrayList<>();
    changes.forEach((key, value) -> all.add(new StateChange(key, value)));
    if (executed.knowledge() != parent.knowledge()) {
      for (KeyValue item : parent.state()) {
        if (!changes.containsKey(item.key())) {
          all.add(StateChange.remove(item.key()));
        }
      }
    }
    return StateDelta.of(all);
  }

  private static Optional<String> wrong(List<SignatureCheck> signatures) {
    for (SignatureCheck signature : signatures) {
      if (!signature.verify()) {
        return Optional.of(words(signature.fault()) + ": " + signature.what());
      }
    }
    return Optional.empty();
  }

  private static String line(Refused refused) {
    return words(refused.rule()) + ": " + refused.detail();
  }

  private static String line(BlockRejectedException rejected) {
    return words(rejected.fault()) + ": " + rejected.getMessage();
  }

  private static String words(Enum<?> rule) {
    return rule.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
