package io.tessera.testing.testkit;

import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.EpochRoot;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A state with what concerns validators and their reports, of which the test changes components.
 * Immutable.
 */
public final class TestState {
  private final ProtocolParameters parameters;
  private final StateTrie trie;

  private TestState(ProtocolParameters parameters, StateTrie trie) {
    this.parameters = parameters;
    this.trie = trie;
  }

  /** The same validators of tiny parameters in three epochs, at slot 0, with nothing pending. */
  public static TestState tiny() {
    ProtocolParameters parameters = ProtocolParameters.TINY;
    List<ValidatorData> validators = validators(0, parameters.validators());
    BandersnatchPublic nobody = ValidatorData.NULL.bandersnatch();
    SafroleState safrole =
        new SafroleState(
            validators,
            EpochRoot.wrap(new byte[EpochRoot.SIZE]),
            new SealKeys.Fallback(Collections.nCopies(parameters.epochLength(), nobody)),
            List.of());
    return new TestState(parameters, StateTrie.EMPTY)
        .with(StateComponent.SLOT, 0L)
        .with(StateComponent.SAFROLE, safrole)
        .with(StateComponent.ACTIVE_SET, validators)
        .with(StateComponent.PREVIOUS_SET, validators)
        .pending(0);
  }

  /** So many validators with the Ed25519 keys of {@link #key}, from the first on. */
  public static List<ValidatorData> validators(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(
            i ->
                new ValidatorData(
                    ValidatorData.NULL.bandersnatch(),
                    key(i).publicKey(),
                    ValidatorData.NULL.bls(),
                    ValidatorData.NULL.metadata()))
        .toList();
  }

  /** A validator's keys, which everybody knows. */
  public static Ed25519KeyPair key(int validator) {
    return Ed25519KeyPair.of(ValidatorSecrets.trivialSeed(validator));
  }

  /** With other validators of the next epoch. */
  public TestState next(List<ValidatorData> validators) {
    SafroleState now = get(StateComponent.SAFROLE);
    return with(
        StateComponent.SAFROLE,
        new SafroleState(validators, now.epochRoot(), now.sealKeys(), now.accumulator()));
  }

  /** A validator as a peer. */
  public static PeerId peer(int validator) {
    return new PeerId(key(validator).publicKey());
  }

  /** With another value of a component. */
  public <T> TestState with(StateComponent<T> component, T value) {
    byte[] encoded = component.codec(parameters).encode(value);
    return new TestState(parameters, trie.put(component.key(), Bytes.wrap(encoded)));
  }

  /** With these reports pending, each on its core, since a slot. */
  public TestState pending(long slot, WorkReport... reports) {
    List<Optional<PendingReport>> cores =
        new ArrayList<>(Collections.nCopies(parameters.cores(), Optional.empty()));
    for (WorkReport report : reports) {
      cores.set(report.coreIndex(), Optional.of(new PendingReport(report, slot)));
    }
    return with(StateComponent.PENDING_REPORTS, new PendingReports(cores));
  }

  /** The value of a component. */
  public <T> T get(StateComponent<T> component) {
    return component
        .codec(parameters)
        .decode(trie.get(component.key()).orElseThrow().toByteArray());
  }

  /** As a chain knows it. */
  public BlockState complete() {
    return BlockState.of(StateKnowledge.COMPLETE, trie);
  }
}
