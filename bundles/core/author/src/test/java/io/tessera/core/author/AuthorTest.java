package io.tessera.core.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.Sync;
import io.tessera.chain.event.BlockEvents.Authored;
import io.tessera.chain.event.BlockEvents.Authoring;
import io.tessera.chain.event.BlockEvents.AuthoringFailed;
import io.tessera.chain.event.BlockEvents.BlockExecuted;
import io.tessera.chain.event.BlockEvents.BlockExecutionFailed;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.lib.authoring.AuthoringState;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.Sealer;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.authoring.TicketMaker;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.NodeEvents;
import io.tessera.testing.testkit.SealedChain;
import io.tessera.testing.testkit.VirtualClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final List<Integer> ALL = List.of(0, 1, 2, 3, 4, 5);
  private static final Author.Contents NOTHING =
      (view, parent, prior) -> new Author.Wanted(Extrinsic.EMPTY, true);

  /** A validator's for the first epoch's contest: they take long to make. */
  private static final Supplier<TicketEnvelope> TICKET = once(AuthorTest::ticket);

  private final List<NodeEvent> events = new ArrayList<>();

  @TempDir Path data;

  private static final SealedChain SEALED = SealedChain.tiny(1);
  private final ExecutedChain chain = new ExecutedChain(SEALED);
  private final VirtualClock clock = new VirtualClock();
  private boolean behind;
  private final SlotClock time = new SlotClock(clock, clock.timer(), TINY.slotSeconds());

  /**
   * Byte for byte the chain that the testkit makes, which the chain's own rules are tested with.
   */
  @Test
  void aFastAuthorFillsTheSlotsUntilNow() {
    slot(40);
    run(author(ALL, true, 0, NOTHING));
    assertEquals(SEALED.chain(40), chain.blocks());
  }

  @Test
  void watchersAreToldOfEachBlock() {
    slot(1);
    run(author(ALL, true, 0, NOTHING));
    Authoring made = new Authoring(1, SEALED.genesisRef().hash());
    EncodedBlock block = chain.blocks().getLast();
    assertEquals(List.of(made, new Authored(made, block), new BlockExecuted(made)), drained());
    slot(1);
    chain.refuse(true);
    run(author(ALL, true, 0, NOTHING));
    Authoring refused = new Authoring(2, block.hash());
    List<NodeEvent> told = drained();
    assertEquals(refused, told.getFirst());
    assertSame(told.getFirst(), ((BlockExecutionFailed) told.getLast()).begun());
    chain.refuse(false);
    slot(1);
    Author.Contents broken =
        (view, parent, prior) -> {
          throw new IllegalStateException("no contents");
        };
    assertThrows(IllegalStateException.class, () -> run(author(ALL, true, 0, broken)));
    Authoring failed = new Authoring(3, block.hash());
    assertEquals(
        List.of(
            failed, new AuthoringFailed(failed, "java.lang.IllegalStateException: no contents")),
        drained());
  }

  private List<NodeEvent> drained() {
    List<NodeEvent> all = List.copyOf(events);
    events.clear();
    return all;
  }

  @Test
  void itStopsAfterSoManyBlocks() {
    slot(40);
    Author author = author(ALL, true, 3, NOTHING);
    assertInstanceOf(Step.Done.class, run(author));
    assertEquals(3, chain.blocks().size());
  }

  /** Slots of others stay empty. */
  @Test
  void itSealsItsOwnSlotsOnly() {
    slot(60);
    run(author(List.of(1, 4), true, 0, NOTHING));
    Set<Integer> authors =
        chain.blocks().stream()
            .map(block -> block.header().authorIndex())
            .collect(Collectors.toSet());
    assertEquals(Set.of(1, 4), authors);
    assertTrue(chain.blocks().size() < 40, chain.blocks().size() + " blocks");
    assertTrue(chain.best().slot() > 48, "up to " + chain.best());
  }

  @Test
  void inRealTimeOnlyThePresentSlotCounts() {
    slot(7);
    Author author = author(ALL, false, 0, NOTHING);
    Step.WaitFor wait = assertInstanceOf(Step.WaitFor.class, run(author));
    assertEquals(List.of(7L), slots());
    assertEquals(8, wait.slot());
    slot(2);
    run(author);
    assertEquals(List.of(7L, 9L), slots());
  }

  /** But a claim that leads to no block holds it up for an epoch only. */
  @Test
  void inRealTimeItWaitsWhileItCatchesUp() {
    slot(7);
    behind = true;
    Author author = author(ALL, false, 0, NOTHING);
    run(author);
    slot(1);
    run(author);
    assertEquals(List.of(), slots());
    behind = false;
    run(author);
    assertEquals(List.of(8L), slots());
    behind = true;
    slot(1);
    run(author);
    slot(TINY.epochLength() - 2);
    run(author);
    assertEquals(List.of(8L), slots());
    slot(1);
    run(author);
    assertEquals(List.of(8L, 8L + TINY.epochLength()), slots());
  }

  /** The others go on, so that the head is never an epoch old. */
  @Test
  void aHeadThatIsClaimedForEverDoesNotKeepItFromItsSlots() {
    behind = true;
    Author author = author(ALL, false, 0, NOTHING);
    for (EncodedBlock others : SEALED.chain(Sync.NEAR - 1)) {
      slot(1);
      run(author);
      assertEquals(others.ref().slot() - 1, chain.blocks().size(), "it waits for what may come");
      chain.importBlocks(List.of(others), Origin.FILE);
    }
    slot(1);
    run(author);
    assertEquals(Sync.NEAR, chain.blocks().size());
  }

  @Test
  void withoutTheWholeStateItMakesNothing() {
    slot(5);
    chain.know(StateKnowledge.CONSENSUS);
    Author author = author(ALL, true, 0, NOTHING);
    assertInstanceOf(Step.WaitFor.class, run(author));
    assertEquals(List.of(), slots());
    chain.know(StateKnowledge.COMPLETE);
    run(author);
    assertEquals(5, slots().size());
  }

  /** Another head does not bring a slot back: two seals of one slot would be an equivocation. */
  @Test
  void noSlotIsSealedTwice() {
    slot(3);
    Author author = author(ALL, true, 0, NOTHING);
    run(author);
    chain.setBest(SEALED.genesisRef());
    run(author);
    assertEquals(List.of(1L, 2L, 3L), slots());
    slot(1);
    run(author);
    assertEquals(List.of(1L, 2L, 3L, 4L), slots());
    assertEquals(SEALED.genesisRef().hash(), chain.blocks().getLast().header().parent());
  }

  /** Nor does a restart, even when the chain has lost the block. */
  @Test
  void afterARestartNoSlotIsSealedAgain() {
    slot(3);
    run(author(ALL, false, 0, NOTHING));
    ExecutedChain empty = new ExecutedChain(SEALED);
    Author again = author(empty, ALL, false, 0, NOTHING);
    run(again);
    assertEquals(0, empty.blocks().size());
    slot(1);
    run(again);
    assertEquals(4, empty.best().slot());
  }

  /** A block that was refused is not tried again in its slot. */
  @Test
  void aRefusedBlockIsNotMadeAgain() {
    slot(2);
    chain.refuse(true);
    Author author = author(ALL, true, 0, NOTHING);
    assertInstanceOf(Step.WaitFor.class, run(author));
    chain.refuse(false);
    run(author);
    assertEquals(List.of(2L), slots());
  }

  /** With its own tickets the next epoch is sealed by ticket, and the one after too. */
  @Test
  void ticketsSealTheNextEpoch() {
    boolean soak = Boolean.getBoolean("tessera.soak");
    if (!soak) {
      System.out.println(
          "skipped but for -Psoak: 36 ring signatures; EpochsIT has six nodes make theirs");
    }
    assumeTrue(soak);
    slot(TINY.epochLength() * 2 - 1);
    List<BandersnatchKeyPair> keys = keys(ALL);
    OwnTickets tickets =
        new OwnTickets(TINY, keys, Runnable::run, new SecureRandom(), NodeEvents.NONE);
    BlockContents contents = new BlockContents(List::of, tickets::all);
    run(author(ALL, true, 0, contents));
    assertEquals(TINY.epochLength() * 2 - 1, chain.blocks().size());
    List<Boolean> ticketed = new ArrayList<>();
    chain.executed().forEach(executed -> ticketed.add(executed.facts().ticketed()));
    assertFalse(ticketed.subList(0, TINY.epochLength() - 1).contains(true));
    assertFalse(ticketed.subList(TINY.epochLength() - 1, ticketed.size()).contains(false));
  }

  /** Preparing comes before the node's own slot: a ticket takes time to make. */
  @Test
  void inRealTimeTicketsAreMadeFromTheFirstSlotOn() {
    List<Long> prepared = new ArrayList<>();
    Author.Contents contents =
        new Author.Contents() {
          @Override
          public Author.Wanted of(SlotView view, BlockRef parent, BlockState prior) {
            throw new AssertionError("the slot is another's");
          }

          @Override
          public void prepare(SlotView view) {
            prepared.add(view.slot());
          }
        };
    slot(1);
    run(author(List.of(), false, 0, contents));
    assertEquals(List.of(1L), prepared);
  }

  // ---- what others bring

  private final Sources sources = new Sources();
  private final Author.Contents brought = new BlockContents(() -> List.of(sources), v -> List.of());

  @Test
  void aBlockBringsWhatTheSourcesHave() {
    slot(1);
    sources.tickets.add(TICKET.get());
    sources.preimages.add(SEALED.service().preimage(5));
    sources.assurances.add(Sources.assurance(SEALED.genesisRef().hash(), 3));
    run(author(ALL, true, 0, brought));
    Extrinsic extrinsic = chain.blocks().getFirst().block().extrinsic();
    assertEquals(sources.tickets, extrinsic.tickets());
    assertEquals(sources.preimages, extrinsic.preimages());
    assertEquals(sources.assurances, extrinsic.assurances());
  }

  @Test
  void disputesComeWithTheirOffendersInTheMarker() {
    slot(1);
    sources.disputes = Sources.dispute();
    run(author(ALL, true, 0, brought));
    EncodedBlock block = chain.blocks().getFirst();
    assertEquals(Sources.dispute(), block.block().extrinsic().disputes());
    assertEquals(
        List.of(DevGenesis.secrets(5).ed25519().publicKey()), block.header().offendersMark());
  }

  /** Each kind may be bad: it alone is left out, and the slot is not lost. */
  @ParameterizedTest
  @EnumSource(Contribution.class)
  void whatIsBadIsLeftOut(Contribution bad) {
    slot(1);
    Hash parent = SEALED.genesisRef().hash();
    sources.tickets.add(TICKET.get());
    sources.preimages.add(SEALED.service().preimage(5));
    sources.assurances.add(Sources.assurance(parent, 3));
    Extrinsic right = expected();
    switch (bad) {
      case TICKETS -> {
        byte[] proof = sources.tickets.getFirst().signature().toByteArray();
        proof[700] ^= 1;
        sources.tickets.add(new TicketEnvelope(1, RingVrfSignature.wrap(proof)));
      }
      case PREIMAGES -> sources.preimages.add(new Preimage(7, Bytes.wrap(new byte[3])));
      case DISPUTES -> sources.disputes = Sources.slander();
      case ASSURANCES -> sources.assurances.add(Sources.unsigned(parent, 4));
      case GUARANTEES -> sources.guarantees.add(Sources.guarantee(1));
    }
    run(author(ALL, true, 0, brought));
    assertEquals(List.of(1L), slots());
    assertEquals(bad.of(Extrinsic.EMPTY, right), chain.blocks().getFirst().block().extrinsic());
  }

  @Test
  void whenAllIsBadAnEmptyBlockIsMade() {
    slot(1);
    Hash parent = SEALED.genesisRef().hash();
    sources.preimages.add(new Preimage(7, Bytes.wrap(new byte[3])));
    sources.assurances.add(Sources.unreadable(parent, 4));
    sources.disputes = Sources.slander();
    sources.guarantees.add(Sources.guarantee(TINY.cores()));
    run(author(ALL, true, 0, brought));
    assertEquals(SEALED.chain(1), chain.blocks());
  }

  private static TicketEnvelope ticket() {
    AuthoringState genesis = AuthoringState.read(TINY, SEALED.state(SEALED.genesisRef())::get);
    return TicketMaker.of(SlotView.of(TINY, genesis, 1), keys(List.of(3)).getFirst())
        .orElseThrow()
        .make(0, new SecureRandom());
  }

  private static <T> Supplier<T> once(Supplier<T> maker) {
    FutureTask<T> made = new FutureTask<>(maker::get);
    return () -> {
      made.run();
      return made.resultNow();
    };
  }

  private Extrinsic expected() {
    return new Extrinsic(
        List.copyOf(sources.tickets),
        List.copyOf(sources.preimages),
        List.of(),
        List.copyOf(sources.assurances),
        Extrinsic.EMPTY.disputes());
  }

  private void slot(long more) {
    clock.advance(Duration.ofSeconds(more * TINY.slotSeconds()));
  }

  private List<Long> slots() {
    return chain.blocks().stream().map(EncodedBlock::ref).map(BlockRef::slot).toList();
  }

  private static List<BandersnatchKeyPair> keys(List<Integer> validators) {
    return validators.stream().map(it -> DevGenesis.secrets(it).bandersnatch()).toList();
  }

  private Author author(
      List<Integer> validators, boolean fast, long blocks, Author.Contents contents) {
    return author(chain, validators, fast, blocks, contents);
  }

  private Author author(
      ExecutedChain on,
      List<Integer> validators,
      boolean fast,
      long blocks,
      Author.Contents contents) {
    Sealer sealer = new Sealer(TINY, keys(validators));
    return new Author(
        on,
        new AuthorSettings(validators, fast, blocks, true),
        sealer,
        time,
        new SealedSlots(data, 0),
        contents,
        new Trial(on, new ExecutionComponent().forChain(TINY), sealer),
        () -> behind,
        events::add);
  }

  /** Steps until there is nothing to do at once. */
  private static Step run(Author author) {
    Step step = author.step();
    while (step instanceof Step.Authored) {
      step = author.step();
    }
    return step;
  }
}
