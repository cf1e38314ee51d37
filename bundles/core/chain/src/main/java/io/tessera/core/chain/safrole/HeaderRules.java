package io.tessera.core.chain.safrole;

import static io.tessera.core.chain.safrole.HeaderVerdict.refuse;

import io.tessera.core.chain.safrole.HeaderVerdict.Follows;
import io.tessera.core.chain.safrole.HeaderVerdict.Refused;
import io.tessera.core.chain.safrole.HeaderVerdict.Rule;
import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.bandersnatch.IetfVrf;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rules for a header that need its ancestors' headers and no more. They follow epochs as the
 * markers announce them: a header that says something untrue about the state, where headers alone
 * cannot tell, is found by whoever executes the block. Signatures are left to {@link SealRules};
 * until it has spoken, what comes out of here holds only if they are valid.
 */
public final class HeaderRules {
  private final ProtocolParameters parameters;

  /** Rules of a chain with these parameters. */
  public HeaderRules(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  /** All rules, with the signatures last: {@link #follow} and {@link SealRules#check}. */
  public HeaderVerdict check(Consensus parent, Header header) {
    HeaderVerdict verdict = follow(parent, header);
    if (verdict instanceof Follows follows) {
      Optional<Refused> refused = new SealRules(parameters).check(follows.consensus(), header);
      return refused.isPresent() ? refused.get() : verdict;
    }
    return verdict;
  }

  /**
   * All rules but those for signatures.
   *
   * @param parent what the parent left
   * @return what the header leaves if its signatures are valid, or the first rule that it breaks
   */
  public HeaderVerdict follow(Consensus parent, Header header) {
    Optional<Refused> refused = form(parent, header);
    if (refused.isPresent()) {
      return refused.get();
    }
    Consensus next = next(parent, header, IetfVrf.claimedOutput(header.entropySource()));
    refused = slotKey(next, header);
    return refused.isPresent() ? refused.get() : new Follows(next);
  }

  /** Slot, author and markers. */
  Optional<Refused> form(Consensus parent, Header header) {
    return slot(parent, header)
        .or(() -> author(header))
        .or(() -> epochMark(parent, header))
        .or(() -> winnersMark(parent, header))
        .or(() -> offendersMark(parent, header));
  }

  private boolean beginsEpoch(Consensus parent, Header header) {
    return parameters.epochOf(header.slot()) > parameters.epochOf(parent.slot());
  }

  /** Gray Paper, section "The Header": the slot is strictly greater than the parent's. */
  private static Optional<Refused> slot(Consensus parent, Header header) {
    return header.slot() > parent.slot()
        ? Optional.empty()
        : refuse(
            Rule.SLOT_ABOVE_PARENTS,
            "slot " + header.slot() + " is not above the parent's, " + parent.slot());
  }

  private Optional<Refused> author(Header header) {
    return header.authorIndex() < parameters.validators()
        ? Optional.empty()
        : refuse(
            Rule.AUTHOR_INDEX,
            "author " + header.authorIndex() + " of " + parameters.validators() + " validators");
  }

  /** Section "The Markers": eta 0 and eta 1 as the parent left them, and V validators. */
  private Optional<Refused> epochMark(Consensus parent, Header header) {
    boolean newEpoch = beginsEpoch(parent, header);
    if (header.epochMark().isPresent() != newEpoch) {
      return refuse(
          Rule.EPOCH_MARK_PRESENCE,
          newEpoch
              ? "no epoch marker in the first block of an epoch"
              : "an epoch marker in a block that is not the first of an epoch");
    }
    if (!newEpoch) {
      return Optional.empty();
    }
    EpochMark mark = header.epochMark().get();
    EntropyPool entropy = parent.entropy();
    if (!mark.entropy().equals(entropy.now()) || !mark.ticketsEntropy().equals(entropy.first())) {
      return refuse(Rule.EPOCH_MARK_ENTROPY, "the epoch marker has another entropy than the chain");
    }
    return mark.validators().size() == parameters.validators()
        ? Optional.empty()
        : refuse(
            Rule.EPOCH_MARK_SIZE,
            mark.validators().size() + " of " + parameters.validators() + " validators");
  }

  /** Section "The Markers": when, how many, in what order. */
  private Optional<Refused> winnersMark(Consensus parent, Header header) {
    if (header.ticketsMark().isEmpty()) {
      return Optional.empty();
    }
    if (!closesContest(parent, header)) {
      return refuse(
          Rule.WINNERS_MARK_WINDOW,
          "a winning-tickets marker in a block that is not the first after ticket submission");
    }
    List<TicketBody> tickets = header.ticketsMark().get();
    if (tickets.size() != parameters.epochLength()) {
      return refuse(
          Rule.WINNERS_MARK_SIZE, tickets.size() + " tickets for " + parameters.epochLength());
    }
    List<TicketBody> sorted = SlotSequences.insideOut(tickets);
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i - 1).id().compareTo(sorted.get(i).id()) >= 0) {
        return refuse(
            Rule.WINNERS_MARK_ORDER,
            "ticket " + sorted.get(i).id().toShortHex() + " is out of order");
      }
    }
    for (TicketBody ticket : tickets) {
      if (ticket.attempt() >= parameters.ticketsPerValidator()) {
        return refuse(Rule.WINNERS_MARK_ATTEMPT, "a ticket of attempt " + ticket.attempt());
      }
    }
    return Optional.empty();
  }

  /** Whether a block is the first of its parent's epoch after ticket submission. */
  private boolean closesContest(Consensus parent, Header header) {
    int end = parameters.ticketSubmissionEnd();
    return !beginsEpoch(parent, header)
        && parameters.phaseOf(parent.slot()) < end
        && end <= parameters.phaseOf(header.slot());
  }

  /** Section "Disputes": culprits, then faults, each ordered by key without duplicates. */
  private static Optional<Refused> offendersMark(Consensus parent, Header header) {
    List<Ed25519Public> keys = header.offendersMark();
    int runs = 1;
    for (int i = 1; i < keys.size(); i++) {
      if (keys.get(i - 1).compareTo(keys.get(i)) >= 0) {
        runs++;
      }
    }
    if (runs > 2) {
      return refuse(
          Rule.OFFENDERS_MARK_ORDER, keys.size() + " offenders in " + runs + " ascending runs");
    }
    if (!keys.isEmpty()) {
      // sorted: a sender chooses how many keys are looked up before any signature was checked
      SortedSet<Ed25519Public> validators = new TreeSet<>(parent.current().ed25519Keys());
      validators.addAll(parent.previous().ed25519Keys());
      for (Ed25519Public key : keys) {
        if (!validators.contains(key)) {
          return refuse(Rule.OFFENDERS_MARK_KEYS, key.toShortHex() + " is no validator");
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Sections "Key Rotation", "Sealing and Entropy Accumulation", "The Slot Key Sequence".
   *
   * @param output that of the header's entropy source
   */
  Consensus next(Consensus parent, Header header, Hash output) {
    if (!beginsEpoch(parent, header)) {
      return new Consensus(
          header.slot(),
          with(parent.entropy(), output),
          parent.seals(),
          header.ticketsMark().or(parent::winners),
          parent.previous(),
          parent.current(),
          parent.next());
    }
    EntropyPool rotated = rotated(parent.entropy());
    return new Consensus(
        header.slot(),
        with(rotated, output),
        seals(parent, header, rotated),
        Optional.empty(),
        parent.current(),
        parent.next(),
        announced(parent, header));
  }

  /** Mostly the same again: then with what is known of their keys. */
  private static ValidatorSet announced(Consensus parent, Header header) {
    ValidatorSet announced = new ValidatorSet(header.epochMark().orElseThrow().validators());
    return announced.equals(parent.next()) ? parent.next() : announced;
  }

  /** The entropy after a header whose entropy source has this output. */
  private static EntropyPool with(EntropyPool entropy, Hash output) {
    return new EntropyPool(
        Blake2b.hash(entropy.now(), output), entropy.first(), entropy.second(), entropy.third());
  }

  /** What a new epoch starts with. */
  static EntropyPool rotated(EntropyPool entropy) {
    return new EntropyPool(entropy.now(), entropy.now(), entropy.first(), entropy.second());
  }

  private SealKeys seals(Consensus parent, Header header, EntropyPool rotated) {
    boolean nextEpoch = parameters.epochOf(header.slot()) == parameters.epochOf(parent.slot()) + 1;
    if (nextEpoch && parent.winners().isPresent()) {
      return new SealKeys.Tickets(parent.winners().get());
    }
    return new SealKeys.Fallback(
        SlotSequences.fallback(rotated.second(), parent.next(), parameters.epochLength()));
  }

  /**
   * Section "Sealing and Entropy Accumulation": the slot's key is the author's, or its ticket is.
   */
  private Optional<Refused> slotKey(Consensus next, Header header) {
    int phase = parameters.phaseOf(header.slot());
    return switch (next.seals()) {
      case SealKeys.Fallback drawn -> {
        BandersnatchPublic author = next.current().keys().get(header.authorIndex()).bandersnatch();
        yield drawn.keys().get(phase).equals(author)
            ? Optional.empty()
            : refuse(
                Rule.SLOT_KEY,
                "slot " + header.slot() + " is not validator " + header.authorIndex() + "'s");
      }
      case SealKeys.Tickets won -> {
        Hash output = IetfVrf.claimedOutput(header.seal());
        yield won.tickets().get(phase).id().equals(output)
            ? Optional.empty()
            : refuse(
                Rule.SLOT_TICKET,
                "the seal's output "
                    + output.toShortHex()
                    + " is not the ticket of slot "
                    + header.slot());
      }
    };
  }
}
