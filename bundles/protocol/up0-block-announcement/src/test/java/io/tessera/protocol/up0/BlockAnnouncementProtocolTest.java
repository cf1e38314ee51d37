package io.tessera.protocol.up0;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Announcements;
import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Header;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes over the wire, byte by byte, and each rule by which a block is not announced. */
@Timeout(30)
class BlockAnnouncementProtocolTest {
  private static final int HANDSHAKE = 4 + 73;
  private static final int ANNOUNCEMENT = 4 + 333;

  private final ChainBuilder builder = ChainBuilder.tiny(1);
  private final BlockRef genesis = builder.genesisRef();
  private final MemoryChain chain = new MemoryChain(builder, 2);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BlockAnnouncementProtocol protocol =
      new BlockAnnouncementProtocol(chain, key(node.id()));
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    peer.close();
    node.close();
  }

  static NodeKey key(PeerId id) {
    return new NodeKey() {
      @Override
      public PeerId id() {
        return id;
      }

      @Override
      public byte[] seed() {
        return new byte[32];
      }
    };
  }

  /** Notes what it is told, as the sync controller would be. */
  private final class Notes implements Announcements {
    @Override
    public void handshake(PeerId from, BlockRef finalized, List<BlockRef> leaves) {
      heard.add("handshake " + finalized.slot() + " " + leaves);
    }

    @Override
    public void announced(PeerId from, Header header, Hash hash, BlockRef finalized) {
      heard.add("announced " + new BlockRef(hash, header.slot()) + " " + finalized.slot());
    }
  }

  private String nextHeard() throws InterruptedException {
    String word = heard.poll(10, TimeUnit.SECONDS);
    assertTrue(word != null, "nothing was heard");
    return word;
  }

  /** A stream with both handshakes done; the peer's only leaf is genesis. */
  private RawStream connected() throws InterruptedException {
    chain.listen(protocol);
    node.serve(0, protocol);
    RawStream stream = peer.open().send("00" + Golden.handshake(genesis, genesis));
    stream.receive(HANDSHAKE);
    return stream;
  }

  private EncodedBlock add(String header) {
    EncodedBlock block = Golden.block(header);
    chain.importBlocks(List.of(block), Origin.FILE);
    return block;
  }

  // ---- bytes

  @Test
  void bothHandshakesAndBothAnnouncementsAreTheGoldenBytes0() throws Exception {
    protocol.bindAnnouncements(new Notes());
    String first = Golden.header(genesis.hash(), 1);
    EncodedBlock one = add(first);
    chain.listen(protocol);
    node.serve(0, protocol);

    RawStream stream = peer.open().send("00" + Golden.handshake(genesis, genesis));
    assertEquals(Golden.handshake(genesis, one.ref()), stream.receive(HANDSHAKE));
    assertEquals("handshake 0 [" + genesis + "]", nextHeard());

    String second = Golden.header(one.hash(), 2);
    add(second);
    assertEquals(Golden.announcement(second, genesis), stream.receive(ANNOUNCEMENT));

    String theirs = Golden.header(one.hash(), 9);
    stream.send(Golden.announcement(theirs, one.ref()));
    assertEquals("announced " + Golden.block(theirs).ref() + " 1", nextHeard());
  }

  /** It could give none of the blocks to whoever asked for what it announced. */
  @Test
  void aNodeOfHeadersSpeaksLikeOneThatHasNothing() throws Exception {
    protocol.bindAnnouncements(new Notes());
    EncodedBlock one = add(Golden.header(genesis.hash(), 1));
    chain.keepHeadersOnly();
    chain.listen(protocol);
    node.serve(0, protocol);
    RawStream stream = peer.open().send("00" + Golden.handshake(genesis, genesis));
    assertEquals(Golden.handshake(genesis, genesis), stream.receive(HANDSHAKE));
    assertEquals("handshake 0 [" + genesis + "]", nextHeard());

    // It listens, and says nothing of what it gets.
    EncodedBlock two = add(Golden.header(one.hash(), 2));
    String theirs = Golden.header(two.hash(), 9);
    stream.send(Golden.announcement(theirs, genesis));
    assertEquals("announced " + Golden.block(theirs).ref() + " 0", nextHeard());
    assertEquals(HANDSHAKE, stream.received());
  }

  @Test
  void theHandshakeHasAllLeaves() throws Exception {
    EncodedBlock one = add(Golden.header(genesis.hash(), 1));
    EncodedBlock other = add(Golden.header(genesis.hash(), 1, "0400"));
    chain.listen(protocol);
    node.serve(0, protocol);
    RawStream stream = peer.open().send("00" + Golden.handshake(genesis, genesis));
    // 36 + 1 + 2 * 36 = 109 = 0x6d
    assertEquals(
        "6d000000" + Golden.ref(genesis) + "02" + Golden.ref(one.ref()) + Golden.ref(other.ref()),
        stream.receive(4 + 109));
  }

  @Test
  void theFinalizedBlockIsToldAsItIsNow() throws Exception {
    RawStream stream = connected();
    EncodedBlock one = add(Golden.header(genesis.hash(), 1));
    stream.receive(ANNOUNCEMENT);
    EncodedBlock two = add(Golden.header(one.hash(), 2));
    stream.receive(ANNOUNCEMENT);
    String third = Golden.header(two.hash(), 3);
    add(third);
    assertEquals(Golden.announcement(third, one.ref()), stream.receive(ANNOUNCEMENT));
  }

  // ---- what may be skipped

  @Test
  void aBlockIsSkippedWhenADescendantIsAnnouncedInstead() throws Exception {
    RawStream stream = connected();
    List<EncodedBlock> blocks = builder.chain(2);
    String last = Golden.header(blocks.get(1).hash(), 3);
    chain.importBlocks(List.of(blocks.get(0), blocks.get(1), Golden.block(last)), Origin.FILE);
    assertEquals(Golden.announcement(last, blocks.get(0).ref()), stream.receive(ANNOUNCEMENT));
  }

  @Test
  void everyForkIsAnnounced() throws Exception {
    RawStream stream = connected();
    String one = Golden.header(genesis.hash(), 1);
    String other = Golden.header(genesis.hash(), 1, "0400");
    add(one);
    assertEquals(Golden.announcement(one, genesis), stream.receive(ANNOUNCEMENT));
    add(other);
    assertEquals(Golden.announcement(other, genesis), stream.receive(ANNOUNCEMENT));
  }

  @Test
  void aBlockThatIsNoDescendantOfTheFinalizedOneIsSkipped() throws Exception {
    chain.listen(
        (blocks, best, finalized) -> {
          // Both forks arrive before the protocol hears of the first one.
          if (best.slot() == 4) {
            protocol.imported(blocks, best, finalized);
          }
        });
    node.serve(0, protocol);
    RawStream stream = peer.open().send("00" + Golden.handshake(genesis, genesis));
    stream.receive(HANDSHAKE);
    add(Golden.header(genesis.hash(), 1, "0400"));
    EncodedBlock one = add(Golden.header(genesis.hash(), 2));
    EncodedBlock two = add(Golden.header(one.hash(), 3));
    String third = Golden.header(two.hash(), 4);
    add(third);
    assertEquals(Golden.announcement(third, one.ref()), stream.receive(ANNOUNCEMENT));
  }

  @Test
  void whatTheyAnnouncedIsSkipped() throws Exception {
    protocol.bindAnnouncements(new Notes());
    RawStream stream = connected();
    nextHeard();
    String theirs = Golden.header(genesis.hash(), 1);
    stream.send(Golden.announcement(theirs, genesis));
    nextHeard();
    add(theirs);
    String ours = Golden.header(genesis.hash(), 2);
    add(ours);
    assertEquals(Golden.announcement(ours, genesis), stream.receive(ANNOUNCEMENT));
  }

  @Test
  void whatTheyAnnouncedADescendantOfIsSkipped() throws Exception {
    protocol.bindAnnouncements(new Notes());
    RawStream stream = connected();
    nextHeard();
    String parent = Golden.header(genesis.hash(), 1);
    String child = Golden.header(Golden.block(parent).hash(), 2);
    stream.send(Golden.announcement(child, genesis));
    nextHeard();
    add(parent);
    String other = Golden.header(genesis.hash(), 3, "0400");
    add(other);
    assertEquals(Golden.announcement(other, genesis), stream.receive(ANNOUNCEMENT));
  }

  @Test
  void aLeafOfOurHandshakeIsNotAnnouncedAgain() throws Exception {
    add(Golden.header(genesis.hash(), 1));
    RawStream stream = connected();
    String other = Golden.header(genesis.hash(), 2);
    add(other);
    assertEquals(Golden.announcement(other, genesis), stream.receive(ANNOUNCEMENT));
  }

  @Test
  void aLeafOfTheirHandshakeIsAnnouncedAllTheSame() throws Exception {
    chain.listen(protocol);
    node.serve(0, protocol);
    String header = Golden.header(genesis.hash(), 1);
    RawStream stream =
        peer.open().send("00" + Golden.handshake(genesis, Golden.block(header).ref()));
    stream.receive(HANDSHAKE);
    add(header);
    assertEquals(Golden.announcement(header, genesis), stream.receive(ANNOUNCEMENT));
  }

  @Test
  void aPeerThatReadsSlowlyIsToldOfTheNewestOnly() throws Exception {
    RawStream stream = connected();
    stream.reading(false);
    List<EncodedBlock> blocks = builder.chain(genesis, 5_000, 0);
    for (EncodedBlock block : blocks) {
      chain.importBlocks(List.of(block), Origin.FILE);
    }
    stream.reading(true);
    String head = blocks.get(4_999).hash().toHex();
    int announced = 0;
    String parent = "";
    while (!parent.equals(head)) {
      if (announced == 0) {
        // On top of the last one, so that it is not taken for one of the many before.
        chain.importBlocks(List.of(builder.child(blocks.get(4_999).ref(), 6_000)), Origin.FILE);
      }
      int size = Integer.reverseBytes(Integer.parseUnsignedInt(stream.receive(4), 16));
      parent = stream.receive(size).substring(0, 64);
      announced++;
    }
    assertTrue(announced < 2_500, announced + " announcements");
  }

  // ---- rules for the peer

  @Test
  void oneHandshakeOnly() throws Exception {
    RawStream stream = connected();
    stream.send(Golden.handshake(genesis, genesis));
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
  }

  @Test
  void theHandshakeComesFirst() throws Exception {
    node.serve(0, protocol);
    String header = Golden.header(genesis.hash(), 1);
    RawStream stream = peer.open().send("00" + Golden.announcement(header, genesis));
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
  }

  @Test
  void handshakesAreBounded() throws Exception {
    node.serve(0, protocol);
    // 1,025 leaves: 36 + 2 + 1,025 * 36 = 36,938 = 0x904a bytes; 1,025 is 84 01 as a natural.
    RawStream many =
        peer.open()
            .send("00" + "4a900000" + Golden.ref(genesis) + "8401")
            .send(Golden.ref(genesis).repeat(1025));
    assertEquals(Fault.MALFORMED.code(), many.awaitReset());
    // More leaves announced than bytes are there.
    RawStream lie = peer.open().send("00" + "26000000" + Golden.ref(genesis) + "8401");
    assertEquals(Fault.MALFORMED.code(), lie.awaitReset());
  }

  @Test
  void announcementsAreWholeAndBounded() throws Exception {
    String header = Golden.header(genesis.hash(), 1);
    // Trailing byte; truncated; 4 GiB; FIN where a message is due.
    RawStream trailing = connected().send("4e010000" + header + Golden.ref(genesis) + "00");
    assertEquals(Fault.MALFORMED.code(), trailing.awaitReset());
    RawStream truncated = connected().send("4c010000" + header + Golden.ref(genesis));
    assertEquals(Fault.MALFORMED.code(), truncated.awaitReset());
    assertEquals(Fault.MALFORMED.code(), connected().send("ffffffff" + header).awaitReset());
    assertEquals(Fault.MALFORMED.code(), connected().fin().awaitReset());
  }

  // ---- the sync controller

  @Test
  void aControllerThatComesLateIsToldEverything() throws Exception {
    protocol.bindAnnouncements(new Notes());
    RawStream stream = connected();
    nextHeard();
    String one = Golden.header(genesis.hash(), 1);
    String two = Golden.header(Golden.block(one).hash(), 2);
    Notes first = new Notes();
    protocol.unbindAnnouncements(first); // not the one that is bound: no matter
    stream.send(Golden.announcement(one, genesis));
    nextHeard();
    stream.send(Golden.announcement(two, genesis));
    nextHeard();
    protocol.bindAnnouncements(new Notes());
    assertEquals("handshake 0 [" + Golden.block(two).ref() + "]", nextHeard());
  }
}
