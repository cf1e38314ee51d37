package io.tessera.protocol.ce128;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.net.Fault;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node answers, byte by byte. */
@Timeout(30)
class BlockRequestProtocolTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ChainBuilder builder = ChainBuilder.tiny(1);
  private final Hash genesis = builder.genesisRef().hash();
  private final String first = Golden.block(genesis, 1);
  private final String second = Golden.block(decode(first).hash(), 2);
  private final MemoryChain chain = MemoryChain.of(builder, List.of(decode(first), decode(second)));
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);

  @AfterEach
  void close() {
    peer.close();
    node.close();
  }

  private static EncodedBlock decode(String hex) {
    return EncodedBlock.codec(ProtocolParameters.TINY).decode(HexFormat.of().parseHex(hex));
  }

  private void serve(Chain served, int maxBlocks, int maxBytes) {
    node.serve(128, new BlockRequestProtocol(served, maxBlocks, maxBytes, TIMEOUT));
  }

  private RawStream send(String hex) {
    return peer.open().send(hex);
  }

  @Test
  void ascendingStartsWithTheChild() throws Exception {
    serve(chain, 100, 1_000_000);
    RawStream stream = send(Golden.request(genesis, "00", "05000000")).fin();
    assertEquals(Golden.TWO_BLOCKS + first + second, stream.receiveAll());
  }

  @Test
  void descendingStartsWithTheBlock() throws Exception {
    serve(chain, 100, 1_000_000);
    Hash head = decode(second).hash();
    RawStream stream = send(Golden.request(head, "01", "05000000")).fin();
    assertEquals(Golden.TWO_BLOCKS + second + first, stream.receiveAll());
  }

  @Test
  void noMoreThanTheMaximum() throws Exception {
    serve(chain, 100, 1_000_000);
    RawStream one = send(Golden.request(genesis, "00", "01000000")).fin();
    assertEquals(Golden.ONE_BLOCK + first, one.receiveAll());
    RawStream none = send(Golden.request(genesis, "00", "00000000")).fin();
    assertEquals("00000000", none.receiveAll());
    RawStream all = send(Golden.request(genesis, "00", "ffffffff")).fin();
    assertEquals(Golden.TWO_BLOCKS + first + second, all.receiveAll());
  }

  @Test
  void theHeadHasNoChildrenWhichIsNoError() throws Exception {
    serve(chain, 100, 1_000_000);
    RawStream stream = send(Golden.request(decode(second).hash(), "00", "05000000")).fin();
    assertEquals("00000000", stream.receiveAll());
  }

  @Test
  void anUnknownBlockCannotBeServed() throws Exception {
    serve(chain, 100, 1_000_000);
    assertReset(Fault.UNAVAILABLE, send(Golden.request(Hash.ZERO, "00", "05000000")).fin());
    assertReset(Fault.UNAVAILABLE, send(Golden.request(Hash.ZERO, "01", "05000000")).fin());
  }

  /** Of a block whose header alone is kept there is nothing to send. */
  @Test
  void aNodeOfHeadersServesNothing() throws Exception {
    chain.keepHeadersOnly();
    serve(chain, 100, 1_000_000);
    assertReset(Fault.UNAVAILABLE, send(Golden.request(genesis, "00", "05000000")).fin());
    Hash head = decode(second).hash();
    assertReset(Fault.UNAVAILABLE, send(Golden.request(head, "01", "05000000")).fin());
    // Not even where nothing would have to be sent.
    assertReset(Fault.UNAVAILABLE, send(Golden.request(head, "00", "05000000")).fin());
  }

  @Test
  void aBlockThatCannotBeFinalizedIsNotServed() throws Exception {
    MemoryChain forked = new MemoryChain(builder, 1);
    EncodedBlock stale = builder.child(builder.genesisRef(), 1);
    forked.importBlocks(List.of(stale), Origin.FILE);
    forked.importBlocks(builder.chain(3), Origin.FILE);
    serve(forked, 100, 1_000_000);
    assertReset(Fault.UNAVAILABLE, send(Golden.request(stale.hash(), "01", "01000000")).fin());
  }

  @Test
  void responsesAreBoundedInBlocks() throws Exception {
    serve(chain, 1, 1_000_000);
    RawStream stream = send(Golden.request(genesis, "00", "05000000")).fin();
    assertEquals(Golden.ONE_BLOCK + first, stream.receiveAll());
  }

  @Test
  void responsesAreBoundedInBytesButHoldABlock() throws Exception {
    serve(chain, 100, 2 * Golden.BLOCK_SIZE - 1);
    RawStream stream = send(Golden.request(genesis, "00", "05000000")).fin();
    assertEquals(Golden.ONE_BLOCK + first, stream.receiveAll());
    serve(chain, 100, 1);
    RawStream single = send(Golden.request(genesis, "00", "05000000")).fin();
    assertEquals(Golden.ONE_BLOCK + first, single.receiveAll());
  }

  @Test
  void malformedRequestsAreReset() throws Exception {
    serve(chain, 100, 1_000_000);
    String hash = genesis.toHex();
    // No direction 2.
    assertReset(Fault.MALFORMED, send(Golden.request(genesis, "02", "05000000")).fin());
    // A byte too few, one too many.
    assertReset(Fault.MALFORMED, send("80" + "24000000" + hash + "00" + "050000").fin());
    assertReset(Fault.MALFORMED, send("80" + "26000000" + hash + "00" + "0500000000").fin());
    // FIN within the message, and where the message is due.
    assertReset(Fault.MALFORMED, send("80" + "25000000" + hash).fin());
    assertReset(Fault.MALFORMED, send("80").fin());
    // 4 GiB announced.
    assertReset(Fault.MALFORMED, send("80" + "ffffffff" + hash + "00" + "05000000"));
    // A second message where FIN is due.
    String request = Golden.request(genesis, "00", "05000000");
    assertReset(Fault.MALFORMED, send(request + request.substring(2)).fin());
    assertTrue(node.misbehaviourOf(RawPeer.ID).isEmpty());
  }

  private static void assertReset(Fault fault, RawStream stream) throws InterruptedException {
    assertEquals(fault.code(), stream.awaitReset());
  }

  @Test
  void storedBlocksAreReadInBatches() throws Exception {
    List<EncodedBlock> blocks = builder.chain(builder.genesisRef(), 10, 100_000);
    MemoryChain large = MemoryChain.of(builder, blocks);
    List<Integer> batches = new CopyOnWriteArrayList<>();
    serve(
        intercepted(
            large,
            (proxy, method, args) -> {
              if (method.getName().equals("raw")) {
                batches.add(((List<?>) args[0]).size());
              }
              return method.invoke(large, args);
            }),
        100,
        10_000_000);
    RawStream stream = send(Golden.request(genesis, "00", "0a000000")).fin();
    String all = stream.receiveAll();
    StringBuilder expected = new StringBuilder();
    blocks.forEach(block -> expected.append(block.raw().toHex()));
    assertEquals(expected.toString(), all.substring(8));
    assertEquals(List.of(2, 2, 2, 2, 2), batches);
  }

  /** While a peer does not read, what answers it is held. */
  @Test
  void aPeerHasEightRequestsAnsweredAtOnce() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(8);
    serve(
        intercepted(
            chain,
            (proxy, method, args) -> {
              if (method.getName().equals("raw")) {
                asked.countDown();
                read.await();
              }
              return method.invoke(chain, args);
            }),
        100,
        1_000_000);
    String request = Golden.request(genesis, "00", "05000000");
    List<RawStream> streams = Stream.generate(() -> send(request).fin()).limit(8).toList();
    asked.await();
    assertReset(Fault.REFUSED, send(request).fin());
    read.countDown();
    for (RawStream stream : streams) {
      assertEquals(Golden.TWO_BLOCKS + first + second, stream.receiveAll());
    }
  }

  @Test
  void aBlockDroppedMeanwhileResetsTheStream() throws Exception {
    serve(
        intercepted(
            chain,
            (proxy, method, args) ->
                method.getName().equals("raw") ? List.<Bytes>of() : method.invoke(chain, args)),
        100,
        1_000_000);
    assertReset(Fault.UNAVAILABLE, send(Golden.request(genesis, "00", "05000000")).fin());
  }

  private static Chain intercepted(Chain chain, InvocationHandler handler) {
    return (Chain)
        Proxy.newProxyInstance(
            chain.getClass().getClassLoader(), new Class<?>[] {Chain.class}, handler);
  }
}
