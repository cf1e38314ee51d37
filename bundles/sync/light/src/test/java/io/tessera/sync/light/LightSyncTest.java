package io.tessera.sync.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.BlockState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.SyncContext;
import io.tessera.chain.Unchecked;
import io.tessera.chain.VerificationStatus;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.net.Workers;
import io.tessera.testing.testkit.SealedChain;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an honest world looks like to a light node. */
@Timeout(120)
class LightSyncTest {
  private static final SealedChain SEALED = SealedChain.tiny(1);
  private final Fixture sync = new Fixture(SEALED);

  @AfterEach
  void close() throws Exception {
    sync.close();
  }

  private static BlockRef last(List<EncodedBlock> blocks) {
    return blocks.getLast().ref();
  }

  /** What headers tell is what the state has. */
  private void assertTracksTheState(BlockRef block) {
    BlockState known = sync.chain.state(block.hash()).orElseThrow();
    assertEquals(StateKnowledge.HEADERS, known.knowledge());
    assertEquals(
        value(SEALED.state(block).get(StateComponent.ENTROPY.key())),
        value(known.values().get(StateComponent.ENTROPY.key())));
    for (StateComponent<?> set :
        List.of(StateComponent.PREVIOUS_SET, StateComponent.ACTIVE_SET, StateComponent.SAFROLE)) {
      assertEquals(
          keys(set, SEALED.state(block).get(set.key())),
          keys(set, known.values().get(set.key())),
          set.toString());
    }
  }

  private EntropyPool value(Optional<Bytes> bytes) {
    return StateComponent.ENTROPY
        .codec(SEALED.parameters())
        .decode(bytes.orElseThrow().toByteArray());
  }

  private List<?> keys(StateComponent<?> component, Optional<Bytes> bytes) {
    Object value = component.codec(SEALED.parameters()).decode(bytes.orElseThrow().toByteArray());
    List<?> set = value instanceof SafroleState safrole ? safrole.pendingSet() : (List<?>) value;
    return set.stream()
        .map(ValidatorData.class::cast)
        .map(each -> List.of(each.bandersnatch(), each.ed25519()))
        .toList();
  }

  @Test
  void fromGenesisOverChangesOfEpoch() throws Exception {
    List<EncodedBlock> blocks = SEALED.chain(60);
    sync.connect(sync.peer(1, blocks));
    sync.start().awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(blocks.get(54).ref(), sync.chain.finalized());
    assertEquals(List.of(), sync.misbehaved);
    assertTrue(sync.phases.contains("to 60"));
    assertTracksTheState(last(blocks));
    VerificationStatus status = sync.chain.verification();
    assertEquals(0, status.executed() + status.consensusOnly());
    assertEquals(
        Map.of(
            Unchecked.PRIOR_STATE_ROOT,
            59L,
            Unchecked.STATE_TRANSITION,
            60L,
            Unchecked.MARKERS,
            5L),
        status.unchecked());
  }

  @Test
  void withTickets() throws Exception {
    List<EncodedBlock> blocks = new ArrayList<>(SEALED.ticketedChain(SEALED.genesisRef(), 11));
    blocks.addAll(SEALED.chain(last(blocks), 12));
    assertInstanceOf(
        SealKeys.Tickets.class,
        StateComponent.SAFROLE
            .codec(SEALED.parameters())
            .decode(
                SEALED
                    .state(last(blocks))
                    .get(StateComponent.SAFROLE.key())
                    .orElseThrow()
                    .toByteArray())
            .sealKeys());
    sync.connect(sync.peer(1, blocks));
    sync.start().awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(List.of(), sync.misbehaved);
    assertTracksTheState(last(blocks));
  }

  @Test
  void keepsHeadersOnly() throws Exception {
    List<EncodedBlock> blocks = new ArrayList<>();
    blocks.add(SEALED.child(SEALED.genesisRef(), 1, SEALED.withPreimages(0, 1, 2)));
    blocks.addAll(SEALED.chain(last(blocks), 8));
    sync.connect(sync.peer(1, blocks));
    sync.start().awaitSynced();
    for (EncodedBlock block : blocks) {
      Bytes kept = sync.store.blocks(List.of(block.hash())).getFirst();
      assertTrue(kept.size() <= 331, kept.size() + " bytes");
      assertEquals(kept.size(), sync.chain.entry(block.hash()).orElseThrow().size());
      assertEquals(block.header(), sync.chain.header(block.hash()).orElseThrow());
    }
    assertEquals(List.of(), sync.chain.raw(List.of(blocks.getFirst().hash())));
    assertTrue(sync.chain.headersOnly());
  }

  @Test
  void goesOnAfterARestart() throws Exception {
    List<EncodedBlock> blocks = SEALED.chain(60);
    sync.connect(sync.peer(1, blocks.subList(0, 31)));
    sync.start().awaitSynced();
    sync.stop();
    sync.restart();
    assertEquals(blocks.get(30).ref(), sync.chain.best());
    assertTracksTheState(blocks.get(30).ref());
    FakePeer other = sync.connect(sync.peer(2, blocks));
    sync.start().awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(blocks.get(30).hash(), other.requests.getFirst().block());
  }

  @Test
  void followsAReorganization() throws Exception {
    List<EncodedBlock> common = SEALED.chain(20);
    List<EncodedBlock> ours = new ArrayList<>(common);
    ours.addAll(SEALED.chain(last(common), 3));
    List<EncodedBlock> theirs = new ArrayList<>(common);
    EncodedBlock fork = SEALED.child(last(common), last(common).slot() + 4);
    theirs.add(fork);
    theirs.addAll(SEALED.chain(fork.ref(), 6));
    sync.connect(sync.peer(1, ours));
    sync.start().awaitSynced();
    assertEquals(last(ours), sync.chain.best());
    sync.connect(sync.peer(2, theirs));
    sync.awaitSynced();
    assertEquals(last(theirs), sync.chain.best());
    assertEquals(List.of(), sync.misbehaved);
    assertTracksTheState(last(theirs));
  }

  /** The other one's fork is no better than ours and lies below our head. */
  @Test
  void fetchesAForkFromItsLeafDown() throws Exception {
    List<EncodedBlock> common = SEALED.chain(10);
    List<EncodedBlock> ours = new ArrayList<>(common);
    for (int slot = 11; slot <= 15; slot += 2) {
      ours.add(SEALED.child(last(ours), slot));
    }
    List<EncodedBlock> theirs = new ArrayList<>(common);
    EncodedBlock fork = SEALED.child(last(common), 12);
    theirs.add(fork);
    sync.connect(sync.peer(1, ours));
    sync.start().awaitSynced();
    FakePeer other = sync.connect(sync.peer(2, theirs));
    sync.awaitSynced();
    assertEquals(last(ours), sync.chain.best());
    assertTrue(sync.chain.contains(fork.hash()));
    assertEquals(Direction.DESCENDING, other.requests.getFirst().direction());
  }

  /** One author makes many blocks in a slot, and others build on one of those not taken. */
  @Test
  void aForkTooManyIsNobodysFaultAndComesWithTheNextBlockOnIt() throws Exception {
    List<EncodedBlock> common = SEALED.chain(6);
    for (int twin = 0; twin < 8; twin++) {
      List<EncodedBlock> theirs = new ArrayList<>(common);
      theirs.add(SEALED.child(last(common), 7, SEALED.withPreimages(twin)));
      sync.connect(sync.peer(1 + twin, theirs));
    }
    sync.start().awaitSynced();
    assertEquals(last(common), sync.chain.best(), "none of them may be built on");
    assertEquals(2, sync.chain.leaves().size());

    List<EncodedBlock> chain = SEALED.chain(60); // with another block in that slot
    assertFalse(sync.chain.contains(chain.get(6).hash()));
    sync.connect(sync.peer(9, chain.subList(0, 7)));
    sync.awaitSynced();
    assertFalse(sync.chain.contains(chain.get(6).hash()));
    sync.connect(sync.peer(10, chain));
    sync.awaitSynced();
    assertEquals(last(chain), sync.chain.best());
    assertEquals(List.of(), sync.misbehaved);
    sync.restart();
    assertEquals(last(chain), sync.chain.best());
  }

  /** While the mode is being switched, the chain may still be that of another one. */
  @Test
  void leavesAChainWithStatesAlone() {
    List<String> asked = new ArrayList<>();
    SyncContext context =
        (SyncContext)
            Proxy.newProxyInstance(
                SyncContext.class.getClassLoader(),
                new Class<?>[] {SyncContext.class},
                (self, method, arguments) -> {
                  asked.add(method.getName());
                  if (method.getName().equals("chain")) {
                    return sync.peer(1, List.of()).chain;
                  }
                  throw new InterruptedException();
                });
    LightSync light =
        new LightSync(
            new Workers() {
              @Override
              public Future<?> start(String name, Task task) {
                throw new AssertionError(name);
              }

              @Override
              public Future<?> repeat(String name, Duration period, Task task) {
                throw new AssertionError(name);
              }
            },
            Settings.DEFAULT,
            System::nanoTime);
    assertThrows(InterruptedException.class, () -> light.run(context));
    assertEquals(List.of("chain", "awaitChange"), asked);
  }

  /** A request names what is asked for; nothing below the own head is asked for twice. */
  @Test
  void asksFromItsHeadOn() throws Exception {
    List<EncodedBlock> blocks = SEALED.chain(40);
    FakePeer peer = sync.connect(sync.peer(1, blocks));
    sync.start().awaitSynced();
    assertEquals(
        List.of(
            new BlockRequest(SEALED.genesisRef().hash(), Direction.ASCENDING, 16),
            new BlockRequest(blocks.get(15).hash(), Direction.ASCENDING, 32)),
        peer.requests);
  }
}
