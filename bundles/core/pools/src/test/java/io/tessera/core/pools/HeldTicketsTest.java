package io.tessera.core.pools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.HeldTicket;
import io.tessera.chain.Origin;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.TicketContest;
import io.tessera.chain.TicketLottery;
import io.tessera.chain.TicketRefusedException;
import io.tessera.chain.TicketRefusedException.Reason;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.authoring.AuthoringState;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.authoring.TicketMaker;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.SealedChain;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.VirtualClock;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only tickets that can win a slot are held, and only once it is certain what they must prove. */
@Timeout(60)
class HeldTicketsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final PeerId PEER = TestNode.id(2);
  private static final StateTrie STATE = genesis();

  private final ChainBuilder builder = ChainBuilder.tiny(1);
  private final MemoryChain chain = new MemoryChain(builder, 1);
  private final VirtualClock clock = new VirtualClock();
  private final SlotClock time = new SlotClock(clock, clock.timer(), TINY.slotSeconds());
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));

  /** What was verified; a proof is right when it ends with zero. */
  private final List<TicketEnvelope> verified = new ArrayList<>();

  private final HeldTickets pool =
      new HeldTickets(chain, time, workers, (contest, root) -> this::outputs);

  private final List<HeldTicket> told = new ArrayList<>();

  @AfterEach
  void close() {
    workers.close();
  }

  private static StateTrie genesis() {
    SealedChain sealed = SealedChain.tiny(1);
    return sealed.state(sealed.genesisRef());
  }

  private List<Optional<Hash>> outputs(List<TicketEnvelope> tickets) {
    verified.addAll(tickets);
    return tickets.stream()
        .map(
            ticket ->
                ticket.signature().get(RingVrfSignature.SIZE - 1) == 0
                    ? Optional.of(id(ticket))
                    : Optional.<Hash>empty())
        .toList();
  }

  private static TicketEnvelope ticket(int number, int lastByte) {
    byte[] proof = new byte[RingVrfSignature.SIZE];
    ByteBuffer.wrap(proof).putInt(number);
    proof[proof.length - 1] = (byte) lastByte;
    return new TicketEnvelope(0, RingVrfSignature.wrap(proof));
  }

  private static TicketEnvelope ticket(int number) {
    return ticket(number, 0);
  }

  private static Hash id(TicketEnvelope ticket) {
    return VrfOutput.of(ticket.signature());
  }

  private void slot(long slot) {
    clock.advance(time.until(slot));
  }

  private void know(BlockRef block, StateKnowledge knowledge) {
    chain.know(block.hash(), BlockState.of(knowledge, STATE));
  }

  /** The node starts with genesis final. */
  private void start() {
    know(builder.genesisRef(), StateKnowledge.COMPLETE);
    chain.listen(pool);
    pool.start();
    pool.addListener(told::add);
  }

  /** A block on the head, which makes its parent final; its state is that of genesis. */
  private EncodedBlock block(long slot, TicketEnvelope... tickets) {
    EncodedBlock block =
        builder.child(chain.best(), slot, SealedChain.withTickets(List.of(tickets)));
    know(block.ref(), StateKnowledge.COMPLETE);
    chain.importBlocks(List.of(block), Origin.FILE);
    return block;
  }

  private boolean offer(TicketEnvelope ticket) throws Exception {
    return pool.offer(pool.lottery(TINY.epochOf(time.slot()) + 1), ticket, PEER);
  }

  private Reason refusal(long epoch) {
    return assertThrows(TicketRefusedException.class, () -> pool.lottery(epoch)).reason();
  }

  private Reason refusal(TicketEnvelope ticket) {
    return assertThrows(TicketRefusedException.class, () -> offer(ticket)).reason();
  }

  @Test
  void aValidTicketIsHeldAndTold() throws Exception {
    start();
    assertTrue(offer(ticket(1)));
    TicketLottery lottery = pool.lottery(1);
    HeldTicket held = new HeldTicket(lottery, id(ticket(1)), ticket(1), Optional.of(PEER));
    assertEquals(List.of(held), told);
    assertEquals(List.of(held), pool.held());
    assertEquals(1, pool.size());
    assertEquals(List.of(ticket(1)), pool.tickets(lottery.contest()));
    TicketContest other = new TicketContest(1, Hash.ZERO, lottery.contest().ring());
    assertEquals(List.of(), pool.tickets(other), "a fork's");
    List<HeldTicket> late = new ArrayList<>();
    pool.addListener(late::add);
    assertEquals(List.of(held), late, "who comes late is told");
  }

  @Test
  void theLotteryIsThatOfTheFinalState() throws Exception {
    AuthoringState state = AuthoringState.read(TINY, STATE::get);
    List<ValidatorData> next = state.safrole().pendingSet();
    List<ValidatorData> current = next.reversed();
    Bytes encoded = Bytes.wrap(StateComponent.ACTIVE_SET.codec(TINY).encode(current));
    chain.know(
        builder.genesisRef().hash(),
        BlockState.of(
            StateKnowledge.COMPLETE, STATE.put(StateComponent.ACTIVE_SET.key(), encoded)));
    pool.start();
    TicketContest contest =
        new TicketContest(
            1, state.entropy().second(), next.stream().map(ValidatorData::bandersnatch).toList());
    TicketLottery expected =
        new TicketLottery(
            contest,
            current.stream().map(ValidatorData::ed25519).toList(),
            next.stream().map(ValidatorData::ed25519).toList(),
            0);
    assertEquals(expected, pool.lottery(1));
  }

  /** Nothing is verified twice, whatever comes with the id of a ticket that is held. */
  @Test
  void aDuplicateIsNotVerifiedAgain() throws Exception {
    start();
    assertTrue(offer(ticket(1)));
    assertFalse(offer(ticket(1)));
    assertFalse(offer(ticket(1, 7)));
    assertEquals(List.of(ticket(1)), verified);
    assertEquals(1, told.size());
  }

  @Test
  void aFalseProofIsRefused() throws Exception {
    start();
    assertEquals(Reason.BAD_PROOF, refusal(ticket(1, 7)));
    assertEquals(List.of(), pool.held());
    assertEquals(0, pool.size());
    assertEquals(List.of(), told);
    assertTrue(offer(ticket(1)), "a lie about a ticket keeps nobody from bringing it");
  }

  @Test
  void attemptsAreBounded() {
    start();
    TicketEnvelope beyond = new TicketEnvelope(TINY.ticketsPerValidator(), ticket(1).signature());
    assertEquals(Reason.BAD_ATTEMPT, refusal(beyond));
    assertEquals(List.of(), verified);
  }

  @Test
  void onlyTheNextEpochsTicketsAreTaken() throws Exception {
    start();
    assertEquals(Reason.EXPIRED, refusal(0));
    assertEquals(Reason.FUTURE, refusal(2));
    TicketLottery old = pool.lottery(1);
    slot(TINY.epochLength());
    assertEquals(Reason.EXPIRED, refusal(1));
    assertEquals(
        Reason.EXPIRED,
        assertThrows(TicketRefusedException.class, () -> pool.offer(old, ticket(1), PEER))
            .reason());
  }

  @Test
  void afterTheLotteryPeriodNoneAreTaken() throws Exception {
    start();
    slot(TINY.ticketSubmissionEnd() - 1);
    assertTrue(offer(ticket(1)));
    slot(TINY.ticketSubmissionEnd());
    assertEquals(Reason.CLOSED, refusal(1));
  }

  /** The epoch's first block could still be another, with other entropy. */
  @Test
  void whileFinalityLagsNothingIsCertain() throws Exception {
    start();
    block(11);
    slot(12);
    block(12);
    assertEquals(Reason.UNCERTAIN, refusal(2));
    slot(14);
    block(13);
    assertTrue(offer(ticket(1)));
    assertEquals(14, pool.lottery(2).since(), "known since now");
  }

  /** It may have been final for long when a node starts. */
  @Test
  void aNodeThatStartsLateKnowsItSinceTheEpochBegan() throws Exception {
    slot(5);
    start();
    assertEquals(0, pool.lottery(1).since());
  }

  @Test
  void withoutTheStateNothingIsCertain() throws Exception {
    start();
    slot(12);
    know(block(12).ref(), StateKnowledge.HEADERS);
    EncodedBlock head = block(13);
    assertEquals(Reason.UNCERTAIN, refusal(2));
    know(head.ref(), StateKnowledge.CONSENSUS);
    block(14);
    assertEquals(2, pool.lottery(2).epoch(), "what decides about consensus is enough");
  }

  @Test
  void aNewLotteryEndsTheOldOne() throws Exception {
    start();
    offer(ticket(1));
    slot(12);
    block(12);
    block(13);
    assertEquals(List.of(), pool.held());
    assertTrue(offer(ticket(1)));
    assertEquals(2, pool.held().getFirst().lottery().epoch());
  }

  /** No more than the validators can make, so that there is a bound even if proofs were broken. */
  @Test
  void theNumberIsBounded() throws Exception {
    start();
    int most = TINY.validators() * TINY.ticketsPerValidator();
    for (int i = 0; i < most; i++) {
      assertTrue(offer(ticket(i)));
    }
    assertEquals(Reason.TOO_MANY, refusal(ticket(most)));
    assertFalse(offer(ticket(0)));
  }

  // ---- the node's own

  @Test
  void ownTicketsAreHeldOnceTheirContestIsCertain() throws Exception {
    start();
    TicketContest first = pool.lottery(1).contest();
    pool.own(first, ticket(1));
    pool.own(first, ticket(1));
    assertEquals(
        List.of(new HeldTicket(pool.lottery(1), id(ticket(1)), ticket(1), Optional.empty())), told);
    slot(12);
    TicketContest second = new TicketContest(2, first.entropy(), first.ring());
    pool.own(second, ticket(2));
    pool.own(second, ticket(3));
    block(12);
    assertEquals(1, told.size(), "not final yet");
    block(13);
    assertEquals(List.of(ticket(2), ticket(3)), pool.tickets(second));
    assertEquals(3, told.size());
  }

  @Test
  void ownTicketsOfAForkAreNotHeld() throws Exception {
    start();
    List<?> ring = pool.lottery(1).contest().ring();
    assertEquals(TINY.validators(), ring.size());
    pool.own(new TicketContest(1, Hash.ZERO, pool.lottery(1).contest().ring()), ticket(1));
    assertEquals(List.of(), pool.held());
    pool.own(pool.lottery(1).contest(), ticket(2));
    assertEquals(List.of(ticket(2)), pool.held().stream().map(HeldTicket::ticket).toList());
  }

  // ---- what is final

  /** And what those beneath it have: finality may come to several at once. */
  @Test
  void whatAFinalBlockHasBroughtIsFinal() {
    start();
    slot(4);
    List<EncodedBlock> blocks = new ArrayList<>();
    BlockRef parent = builder.genesisRef();
    for (int number = 1; number <= 3; number++) {
      blocks.add(builder.child(parent, number, SealedChain.withTickets(List.of(ticket(number)))));
      parent = blocks.getLast().ref();
    }
    pool.imported(blocks, parent, builder.genesisRef());
    assertFalse(pool.isFinal(id(ticket(1))));
    pool.imported(List.of(), parent, blocks.get(1).ref());
    assertTrue(pool.isFinal(id(ticket(2))));
    assertTrue(pool.isFinal(id(ticket(1))), "beneath it");
    assertFalse(pool.isFinal(id(ticket(3))));
  }

  @Test
  void whatWasFinalInAnotherEpochIsForgotten() {
    start();
    slot(3);
    block(1, ticket(1));
    block(2);
    assertTrue(pool.isFinal(id(ticket(1))));
    slot(13);
    block(12);
    block(13);
    assertFalse(pool.isFinal(id(ticket(1))));
  }

  @Test
  void whatAForkHasBroughtIsNotFinal() {
    start();
    slot(3);
    BlockRef genesis = builder.genesisRef();
    EncodedBlock left = builder.child(genesis, 1);
    EncodedBlock right = builder.child(genesis, 2, SealedChain.withTickets(List.of(ticket(9))));
    chain.importBlocks(List.of(left, right), Origin.FILE);
    chain.importBlocks(List.of(builder.child(left.ref(), 3)), Origin.FILE);
    assertEquals(left.ref(), chain.finalized());
    assertFalse(pool.isFinal(id(ticket(9))));
  }

  /** A node that starts knows of those in the state. */
  @Test
  void whatTheFinalStateHasIsFinal() {
    SafroleState safrole =
        StateComponent.SAFROLE
            .codec(TINY)
            .decode(STATE.get(StateComponent.SAFROLE.key()).orElseThrow().toByteArray());
    SafroleState brought =
        new SafroleState(
            safrole.pendingSet(),
            safrole.epochRoot(),
            safrole.sealKeys(),
            List.of(new TicketBody(id(ticket(4)), 0)));
    Bytes encoded = Bytes.wrap(StateComponent.SAFROLE.codec(TINY).encode(brought));
    chain.know(
        builder.genesisRef().hash(),
        BlockState.of(StateKnowledge.COMPLETE, STATE.put(StateComponent.SAFROLE.key(), encoded)));
    pool.start();
    assertTrue(pool.isFinal(id(ticket(4))));
    assertFalse(pool.isFinal(id(ticket(5))));
  }

  // ---- with real proofs

  @Test
  void aRingProofIsVerified() throws Exception {
    HeldTickets real = new HeldTickets(chain, time, workers);
    know(builder.genesisRef(), StateKnowledge.COMPLETE);
    real.start();
    SlotView view = SlotView.of(TINY, AuthoringState.read(TINY, STATE::get), 1);
    TicketEnvelope right =
        TicketMaker.of(view, DevGenesis.secrets(3).bandersnatch())
            .orElseThrow()
            .make(1, new SecureRandom());
    TicketEnvelope otherAttempt = new TicketEnvelope(0, right.signature());
    TicketLottery lottery = real.lottery(1);
    assertEquals(
        Reason.BAD_PROOF,
        assertThrows(TicketRefusedException.class, () -> real.offer(lottery, otherAttempt, PEER))
            .reason());
    assertTrue(real.offer(lottery, right, PEER));
    assertEquals(List.of(right), real.tickets(lottery.contest()));
  }
}
