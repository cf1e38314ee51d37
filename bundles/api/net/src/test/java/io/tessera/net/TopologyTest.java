package io.tessera.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopologyTest {

  private static PeerId peer(int first, int last) {
    byte[] key = new byte[32];
    key[0] = (byte) first;
    key[31] = (byte) last;
    return new PeerId(Ed25519Public.wrap(key));
  }

  private static List<Ed25519Public> set(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> peer(i, 0).key()).toList();
  }

  /** Six validators have width floor(sqrt(6)) = 2: rows 01 23 45, columns 024 135. */
  @Test
  void neighboursShareRowOrColumnInOneEpoch() {
    Topology topology = new Topology(List.of(), set(0, 6), List.of());
    assertTrue(topology.neighbours(peer(0, 0), peer(1, 0)));
    assertTrue(topology.neighbours(peer(0, 0), peer(4, 0)));
    assertFalse(topology.neighbours(peer(0, 0), peer(3, 0)));
    assertFalse(topology.neighbours(peer(0, 0), peer(0, 0)));
    assertFalse(topology.neighbours(peer(0, 0), peer(9, 0)));
  }

  @Test
  void neighboursShareTheIndexInDifferentEpochs() {
    Topology topology = new Topology(set(0, 6), set(10, 6), set(20, 6));
    assertTrue(topology.neighbours(peer(3, 0), peer(13, 0)));
    assertTrue(topology.neighbours(peer(23, 0), peer(3, 0)));
    assertFalse(topology.neighbours(peer(3, 0), peer(12, 0)));
    assertTrue(topology.isValidator(peer(25, 0)));
    assertFalse(topology.isValidator(peer(26, 0)));
  }

  @Test
  void preferredInitiatorIsTheSameFromBothSides() {
    PeerId low = peer(1, 0);
    PeerId lowToo = peer(2, 0);
    PeerId high = peer(1, 128);
    // (false ^ false ^ 1 < 2) is true: the first; with one high key the comparison is turned round.
    assertEquals(low, Topology.preferredInitiator(low, lowToo));
    assertEquals(low, Topology.preferredInitiator(lowToo, low));
    assertEquals(high, Topology.preferredInitiator(low, high));
    assertEquals(high, Topology.preferredInitiator(high, low));
  }
}
