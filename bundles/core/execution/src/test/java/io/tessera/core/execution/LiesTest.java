package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Culprit;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.Judgment;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.Verdict;
import io.tessera.lib.codec.block.WorkResult;
import io.tessera.lib.crypto.VrfOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Real blocks with one thing changed: each is refused for the reason that it is wrong. */
class LiesTest {
  private static final Trace SAFROLE = Trace.read("safrole");
  private static final Trace WORK = Trace.read("preimages_light");
  private static final Hash OTHER = Hash.fromHex("5a".repeat(Hash.SIZE));

  @Test
  void headers() {
    refused(SAFROLE, 13, b -> Mutations.slot(b, 12), BlockFault.BAD_SLOT);
    refused(
        SAFROLE,
        13,
        b -> with(b, b.header().extrinsicHash(), 6, List.of()),
        BlockFault.BAD_AUTHOR_INDEX);
    refused(
        SAFROLE,
        13,
        b -> with(b, OTHER, b.header().authorIndex(), List.of()),
        BlockFault.BAD_EXTRINSIC_HASH);
    Ed25519Public somebody = SAFROLE_KEYS.validators().getFirst().ed25519();
    refused(
        SAFROLE,
        13,
        b -> with(b, b.header().extrinsicHash(), b.header().authorIndex(), List.of(somebody)),
        BlockFault.BAD_OFFENDERS_MARK);
  }

  private static final EpochMark SAFROLE_KEYS =
      SAFROLE.steps().get(11).block().header().epochMark().orElseThrow();

  @Test
  void markers() {
    Optional<EpochMark> reversed =
        Optional.of(
            new EpochMark(
                SAFROLE_KEYS.entropy(),
                SAFROLE_KEYS.ticketsEntropy(),
                SAFROLE_KEYS.validators().reversed()));
    refused(
        SAFROLE,
        12,
        b -> Mutations.marks(b, Optional.empty(), Optional.empty()),
        BlockFault.BAD_EPOCH_MARK);
    refused(
        SAFROLE,
        12,
        b -> Mutations.marks(b, reversed, Optional.empty()),
        BlockFault.BAD_EPOCH_MARK);
    refused(
        SAFROLE,
        13,
        b -> Mutations.marks(b, Optional.of(SAFROLE_KEYS), Optional.empty()),
        BlockFault.BAD_EPOCH_MARK);
    refused(
        SAFROLE,
        46,
        b -> Mutations.marks(b, Optional.empty(), Optional.empty()),
        BlockFault.BAD_TICKETS_MARK);
    refused(
        SAFROLE,
        46,
        b ->
            Mutations.marks(
                b, Optional.empty(), b.header().ticketsMark().map(tickets -> tickets.reversed())),
        BlockFault.BAD_TICKETS_MARK);
    refused(
        SAFROLE,
        47,
        b ->
            Mutations.marks(
                b, Optional.empty(), SAFROLE.steps().get(45).block().header().ticketsMark()),
        BlockFault.BAD_TICKETS_MARK);
  }

  @Test
  void tickets() {
    List<TicketEnvelope> earlier = block(SAFROLE, 12).extrinsic().tickets();
    refused(SAFROLE, 15, b -> Mutations.tickets(b, List::reversed), BlockFault.BAD_TICKET_ORDER);
    refused(
        SAFROLE,
        15,
        b -> Mutations.tickets(b, t -> List.of(t.get(0), t.get(0))),
        BlockFault.BAD_TICKET_ORDER);
    refused(
        SAFROLE,
        13,
        b -> Mutations.tickets(b, t -> List.of(earlier.getFirst())),
        BlockFault.DUPLICATE_TICKET);
    refused(SAFROLE, 22, b -> Mutations.tickets(b, t -> earlier), BlockFault.UNEXPECTED_TICKET);
    refused(
        SAFROLE,
        13,
        b -> Mutations.tickets(b, t -> List.of(new TicketEnvelope(3, t.getFirst().signature()))),
        BlockFault.BAD_TICKET_ATTEMPT);
    refused(
        SAFROLE,
        13,
        b ->
            Mutations.tickets(
                b,
                t ->
                    List.of(
                        new TicketEnvelope(
                            1 - t.getFirst().attempt() % 2, t.getFirst().signature()))),
        BlockFault.BAD_TICKET_PROOF);
    refused(
        SAFROLE,
        13,
        b -> Mutations.tickets(b, t -> List.of(damaged(t.getFirst(), 783))),
        BlockFault.BAD_TICKET_PROOF);
    refused(
        SAFROLE,
        13,
        b -> Mutations.tickets(b, t -> List.of(damaged(t.getFirst(), 0))),
        BlockFault.BAD_TICKET_PROOF);
  }

  /** In slot 57 the accumulator lacks one ticket: of two only the better may come. */
  @Test
  void uselessTicket() {
    TicketEnvelope worst = null;
    Hash worstId = Hash.ZERO;
    for (int variant = 0; variant < 256; variant++) {
      byte[] proof = new byte[RingVrfSignature.SIZE];
      proof[0] = (byte) variant;
      TicketEnvelope ticket = new TicketEnvelope(0, RingVrfSignature.wrap(proof));
      Hash id = VrfOutput.of(ticket.signature());
      if (id.compareTo(worstId) > 0) {
        worst = ticket;
        worstId = id;
      }
    }
    TicketEnvelope useless = worst;
    refused(
        SAFROLE,
        57,
        b -> Mutations.tickets(b, t -> List.of(t.getFirst(), useless)),
        BlockFault.USELESS_TICKET);
  }

  @Test
  void assurances() {
    refused(
        WORK,
        9,
        b -> Mutations.assurances(b, a -> first(a, it -> assurance(it, OTHER, null))),
        BlockFault.BAD_ATTESTATION_PARENT);
    refused(
        WORK,
        9,
        b -> Mutations.assurances(b, List::reversed),
        BlockFault.NOT_SORTED_OR_UNIQUE_ASSURERS);
    refused(
        WORK,
        9,
        b -> Mutations.assurances(b, a -> List.of(a.get(0), a.get(0))),
        BlockFault.NOT_SORTED_OR_UNIQUE_ASSURERS);
    refused(
        WORK,
        9,
        b ->
            Mutations.assurances(
                b,
                a ->
                    List.of(
                        new Assurance(
                            a.get(0).anchor(), a.get(0).bitfield(), 6, a.get(0).signature()))),
        BlockFault.BAD_VALIDATOR_INDEX);
    refused(
        WORK,
        2,
        b -> Mutations.assurances(b, a -> first(a, it -> assurance(it, null, "03"))),
        BlockFault.CORE_NOT_ENGAGED);
    refused(
        WORK,
        9,
        b -> Mutations.assurances(b, a -> first(a, it -> assurance(it, null, "00"))),
        BlockFault.BAD_SIGNATURE);
    refused(
        WORK,
        9,
        b ->
            Mutations.assurances(
                b,
                a ->
                    first(
                        a,
                        it ->
                            new Assurance(
                                it.anchor(),
                                it.bitfield(),
                                it.validatorIndex(),
                                a.get(1).signature()))),
        BlockFault.BAD_SIGNATURE);
  }

  @Test
  void guarantees() {
    refused(
        WORK, 11, b -> Mutations.guarantees(b, List::reversed), BlockFault.OUT_OF_ORDER_GUARANTEE);
    refusedGuarantee(
        g -> new Guarantee(g.report(), 10, g.signatures()), BlockFault.FUTURE_REPORT_SLOT);
    refusedGuarantee(
        g -> new Guarantee(g.report(), 3, g.signatures()), BlockFault.REPORT_EPOCH_BEFORE_LAST);
    refusedGuarantee(
        g -> new Guarantee(g.report(), g.slot(), g.signatures().subList(0, 1)),
        BlockFault.INSUFFICIENT_GUARANTEES);
    refusedGuarantee(
        g -> new Guarantee(g.report(), g.slot(), g.signatures().reversed()),
        BlockFault.NOT_SORTED_OR_UNIQUE_GUARANTORS);
    refusedGuarantee(
        g -> new Guarantee(g.report(), g.slot(), others(g.signatures())),
        BlockFault.WRONG_ASSIGNMENT);
    refusedGuarantee(
        g ->
            new Guarantee(
                g.report(),
                g.slot(),
                List.of(
                    g.signatures().get(0),
                    new ValidatorSignature(
                        g.signatures().get(1).validatorIndex(),
                        g.signatures().get(2).signature()))),
        BlockFault.BAD_SIGNATURE);
  }

  private static void refusedGuarantee(UnaryOperator<Guarantee> change, BlockFault fault) {
    refused(WORK, 9, b -> Mutations.guarantees(b, g -> List.of(change.apply(g.getFirst()))), fault);
  }

  /** The three validators that did not sign: they are at the other core. */
  private static List<ValidatorSignature> others(List<ValidatorSignature> credential) {
    Ed25519Signature any = credential.getFirst().signature();
    List<ValidatorSignature> others = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int index = i;
      if (credential.stream().noneMatch(part -> part.validatorIndex() == index)) {
        others.add(new ValidatorSignature(index, any));
      }
    }
    return others;
  }

  @Test
  void reports() {
    refused(
        WORK,
        9,
        b -> Mutations.report(b, r -> Mutations.authorizer(r, OTHER)),
        BlockFault.CORE_UNAUTHORIZED);
    refusedContext(c -> context(c, OTHER, null, null, null, 0), BlockFault.ANCHOR_NOT_RECENT);
    refusedContext(c -> context(c, null, OTHER, null, null, 0), BlockFault.BAD_STATE_ROOT);
    refusedContext(c -> context(c, null, null, OTHER, null, 0), BlockFault.BAD_BEEFY_MMR_ROOT);
    refusedContext(
        c -> context(c, null, null, null, OTHER, 0), BlockFault.LOOKUP_ANCHOR_NOT_RECENT);
    refusedContext(
        c -> context(c, null, null, null, null, -1), BlockFault.LOOKUP_ANCHOR_NOT_RECENT);
    refusedResult(
        r -> result(r, r.serviceId() + 7, r.codeHash(), r.accumulateGas()),
        BlockFault.BAD_SERVICE_ID);
    refusedResult(
        r -> result(r, r.serviceId(), OTHER, r.accumulateGas()), BlockFault.BAD_CODE_HASH);
    refusedResult(
        r -> result(r, r.serviceId(), r.codeHash(), 1), BlockFault.SERVICE_ITEM_GAS_TOO_LOW);
    refusedResult(
        r -> result(r, r.serviceId(), r.codeHash(), -1), BlockFault.WORK_REPORT_GAS_TOO_HIGH);
    Guarantee earlier = block(WORK, 8).extrinsic().guarantees().get(1);
    refused(
        WORK,
        9,
        b ->
            Mutations.report(
                b, r -> Mutations.report(r, earlier.report().packageSpec(), r.context())),
        BlockFault.DUPLICATE_PACKAGE);
    refusedContext(
        c ->
            new RefineContext(
                c.anchor(),
                c.stateRoot(),
                c.beefyRoot(),
                c.lookupAnchor(),
                c.lookupAnchorSlot(),
                List.of(OTHER)),
        BlockFault.DEPENDENCY_MISSING);
  }

  private static void refusedContext(UnaryOperator<RefineContext> change, BlockFault fault) {
    refused(WORK, 9, b -> Mutations.context(b, change), fault);
  }

  private static void refusedResult(UnaryOperator<WorkResult> change, BlockFault fault) {
    refused(WORK, 9, b -> Mutations.report(b, r -> Mutations.result(r, change)), fault);
  }

  /** In slot 40 the lookup anchor of the report can be too old. */
  @Test
  void oldLookupAnchor() {
    refused(
        WORK,
        40,
        b ->
            Mutations.guarantees(
                b,
                g -> {
                  RefineContext c = g.getFirst().report().context();
                  RefineContext old =
                      new RefineContext(
                          c.anchor(),
                          c.stateRoot(),
                          c.beefyRoot(),
                          WORK.steps().get(14).block().hash(),
                          15,
                          c.prerequisites());
                  Guarantee first = g.getFirst();
                  return List.of(
                      new Guarantee(
                          Mutations.report(first.report(), first.report().packageSpec(), old),
                          first.slot(),
                          first.signatures()));
                }),
        BlockFault.LOOKUP_ANCHOR_NOT_RECENT);
  }

  @Test
  void preimages() {
    refused(
        WORK,
        8,
        b -> Mutations.preimages(b, List::reversed),
        BlockFault.PREIMAGES_NOT_SORTED_UNIQUE);
    refused(
        WORK,
        8,
        b -> Mutations.preimages(b, p -> List.of(p.get(0), p.get(0))),
        BlockFault.PREIMAGES_NOT_SORTED_UNIQUE);
    refused(
        WORK,
        8,
        b ->
            Mutations.preimages(
                b, p -> List.of(new Preimage(p.get(0).requester(), Bytes.fromHex("00")))),
        BlockFault.PREIMAGE_UNNEEDED);
    List<Preimage> provided = block(WORK, 8).extrinsic().preimages();
    refused(WORK, 9, b -> Mutations.preimages(b, p -> provided), BlockFault.PREIMAGE_UNNEEDED);
  }

  @Test
  void judgeThatDoesNotExist() {
    List<Judgment> votes = new ArrayList<>();
    for (int index : new int[] {0, 1, 2, 3, 6}) {
      votes.add(new Judgment(true, index, Ed25519Signature.wrap(new byte[Ed25519Signature.SIZE])));
    }
    Verdict verdict = new Verdict(OTHER, 0, votes);
    refused(
        WORK,
        9,
        b -> Mutations.disputes(b, new Disputes(List.of(verdict), List.of(), List.of())),
        BlockFault.BAD_VALIDATOR_INDEX);
  }

  @Test
  void disputes() {
    Culprit culprit =
        new Culprit(
            OTHER,
            SAFROLE_KEYS.validators().getFirst().ed25519(),
            Ed25519Signature.wrap(new byte[Ed25519Signature.SIZE]));
    refused(
        WORK,
        9,
        b -> Mutations.disputes(b, new Disputes(List.of(), List.of(culprit), List.of())),
        BlockFault.CULPRITS_VERDICT_NOT_BAD);
  }

  private static Block with(Block block, Hash extrinsic, int author, List<Ed25519Public> marked) {
    return Mutations.header(
        block,
        extrinsic,
        block.header().slot(),
        block.header().epochMark(),
        block.header().ticketsMark(),
        author,
        marked);
  }

  private static TicketEnvelope damaged(TicketEnvelope ticket, int place) {
    byte[] proof = ticket.signature().toByteArray();
    proof[place] ^= 1;
    return new TicketEnvelope(ticket.attempt(), RingVrfSignature.wrap(proof));
  }

  private static List<Assurance> first(List<Assurance> list, UnaryOperator<Assurance> change) {
    List<Assurance> changed = new ArrayList<>(list);
    changed.set(0, change.apply(list.getFirst()));
    return changed;
  }

  private static Assurance assurance(Assurance it, Hash anchor, String bitfield) {
    return new Assurance(
        anchor != null ? anchor : it.anchor(),
        bitfield != null ? Bytes.fromHex(bitfield) : it.bitfield(),
        it.validatorIndex(),
        it.signature());
  }

  private static RefineContext context(
      RefineContext it, Hash anchor, Hash stateRoot, Hash beefyRoot, Hash lookup, int slots) {
    return new RefineContext(
        anchor != null ? anchor : it.anchor(),
        stateRoot != null ? stateRoot : it.stateRoot(),
        beefyRoot != null ? beefyRoot : it.beefyRoot(),
        lookup != null ? lookup : it.lookupAnchor(),
        it.lookupAnchorSlot() + slots,
        it.prerequisites());
  }

  private static WorkResult result(WorkResult it, long service, Hash codeHash, long gas) {
    return new WorkResult(service, codeHash, it.payloadHash(), gas, it.result(), it.refineLoad());
  }

  private static Block block(Trace trace, int slot) {
    return trace.steps().get(slot - 1).block().block();
  }

  /** The block, which is fine as it is, is refused for this fault with the change. */
  private static void refused(
      Trace trace, int slot, UnaryOperator<Block> change, BlockFault fault) {
    TestChain chain =
        TestChain.before(new TransitionExecutor(Trace.TINY, Proofs.REAL), trace, slot);
    Block lie = change.apply(block(trace, slot));
    BlockRejectedException rejected =
        assertThrows(
            BlockRejectedException.class,
            () -> chain.append(EncodedBlock.of(lie, Trace.TINY)),
            fault.toString());
    assertEquals(fault, rejected.fault(), rejected.getMessage());
  }
}
