package io.tessera.core.chain.safrole;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.codec.trace.TraceStep;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A recorded chain, read in place, and the keys of its validators, whose seeds are trivial. */
final class Trace {
  static final ProtocolParameters TINY = ProtocolParameters.TINY;
  static final int LENGTH = 100;

  private static final List<BandersnatchKeyPair> PAIRS =
      IntStream.range(0, TINY.validators())
          .mapToObj(i -> ValidatorSecrets.derive(ValidatorSecrets.trivialSeed(i)).bandersnatch())
          .toList();

  private final Path folder;

  Trace(String name) {
    folder =
        Path.of(System.getProperty("tessera.root"))
            .resolveSibling("shared")
            .resolve("vectors")
            .resolve("traces")
            .resolve(name);
  }

  /** What decides about the first header. */
  Consensus genesis() {
    return state(TraceGenesis.codec(TINY).decode(read("genesis.bin")).state());
  }

  /** A block with the states around it, from 1 to 100. */
  TraceStep step(int number) {
    return TraceStep.codec(TINY).decode(read("%08d.bin".formatted(number)));
  }

  Header header(int number) {
    return step(number).block().header();
  }

  /** What decides about the header after a block; 0 for genesis. */
  Consensus after(int number) {
    return number == 0 ? genesis() : state(step(number).post());
  }

  private byte[] read(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Consensus state(RawState raw) {
    return state(items(raw));
  }

  static Map<StateKey, Bytes> items(RawState raw) {
    Map<StateKey, Bytes> items = new HashMap<>();
    for (KeyValue item : raw.keyvals()) {
      items.put(item.key(), item.value());
    }
    return items;
  }

  /** What a state says. */
  static Consensus state(Map<StateKey, Bytes> state) {
    SafroleState safrole = component(state, StateComponent.SAFROLE);
    return consensus(
        component(state, StateComponent.SLOT),
        component(state, StateComponent.ENTROPY),
        safrole.sealKeys(),
        safrole.accumulator(),
        component(state, StateComponent.PREVIOUS_SET),
        component(state, StateComponent.ACTIVE_SET),
        safrole.pendingSet());
  }

  private static <T> T component(Map<StateKey, Bytes> state, StateComponent<T> component) {
    return component.codec(TINY).decode(state.get(component.key()).toByteArray());
  }

  static Consensus consensus(
      long slot,
      EntropyPool entropy,
      SealKeys seals,
      List<TicketBody> accumulator,
      List<ValidatorData> previous,
      List<ValidatorData> current,
      List<ValidatorData> next) {
    boolean won =
        TINY.phaseOf(slot) >= TINY.ticketSubmissionEnd()
            && accumulator.size() == TINY.epochLength();
    return new Consensus(
        slot,
        entropy,
        seals,
        won ? Optional.of(SlotSequences.outsideIn(accumulator)) : Optional.empty(),
        set(previous),
        set(current),
        set(next));
  }

  private static ValidatorSet set(List<ValidatorData> validators) {
    return new ValidatorSet(
        validators.stream()
            .map(each -> new ValidatorKeys(each.bandersnatch(), each.ed25519()))
            .toList());
  }

  /** The key pair of a public key. */
  static BandersnatchKeyPair pair(BandersnatchPublic key) {
    return PAIRS.stream().filter(pair -> pair.publicKey().equals(key)).findFirst().orElseThrow();
  }

  /** The header with valid signatures of the author that it names. */
  static Header sealed(Consensus own, Header header) {
    BandersnatchKeyPair author =
        pair(own.current().keys().get(header.authorIndex()).bandersnatch());
    byte[] input = SealRules.sealInput(own, TINY.phaseOf(header.slot()));
    return sealed(author, input, SealRules.entropyInput(author.output(input)), header);
  }

  /** The header with signatures of these inputs. */
  static Header sealed(
      BandersnatchKeyPair author, byte[] sealInput, byte[] entropyInput, Header header) {
    BandersnatchSignature entropy = author.sign(entropyInput, new byte[0]);
    Header unsealed = new Change(header).entropySource(entropy).header();
    BandersnatchSignature seal = author.sign(sealInput, unsealed.encodeUnsealed(TINY));
    return new Change(unsealed).seal(seal).header();
  }

  static Hash flipped(Hash hash) {
    byte[] bytes = hash.toByteArray();
    bytes[5] ^= 1;
    return Hash.wrap(bytes);
  }
}
