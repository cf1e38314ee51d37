package io.tessera.core.chain.safrole;

import io.tessera.core.chain.safrole.HeaderVerdict.Follows;
import io.tessera.core.chain.safrole.HeaderVerdict.Refused;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.crypto.HeaderHash;
import io.tessera.lib.crypto.bandersnatch.IetfVrf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What decides about the header after a block whose ancestors are known in part only. The block is
 * trusted, and with it all its ancestors, which its hash names; their markers tell the rest:
 *
 * <pre>
 *   first block of an epoch   its marker announces                      and says what entropy was
 *   two epochs before         the set of the one before: now previous
 *   one epoch before          the current set                           eta 1: now eta 3
 *   the block's epoch         the next set                              eta 0 and eta 1: now eta 1 and 2
 * </pre>
 */
public final class CheckpointRules {
  private final ProtocolParameters parameters;
  private final HeaderRules rules;

  /** Rules of a chain with these parameters. */
  public CheckpointRules(ProtocolParameters parameters) {
    this.parameters = parameters;
    rules = new HeaderRules(parameters);
  }

  /** Whether these headers, ascending, reach back far enough: over three changes of epoch. */
  public static boolean suffice(List<Header> headers) {
    return headers.stream().filter(header -> header.epochMark().isPresent()).count() >= 3;
  }

  /**
   * What the last header leaves.
   *
   * @param headers one after another, ascending, that {@link #suffice}
   * @throws IllegalArgumentException when they do not, do not follow each other, or break a rule as
   *     far as one can tell
   */
  public Consensus after(List<Header> headers) {
    requireLinks(headers);
    List<Integer> firsts = firstsOfEpochs(headers);
    if (firsts.size() < 3) {
      throw new IllegalArgumentException(
          "the headers begin " + firsts.size() + " epochs, of which 3 are needed");
    }
    int first = firsts.getLast();
    Header begins = headers.get(first);
    Consensus before = before(headers, firsts);
    // Not by all rules: those for offenders want the validators of one more epoch.
    Consensus at = rules.next(before, begins, IetfVrf.claimedOutput(begins.entropySource()));
    new SealRules(parameters).check(at, begins).ifPresent(CheckpointRules::refuse);
    for (Header header : headers.subList(first + 1, headers.size())) {
      switch (rules.check(at, header)) {
        case Follows follows -> at = follows.consensus();
        case Refused refused -> refuse(refused);
      }
    }
    return at;
  }

  private static void refuse(Refused refused) {
    throw new IllegalArgumentException("a header breaks a rule: " + refused.detail());
  }

  private void requireLinks(List<Header> headers) {
    for (int i = 1; i < headers.size(); i++) {
      Hash parent = HeaderHash.of(headers.get(i - 1), parameters);
      if (!headers.get(i).parent().equals(parent)) {
        throw new IllegalArgumentException(
            "the header of slot " + headers.get(i).slot() + " is no child of the one before");
      }
    }
  }

  private static List<Integer> firstsOfEpochs(List<Header> headers) {
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < headers.size(); i++) {
      if (headers.get(i).epochMark().isPresent()) {
        firsts.add(i);
      }
    }
    return firsts;
  }

  /**
   * What the block before the last change of epoch left, but for what nobody asks for across that
   * change: its eta 3, its seal keys and the set of the epoch before its own.
   */
  private static Consensus before(List<Header> headers, List<Integer> firsts) {
    int last = firsts.getLast();
    int oneBefore = firsts.get(firsts.size() - 2);
    EpochMark mark = mark(headers, last);
    EpochMark markBefore = mark(headers, oneBefore);
    EpochMark markTwoBefore = mark(headers, firsts.get(firsts.size() - 3));
    ValidatorSet current = new ValidatorSet(markTwoBefore.validators());
    Optional<List<TicketBody>> winners =
        headers.subList(oneBefore, last).stream()
            .map(Header::ticketsMark)
            .flatMap(Optional::stream)
            .findFirst();
    return new Consensus(
        headers.get(last - 1).slot(),
        new EntropyPool(
            mark.entropy(), mark.ticketsEntropy(), markBefore.ticketsEntropy(), Hash.ZERO),
        new SealKeys.Fallback(List.of()),
        winners,
        current,
        current,
        new ValidatorSet(markBefore.validators()));
  }

  private static EpochMark mark(List<Header> headers, int index) {
    return headers.get(index).epochMark().orElseThrow();
  }
}
