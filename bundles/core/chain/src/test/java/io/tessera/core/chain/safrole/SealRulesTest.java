package io.tessera.core.chain.safrole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.core.chain.safrole.HeaderVerdict.Refused;
import io.tessera.core.chain.safrole.HeaderVerdict.Rule;
import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.bandersnatch.IetfVrf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Signatures of the right form that sign the wrong thing. */
class SealRulesTest {
  private static final int FALLBACK = 14;
  private static final int TICKETED = 50;

  private final Trace trace = new Trace("safrole");
  private final SealRules rules = new SealRules(Trace.TINY);

  private void assertRefused(Rule rule, Consensus own, Header header) {
    assertEquals(Optional.of(rule), rules.check(own, header).map(Refused::rule));
  }

  private static BandersnatchKeyPair author(Consensus own, Header header) {
    return Trace.pair(own.current().keys().get(header.authorIndex()).bandersnatch());
  }

  private static Consensus with(Consensus own, Entropy entropy) {
    return new Consensus(
        own.slot(), entropy, own.seals(), own.winners(), own.previous(), own.current(), own.next());
  }

  @Test
  void whatTheTestSealsIsValid() {
    for (int number : new int[] {FALLBACK, TICKETED}) {
      Consensus own = trace.after(number);
      Header header = trace.header(number);
      Header resealed = Trace.sealed(own, header);
      assertEquals(Optional.empty(), rules.check(own, header), "as recorded");
      assertEquals(Optional.empty(), rules.check(own, resealed), "sealed once more");
      assertEquals(IetfVrf.claimedOutput(header.seal()), IetfVrf.claimedOutput(resealed.seal()));
    }
  }

  @Test
  void sealSignsTheWholeHeader() {
    for (int number : new int[] {FALLBACK, TICKETED}) {
      Header header = trace.header(number);
      Header other = new Change(header).stateRoot(Trace.flipped(header.priorStateRoot())).header();
      assertRefused(Rule.SEAL, trace.after(number), other);
    }
  }

  @Test
  void sealSignsTheEntropyOfThreeEpochsAgo() {
    for (int number : new int[] {FALLBACK, TICKETED}) {
      Consensus own = trace.after(number);
      Entropy entropy = own.entropy();
      Entropy younger =
          new Entropy(entropy.accumulator(), entropy.first(), entropy.second(), entropy.second());
      Header header = Trace.sealed(with(own, younger), trace.header(number));
      assertRefused(Rule.SEAL, own, header);
    }
  }

  @Test
  void contextsOfTicketsAndFallbackDiffer() {
    Consensus ticketed = trace.after(TICKETED);
    Consensus fallback =
        new Consensus(
            ticketed.slot(),
            ticketed.entropy(),
            trace.after(FALLBACK).seals(),
            ticketed.winners(),
            ticketed.previous(),
            ticketed.current(),
            ticketed.next());
    assertRefused(Rule.SEAL, ticketed, Trace.sealed(fallback, trace.header(TICKETED)));
    assertRefused(Rule.SEAL, fallback, trace.header(TICKETED));
  }

  @Test
  void entropySourceSignsTheSealsOutput() {
    Consensus own = trace.after(FALLBACK);
    Header header = trace.header(FALLBACK);
    BandersnatchKeyPair author = author(own, header);
    byte[] input = SealRules.sealInput(own, Trace.TINY.phaseOf(header.slot()));
    byte[] other = SealRules.entropyInput(Trace.flipped(author.output(input)));
    assertRefused(Rule.ENTROPY_SOURCE, own, Trace.sealed(author, input, other, header));
    byte[] noContext = author.output(input).toByteArray();
    assertRefused(Rule.ENTROPY_SOURCE, own, Trace.sealed(author, input, noContext, header));
  }

  @Test
  void entropySourceIsTheAuthorsAndSignsNothingElse() {
    Consensus own = trace.after(FALLBACK);
    Header header = trace.header(FALLBACK);
    BandersnatchKeyPair author = author(own, header);
    byte[] input = SealRules.sealInput(own, Trace.TINY.phaseOf(header.slot()));
    byte[] entropyInput = SealRules.entropyInput(author.output(input));
    BandersnatchKeyPair stranger = BandersnatchKeyPair.ofSeed(new byte[7]);
    for (BandersnatchSignature entropy :
        List.of(stranger.sign(entropyInput, new byte[0]), author.sign(entropyInput, new byte[1]))) {
      Header unsealed = new Change(header).entropySource(entropy).header();
      BandersnatchSignature seal = author.sign(input, unsealed.encodeUnsealed(Trace.TINY));
      assertRefused(Rule.ENTROPY_SOURCE, own, new Change(unsealed).seal(seal).header());
    }
  }

  /** The null key in the place of an offender is no point, and seals nothing. */
  @Test
  void authorsKeyIsAPoint() {
    Consensus own = trace.after(FALLBACK);
    Header header = trace.header(FALLBACK);
    List<ValidatorKeys> keys = new ArrayList<>(own.current().keys());
    keys.set(
        header.authorIndex(),
        new ValidatorKeys(
            BandersnatchPublic.wrap(new byte[32]), keys.get(header.authorIndex()).ed25519()));
    Consensus offending =
        new Consensus(
            own.slot(),
            own.entropy(),
            own.seals(),
            own.winners(),
            own.previous(),
            new ValidatorSet(keys),
            own.next());
    assertRefused(Rule.AUTHOR_KEY, offending, header);
  }
}
