package io.tessera.protocol.up0;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Topology;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.TestNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Between whom the stream is open (JAMNP-S, "UP 0" and "Grid structure"). */
class WantedTest {
  private static final PeerId SELF = TestNode.id(1);
  private static final PeerId OTHER = TestNode.id(2);

  /** Nine validators stand in a grid of 3 x 3; -1 is no validator. */
  @ParameterizedTest
  @CsvSource({
    // this node's index, the peer's index, wanted
    "-1, -1, true", // two that are none
    "-1,  4, true", // one that is
    " 4, -1, true", // the other one
    " 0,  1, true", // same row
    " 0,  2, true",
    " 0,  3, true", // same column
    " 0,  6, true",
    " 0,  4, false", // neither
    " 0,  8, false",
    " 5,  7, false",
    " 3,  5, true",
  })
  void inOneEpoch(int self, int other, boolean wanted) {
    List<Ed25519Public> none = List.of();
    List<Ed25519Public> set = set(self, other);
    assertWanted(wanted, new Topology(none, set, none));
    assertWanted(wanted, new Topology(set, none, none));
    assertWanted(wanted, new Topology(none, none, set));
  }

  @Test
  void acrossEpochsTheSameIndexIsNeeded() {
    assertWanted(true, new Topology(List.of(), set(4, -1), set(-1, 4)));
    assertWanted(true, new Topology(set(-1, 4), set(4, -1), List.of()));
    assertWanted(false, new Topology(List.of(), set(4, -1), set(-1, 5)));
  }

  private static void assertWanted(boolean wanted, Topology topology) {
    BlockAnnouncementProtocol protocol =
        new BlockAnnouncementProtocol(
            new MemoryChain(ChainBuilder.tiny(1), 5), BlockAnnouncementProtocolTest.key(SELF));
    try (PeerPair pair = new PeerPair()) {
      assertEquals(wanted, protocol.wanted(pair.initiator().other(), topology));
    }
  }

  private static List<Ed25519Public> set(int self, int other) {
    List<Ed25519Public> set = new ArrayList<>(Collections.nCopies(9, TestNode.id(0x50).key()));
    if (self >= 0) {
      set.set(self, SELF.key());
    }
    if (other >= 0) {
      set.set(other, OTHER.key());
    }
    return set;
  }
}
