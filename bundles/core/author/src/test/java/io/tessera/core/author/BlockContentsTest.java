package io.tessera.core.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.ExtrinsicSource;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.TicketContest;
import io.tessera.lib.authoring.AuthoringState;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.testing.testkit.SealedChain;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a block brings of what its author is given, and in which order. */
class BlockContentsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final SealedChain SEALED = SealedChain.tiny(1);
  private static final BlockRef PARENT = SEALED.genesisRef();
  private static final StateTrie STATE = SEALED.state(PARENT);
  private static final BlockState PRIOR = BlockState.of(StateKnowledge.COMPLETE, STATE);

  private final Sources first = new Sources();
  private final Sources second = new Sources();
  private final List<TicketEnvelope> own = new ArrayList<>();
  private final BlockContents contents =
      new BlockContents(() -> List.<ExtrinsicSource>of(first, second), view -> own);

  private static SlotView view(long slot) {
    return SlotView.of(TINY, AuthoringState.read(TINY, STATE::get), slot);
  }

  private Author.Wanted wanted(long slot) {
    return contents.of(view(slot), PARENT, PRIOR);
  }

  private Extrinsic of(long slot) {
    return wanted(slot).extrinsic();
  }

  private static TicketEnvelope ticket(int number) {
    byte[] proof = new byte[RingVrfSignature.SIZE];
    ByteBuffer.wrap(proof).putInt(number);
    return new TicketEnvelope(0, RingVrfSignature.wrap(proof));
  }

  private static Preimage preimage(long service, int number, int size) {
    byte[] blob = new byte[size];
    ByteBuffer.wrap(blob).putInt(number);
    return new Preimage(service, Bytes.wrap(blob));
  }

  @Test
  void withoutSourcesThereIsNothing() {
    Author.Wanted nothing =
        new BlockContents(List::of, view -> List.of()).of(view(1), PARENT, PRIOR);
    assertEquals(new Author.Wanted(Extrinsic.EMPTY, true), nothing);
  }

  @Test
  void ticketsOfAllSourcesAndOnesOwnAreChosenAmong() {
    first.tickets.add(ticket(1));
    second.tickets.addAll(List.of(ticket(2), ticket(1)));
    own.add(ticket(3));
    List<TicketEnvelope> expected = new ArrayList<>(List.of(ticket(1), ticket(2), ticket(3)));
    expected.sort(Comparator.comparing(ticket -> VrfOutput.of(ticket.signature())));
    assertEquals(expected, of(1).tickets());
    SlotView view = view(1);
    TicketContest asked =
        new TicketContest(
            1,
            view.ticketEntropy(),
            view.pendingSet().stream().map(ValidatorData::bandersnatch).toList());
    assertEquals(List.of(asked), first.contests);
    assertEquals(List.of(), of(TINY.ticketSubmissionEnd()).tickets(), "the contest has ended");
  }

  /** What is one's own need not be tried. */
  @Test
  void onlyOnesOwnTicketsAreOnesOwn() {
    own.add(ticket(1));
    assertTrue(wanted(1).isOwn());
    first.tickets.add(ticket(1));
    assertTrue(wanted(1).isOwn(), "the same comes from the pool");
    first.tickets.add(ticket(2));
    assertFalse(wanted(1).isOwn());
    first.tickets.clear();
    first.preimages.add(preimage(0, 1, 8));
    assertFalse(wanted(1).isOwn());
    first.preimages.clear();
    first.disputes = Sources.slander();
    assertFalse(wanted(1).isOwn());
  }

  @Test
  void preimagesAscendAndComeOnce() {
    first.preimages.addAll(List.of(preimage(2, 1, 8), preimage(1, 9, 8)));
    second.preimages.addAll(List.of(preimage(1, 3, 8), preimage(2, 1, 8)));
    assertEquals(
        List.of(preimage(1, 3, 8), preimage(1, 9, 8), preimage(2, 1, 8)), of(1).preimages());
  }

  @Test
  void preimagesAreBoundedInSize() {
    Preimage large = preimage(0, 1, BlockContents.BLOCK_OCTETS + 1);
    Preimage small = preimage(0, 2, 8);
    first.preimages.addAll(List.of(large, small));
    assertEquals(List.of(large), of(1).preimages(), "a large one comes alone");
    first.preimages.clear();
    Preimage half = preimage(0, 3, BlockContents.BLOCK_OCTETS / 2);
    Preimage otherHalf = preimage(0, 4, BlockContents.BLOCK_OCTETS / 2);
    first.preimages.addAll(List.of(half, otherHalf, small));
    assertEquals(List.of(half, otherHalf), of(1).preimages(), "as many as fit, the oldest first");
  }

  @Test
  void assurancesOfTheParentAscendByValidator() {
    first.assurances.addAll(
        List.of(
            Sources.assurance(PARENT.hash(), 5),
            Sources.assurance(PARENT.hash(), 1),
            Sources.assurance(Hash.ZERO, 2)));
    second.assurances.addAll(
        List.of(Sources.unsigned(PARENT.hash(), 5), Sources.assurance(PARENT.hash(), 0)));
    assertEquals(
        List.of(
            Sources.assurance(PARENT.hash(), 0),
            Sources.assurance(PARENT.hash(), 1),
            Sources.assurance(PARENT.hash(), 5)),
        of(1).assurances());
  }

  @Test
  void guaranteesAscendByCoreOneEach() {
    first.guarantees.add(Sources.guarantee(1));
    second.guarantees.addAll(List.of(Sources.guarantee(0), Sources.guarantee(1)));
    assertEquals(List.of(Sources.guarantee(0), Sources.guarantee(1)), of(1).guarantees());
  }

  /** The first block of an epoch would have to leave their offenders out of its marker. */
  @Test
  void disputesComeInAnyBlockButAnEpochsFirst() {
    second.disputes = Sources.slander();
    assertEquals(Sources.slander(), of(1).disputes());
    assertEquals(Disputes.NONE, of(TINY.epochLength()).disputes());
  }

  @Test
  void aSourceThatFailsKeepsNobodyFromTheSlot() {
    ExtrinsicSource broken =
        new ExtrinsicSource() {
          @Override
          public List<Preimage> preimages(BlockState prior) {
            throw new IllegalStateException("a bug");
          }
        };
    first.preimages.add(preimage(1, 1, 8));
    BlockContents both = new BlockContents(() -> List.of(broken, first), view -> List.of());
    assertEquals(
        List.of(preimage(1, 1, 8)), both.of(view(1), PARENT, PRIOR).extrinsic().preimages());
  }
}
