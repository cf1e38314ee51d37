package io.tessera.sync.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Checkpoint;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.SealedChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Beginning at a block that is not genesis. */
@Timeout(120)
class CheckpointTest {
  private static final SealedChain SEALED = SealedChain.tiny(1);
  private final Fixture sync = new Fixture(SEALED);
  private final List<EncodedBlock> blocks = SEALED.chain(70);

  @AfterEach
  void close() throws Exception {
    sync.close();
  }

  private void checkpoint(Hash block, boolean configured) {
    sync.checkpoint = Optional.of(new Checkpoint(block, configured));
  }

  private BlockRef head() {
    return blocks.getLast().ref();
  }

  @Test
  void walksBackAndGoesOnFromThere() throws Exception {
    EncodedBlock at = blocks.get(49); // slot 50, in the epoch that begins with slot 48
    checkpoint(at.hash(), true);
    FakePeer peer = sync.connect(sync.peer(1, blocks));
    sync.start().awaitSynced();
    assertEquals(head(), sync.chain.best());
    assertEquals(List.of(), sync.misbehaved);
    assertTrue(sync.phases.contains("checkpoint 3/3"), sync.phases.toString());
    // It has asked for nothing below the first block of two epochs before, slot 24.
    assertEquals(at.hash(), peer.requests.getFirst().block());
    assertTrue(peer.requests.stream().noneMatch(r -> r.block().equals(blocks.get(5).hash())));
    assertEquals(Optional.empty(), sync.chain.entry(blocks.get(47).hash()));
    assertEquals(50, sync.chain.entry(at.hash()).orElseThrow().height());
    assertEquals(Optional.of(at.ref()), sync.chain.verification().checkpoint());
    assertEquals(entropy(SEALED.state(head()).get(StateComponent.ENTROPY.key())), known());
    assertEquals(65, sync.chain.finalized().slot());
  }

  private static Bytes entropy(Optional<Bytes> value) {
    return value.orElseThrow();
  }

  private Bytes known() {
    return entropy(
        sync.chain.state(head().hash()).orElseThrow().values().get(StateComponent.ENTROPY.key()));
  }

  @Test
  void goesOnAfterARestart() throws Exception {
    checkpoint(blocks.get(49).hash(), true);
    sync.connect(sync.peer(1, blocks.subList(0, 50)));
    sync.start().awaitSynced();
    sync.stop();
    sync.restart();
    assertEquals(blocks.get(49).ref(), sync.chain.best());
    sync.connect(sync.peer(2, blocks));
    sync.start().awaitSynced();
    assertEquals(head(), sync.chain.best());
    assertEquals(Optional.of(blocks.get(49).ref()), sync.chain.verification().checkpoint());
  }

  @Test
  void goesOnWithAnotherPeerWhereOneEnds() throws Exception {
    checkpoint(blocks.get(49).hash(), true);
    FakePeer brief =
        sync.peer(1, blocks)
            .with(
                (peer, request, sink) -> {
                  if (peer.requests.size() > 1) {
                    throw StreamException.reset(2);
                  }
                  return peer.honest(request, sink, block -> block);
                });
    sync.connect(brief);
    sync.start();
    FakePeer other = sync.connect(sync.peer(2, blocks));
    sync.awaitSynced();
    assertEquals(head(), sync.chain.best());
    assertTrue(
        brief.requests.isEmpty()
            || !other.requests.getFirst().block().equals(blocks.get(49).hash()));
  }

  @Test
  void aYoungChainBeginsAtGenesis() throws Exception {
    checkpoint(blocks.get(19).hash(), true);
    sync.connect(sync.peer(1, blocks.subList(0, 30)));
    sync.start().awaitSynced();
    assertEquals(blocks.get(29).ref(), sync.chain.best());
    assertEquals(Optional.empty(), sync.chain.verification().checkpoint());
    assertTrue(sync.chain.contains(blocks.getFirst().hash()));
  }

  @Test
  void whatNobodyHasIsGivenUpUnlessItIsConfigured() throws Exception {
    checkpoint(Hash.fromHex("ab".repeat(32)), false);
    sync.connect(sync.peer(1, blocks));
    sync.start().awaitSynced();
    assertEquals(head(), sync.chain.best());
  }

  @Test
  void whatIsNotValidIsGivenUpToo() throws Exception {
    EncodedBlock invalid = Lies.brokenSeal(SEALED, blocks.get(49));
    List<EncodedBlock> foreign = new ArrayList<>(blocks.subList(0, 49));
    foreign.add(invalid);
    checkpoint(invalid.hash(), false);
    sync.connect(sync.peer(1, foreign));
    sync.start();
    sync.connect(sync.peer(2, blocks));
    sync.awaitSynced();
    assertEquals(head(), sync.chain.best());
    assertEquals(Optional.empty(), sync.chain.verification().checkpoint());
  }

  @Test
  void aBodyThatIsNotTheHeadersIsFoundOnTheWalkToo() throws Exception {
    checkpoint(blocks.get(49).hash(), true);
    EncodedBlock lie = Lies.otherBody(SEALED, blocks.get(45));
    sync.connect(sync.peer(1, blocks).instead(blocks.get(45), lie));
    sync.start().awaitMisbehaviour();
    assertTrue(sync.misbehaved.getFirst().contains("another body"), sync.misbehaved.toString());
    sync.connect(sync.peer(2, blocks));
    sync.awaitSynced();
    assertEquals(head(), sync.chain.best());
  }

  @Test
  void anotherBlockIsFoundOnTheWalk() throws Exception {
    checkpoint(blocks.get(49).hash(), true);
    sync.connect(sync.peer(1, blocks).instead(blocks.get(45), blocks.get(44)));
    sync.start().awaitMisbehaviour();
    assertTrue(sync.misbehaved.getFirst().contains("is not"), sync.misbehaved.toString());
    sync.connect(sync.peer(2, blocks));
    sync.awaitSynced();
    assertEquals(head(), sync.chain.best());
  }
}
