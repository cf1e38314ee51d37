package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.Judgment;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.block.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Each thing that a block can lie about: a real block with that one thing changed, sealed again by
 * the slot's validator, is refused for it; the head stays, and the true block is accepted then.
 */
class LiesTest {
  private static final Hash OTHER = Hash.fromHex("5a".repeat(Hash.SIZE));

  /** A block in mid-epoch with a ticket, one at an epoch's begin, one with the winners. */
  private static final int ORDINARY = 13;

  private static final int NEW_EPOCH = 12;
  private static final int WINNERS = 46;

  private static void refused(String trace, int number, String reason, UnaryOperator<Lies> lie) {
    try (VerifiedChain chain = new VerifiedChain(trace)) {
      assertEquals(number - 1, chain.add(chain.blocks(1, number - 1)).imported());
      EncodedBlock truth = chain.blocks(number, number).getFirst();
      String said = chain.refusal(lie.apply(new Lies(chain, truth)).sealed());
      assertTrue(said.startsWith(reason), said);
      assertEquals(1, chain.add(List.of(truth)).imported());
      assertEquals(truth.ref(), chain.chain.best());
    }
  }

  private static void refused(int number, String reason, UnaryOperator<Lies> lie) {
    refused("safrole", number, reason, lie);
  }

  private static Header header(int number) {
    try (VerifiedChain chain = new VerifiedChain("safrole")) {
      return chain.step(number).block().header();
    }
  }

  private static Extrinsic extrinsic(String trace, int number) {
    try (VerifiedChain chain = new VerifiedChain(trace)) {
      return chain.step(number).block().extrinsic();
    }
  }

  @Test
  void sealedAgainTheTruthIsAccepted() {
    try (VerifiedChain chain = new VerifiedChain("safrole")) {
      chain.add(chain.blocks(1, WINNERS - 1));
      EncodedBlock truth = chain.blocks(WINNERS, WINNERS).getFirst();
      assertEquals(1, chain.add(List.of(new Lies(chain, truth).sealed())).imported());
    }
  }

  @Test
  void aboutTheParent() {
    try (VerifiedChain chain = new VerifiedChain("safrole")) {
      chain.add(chain.blocks(1, ORDINARY - 1));
      EncodedBlock truth = chain.blocks(ORDINARY, ORDINARY).getFirst();
      EncodedBlock orphan = new Lies(chain, truth).parent(OTHER).sealed();
      assertEquals(
          Reason.PARENT_UNKNOWN, chain.add(List.of(orphan)).rejection().orElseThrow().reason());
      // On the grandparent, the state is another.
      Hash grandparent = chain.blocks(ORDINARY - 2, ORDINARY - 2).getFirst().hash();
      String said = chain.refusal(new Lies(chain, truth).parent(grandparent).sealed());
      assertTrue(said.startsWith("epoch mark presence"), said);
    }
  }

  @Test
  void aboutThePriorStateRoot() {
    refused(ORDINARY, "prior state root", lie -> lie.priorStateRoot(OTHER));
  }

  @Test
  void aboutTheExtrinsicHash() {
    refused(ORDINARY, "the extrinsic does not have the hash", lie -> lie.extrinsicHash(OTHER));
  }

  @Test
  void aboutTheSlot() {
    refused(ORDINARY, "slot 12 is not above", lie -> lie.slot(ORDINARY - 1));
    refused(ORDINARY, "slot key", lie -> lie.slot(ORDINARY + 1));
  }

  @Test
  void aboutTheEpochMark() {
    EpochMark mark = header(NEW_EPOCH).epochMark().orElseThrow();
    refused(NEW_EPOCH, "epoch mark presence", lie -> lie.epochMark(null));
    refused(ORDINARY, "epoch mark presence", lie -> lie.epochMark(mark));
    refused(
        NEW_EPOCH,
        "epoch mark entropy",
        lie -> lie.epochMark(new EpochMark(OTHER, mark.ticketsEntropy(), mark.validators())));
    refused(
        NEW_EPOCH,
        "epoch mark entropy",
        lie -> lie.epochMark(new EpochMark(mark.entropy(), OTHER, mark.validators())));
    refused(
        NEW_EPOCH,
        "bad epoch mark",
        lie ->
            lie.epochMark(
                new EpochMark(
                    mark.entropy(), mark.ticketsEntropy(), mark.validators().reversed())));
  }

  @Test
  void aboutTheWinners() {
    var winners = header(WINNERS).ticketsMark().orElseThrow();
    refused(WINNERS, "bad tickets mark", lie -> lie.ticketsMark(null));
    refused(WINNERS, "winners mark order", lie -> lie.ticketsMark(winners.reversed()));
    refused(ORDINARY, "winners mark window", lie -> lie.ticketsMark(winners));
  }

  @Test
  void aboutTheAuthor() {
    int author = header(ORDINARY).authorIndex();
    refused(ORDINARY, "slot key", lie -> lie.author((author + 1) % 6));
    refused(ORDINARY, "author index", lie -> lie.author(6));
  }

  @Test
  void aboutOffenders() {
    Ed25519Public somebody =
        header(NEW_EPOCH).epochMark().orElseThrow().validators().getFirst().ed25519();
    refused(ORDINARY, "bad offenders mark", lie -> lie.offenders(List.of(somebody)));
    refused(
        ORDINARY,
        "offenders mark keys",
        lie -> lie.offenders(List.of(Ed25519Public.wrap(OTHER.toByteArray()))));
  }

  @Test
  void inItsSignatures() {
    for (int number : new int[] {ORDINARY, 60}) { // by key, by ticket
      try (VerifiedChain chain = new VerifiedChain("safrole")) {
        chain.add(chain.blocks(1, number - 1));
        EncodedBlock truth = chain.blocks(number, number).getFirst();
        Header h = truth.header();
        Lies same = new Lies(chain, truth);
        String seal = chain.refusal(same.signed(h.entropySource(), Lies.broken(h.seal())));
        assertTrue(seal.startsWith("seal: "), seal);
        // The seal covers the entropy source: it is wrong first.
        String source = chain.refusal(same.signed(Lies.broken(h.entropySource()), h.seal()));
        assertTrue(source.startsWith("seal: "), source);
        EncodedBlock other = chain.blocks(number - 1, number - 1).getFirst();
        String borrowed = chain.refusal(same.signed(h.entropySource(), other.header().seal()));
        assertTrue(borrowed.startsWith(number == ORDINARY ? "seal: " : "slot ticket"), borrowed);
      }
    }
  }

  @Test
  void inTickets() {
    Extrinsic truth = extrinsic("safrole", ORDINARY);
    List<TicketEnvelope> tickets = truth.tickets();
    refused(
        ORDINARY,
        "bad ticket attempt",
        lie ->
            lie.extrinsic(
                tickets(truth, List.of(new TicketEnvelope(3, tickets.getFirst().signature())))));
    refused(
        ORDINARY,
        "bad ticket proof",
        lie ->
            lie.extrinsic(
                tickets(
                    truth,
                    List.of(
                        new TicketEnvelope(
                            (tickets.getFirst().attempt() + 1) % 3,
                            tickets.getFirst().signature())))));
    refused(
        ORDINARY,
        "duplicate ticket",
        lie -> lie.extrinsic(tickets(truth, extrinsic("safrole", NEW_EPOCH).tickets())));
  }

  private static Extrinsic tickets(Extrinsic e, List<TicketEnvelope> tickets) {
    return new Extrinsic(tickets, e.preimages(), e.guarantees(), e.assurances(), e.disputes());
  }

  @Test
  void inPreimages() {
    Extrinsic truth = extrinsic("safrole", ORDINARY);
    refused(
        ORDINARY,
        "preimage unneeded",
        lie ->
            lie.extrinsic(
                new Extrinsic(
                    truth.tickets(),
                    List.of(new Preimage(0, Bytes.fromHex("01"))),
                    truth.guarantees(),
                    truth.assurances(),
                    truth.disputes())));
  }

  @Test
  void inGuarantees() {
    Extrinsic truth = extrinsic("preimages_light", 1);
    Guarantee guarantee = truth.guarantees().getFirst();
    var signatures = new ArrayList<>(guarantee.signatures());
    signatures.set(0, signatures.get(1));
    refused(
        "preimages_light",
        1,
        "not sorted or unique guarantors",
        lie ->
            lie.extrinsic(
                guarantees(
                    truth,
                    List.of(new Guarantee(guarantee.report(), guarantee.slot(), signatures)))));
    refused(
        "preimages_light",
        1,
        "future report slot",
        lie ->
            lie.extrinsic(
                guarantees(
                    truth, List.of(new Guarantee(guarantee.report(), 2, guarantee.signatures())))));
    refused(
        "preimages_light",
        1,
        "out of order guarantee",
        lie -> lie.extrinsic(guarantees(truth, List.of(guarantee, guarantee))));
  }

  /** In the tree and beneath it: the slot is looked up, not taken from who made the report. */
  @Test
  void aboutTheSlotOfALookupAnchor() {
    for (int depth : new int[] {5, 0}) {
      try (VerifiedChain chain = new VerifiedChain("preimages_light")) {
        chain.depth = depth;
        chain.add(chain.blocks(1, 39));
        EncodedBlock truth = chain.blocks(40, 40).getFirst();
        for (int later : new int[] {-1, 1, 40}) {
          String said = chain.refusal(new Lies(chain, truth).lookupAnchorSlot(later).sealed());
          assertTrue(said.startsWith("lookup anchor not recent"), said);
        }
        assertEquals(1, chain.add(List.of(truth)).imported());
      }
    }
  }

  private static Extrinsic guarantees(Extrinsic e, List<Guarantee> guarantees) {
    return new Extrinsic(e.tickets(), e.preimages(), guarantees, e.assurances(), e.disputes());
  }

  @Test
  void inAssurances() {
    Extrinsic truth = extrinsic("preimages_light", 2);
    Assurance first = truth.assurances().getFirst();
    refused(
        "preimages_light",
        2,
        "bad attestation parent",
        lie ->
            lie.extrinsic(
                assurances(
                    truth,
                    List.of(
                        new Assurance(
                            OTHER, first.bitfield(), first.validatorIndex(), first.signature())))));
    refused(
        "preimages_light",
        2,
        "bad signature",
        lie ->
            lie.extrinsic(
                assurances(
                    truth,
                    List.of(
                        new Assurance(
                            first.anchor(),
                            first.bitfield(),
                            first.validatorIndex(),
                            truth.assurances().get(1).signature())))));
    refused(
        "preimages_light",
        2,
        "not sorted or unique assurers",
        lie -> lie.extrinsic(assurances(truth, truth.assurances().reversed())));
  }

  private static Extrinsic assurances(Extrinsic e, List<Assurance> assurances) {
    // Without guarantees: they may be for cores that the true assurances free.
    return new Extrinsic(e.tickets(), e.preimages(), List.of(), assurances, e.disputes());
  }

  @Test
  void inDisputes() {
    Ed25519Signature nothing = Ed25519Signature.wrap(new byte[Ed25519Signature.SIZE]);
    List<Judgment> votes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      votes.add(new Judgment(i > 0, i, nothing));
    }
    refusedVerdict("bad vote split", new Verdict(OTHER, 1, votes));
    votes.set(0, new Judgment(true, 0, nothing));
    refusedVerdict("not enough faults", new Verdict(OTHER, 1, votes));
    refusedVerdict("judgements not sorted unique", new Verdict(OTHER, 1, votes.reversed()));
    refusedVerdict("bad judgement age", new Verdict(OTHER, 7, votes));
    List<Judgment> wonky = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      wonky.add(new Judgment(i > 2, i, nothing)); // a third: needs neither culprits nor faults
    }
    refusedVerdict("bad signature", new Verdict(OTHER, 1, wonky));
  }

  private static void refusedVerdict(String reason, Verdict verdict) {
    Extrinsic e = extrinsic("safrole", ORDINARY);
    refused(
        ORDINARY,
        reason,
        lie ->
            lie.extrinsic(
                new Extrinsic(
                    e.tickets(),
                    e.preimages(),
                    e.guarantees(),
                    e.assurances(),
                    new Disputes(List.of(verdict), List.of(), List.of()))));
  }
}
