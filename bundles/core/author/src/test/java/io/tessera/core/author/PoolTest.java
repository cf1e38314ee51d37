package io.tessera.core.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateView;
import io.tessera.lib.authoring.AuthoringState;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.authoring.TicketMaker;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.testing.testkit.SealedChain;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  /** A state in which every preimage is waited for. */
  private static final StateView GREEDY = key -> Optional.of(Bytes.wrap(new byte[1]));

  private final BoundedPool pool = new BoundedPool(TINY);
  private final SealedChain sealed = SealedChain.tiny(1);

  @Test
  void theOldestTicketGoesWhenThereIsNoRoom() {
    for (int i = 0; i <= BoundedPool.TICKETS; i++) {
      assertTrue(pool.offer(ticket(i)));
    }
    List<TicketEnvelope> left = pool.tickets(Integer.MAX_VALUE);
    assertEquals(BoundedPool.TICKETS, left.size());
    assertEquals(ticket(1), left.getFirst());
  }

  @Test
  void aTicketIsTakenOnceAndOnlyWithAnAttemptThatCounts() {
    assertTrue(pool.offer(ticket(1)));
    assertFalse(pool.offer(ticket(1)));
    assertFalse(pool.offer(new TicketEnvelope(TINY.ticketsPerValidator(), ticket(2).signature())));
  }

  @Test
  void preimagesAreBoundedInNumber() {
    for (int i = 0; i <= BoundedPool.PREIMAGES; i++) {
      assertTrue(pool.offer(preimage(i, 8)));
    }
    assertFalse(pool.offer(preimage(1, 8)), "it is there");
    assertTrue(pool.offer(preimage(0, 8)), "the oldest has gone");
    assertEquals(BoundedPool.PREIMAGES, pool.preimages(GREEDY).size());
  }

  @Test
  void preimagesAreBoundedInSize() {
    assertFalse(pool.offer(preimage(0, BoundedPool.PREIMAGE_OCTETS + 1)));
    int half = BoundedPool.PREIMAGE_OCTETS / 2;
    assertTrue(pool.offer(preimage(1, half)));
    assertTrue(pool.offer(preimage(2, half)));
    assertEquals(List.of(preimage(1, half)), pool.preimages(GREEDY), "a large one comes alone");
    assertTrue(pool.offer(preimage(3, 8)));
    assertFalse(pool.preimages(GREEDY).contains(preimage(1, half)), "the oldest has gone");
  }

  @Test
  void blocksBringWhatIsWaitedForInOrder() {
    for (int number : new int[] {7, 3, 11}) {
      pool.offer(sealed.service().preimage(number));
    }
    pool.offer(preimage(1, 20));
    StateTrie state = sealed.state(sealed.genesisRef());
    assertEquals(sealed.withPreimages(3, 7, 11).preimages(), pool.preimages(state::get));
  }

  /** Of the pool's tickets a block takes those that are proven for the contest. */
  @Test
  void onlyProvenTicketsOfOthersAreTaken() {
    StateTrie state = sealed.state(sealed.genesisRef());
    SlotView view = SlotView.of(TINY, AuthoringState.read(TINY, state::get), 1);
    TicketEnvelope right =
        TicketMaker.of(view, DevGenesis.secrets(3).bandersnatch())
            .orElseThrow()
            .make(1, new SecureRandom());
    TicketEnvelope otherAttempt = new TicketEnvelope(0, right.signature());
    pool.offer(ticket(1));
    pool.offer(right);
    BlockContents contents = new BlockContents(pool, any -> List.of());
    BlockState prior = BlockState.of(StateKnowledge.COMPLETE, state);
    assertEquals(List.of(right), contents.of(view, prior).tickets());
    assertEquals(List.of(), pool.tickets(10), "looked at once");
    assertEquals(List.of(right), contents.of(view, prior).tickets(), "as long as it is not in");
    BlockContents others = new BlockContents(pool, any -> List.of());
    pool.offer(otherAttempt);
    assertEquals(List.of(), others.of(view, prior).tickets());
  }

  private static TicketEnvelope ticket(int number) {
    byte[] proof = new byte[RingVrfSignature.SIZE];
    ByteBuffer.wrap(proof).putInt(number);
    return new TicketEnvelope(0, RingVrfSignature.wrap(proof));
  }

  private static Preimage preimage(int number, int size) {
    byte[] blob = new byte[size];
    ByteBuffer.wrap(blob).putInt(number);
    return new Preimage(0, Bytes.wrap(blob));
  }
}
