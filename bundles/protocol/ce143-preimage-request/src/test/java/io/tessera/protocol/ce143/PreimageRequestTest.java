package io.tessera.protocol.ce143;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.PreimageListener;
import io.tessera.chain.PreimagePool;
import io.tessera.chain.SlotClock;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both halves, byte by byte. */
@Timeout(30)
class PreimageRequestTest {
  private static final Bytes PREIMAGE = Bytes.fromHex("0102030405");
  private static final Hash HASH = Blake2b.hash(PREIMAGE);

  /** Kind 143, and a message of 32 bytes. */
  private static final String REQUEST = "8f 20000000" + HASH.toHex();

  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));

  private final VirtualClock time = new VirtualClock();
  private final SlotClock clock = new SlotClock(time, time.timer(), 6);

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  /** A pool that holds one preimage. */
  private static final class One implements PreimagePool {
    @Override
    public boolean isWanted(Request request) {
      return false;
    }

    @Override
    public boolean offer(Preimage preimage, Optional<PeerId> from) {
      return false;
    }

    @Override
    public Optional<Bytes> find(Hash hash) {
      return hash.equals(HASH) ? Optional.of(PREIMAGE) : Optional.empty();
    }

    @Override
    public List<Request> held() {
      return List.of();
    }

    @Override
    public void addListener(PreimageListener listener) {}

    @Override
    public void removeListener(PreimageListener listener) {}
  }

  private RawStream ask(String hex) {
    node.serve(143, new PreimageRequestProtocol(new One()));
    return peer.open().send(hex);
  }

  private CompletableFuture<Bytes> fetch(long length) {
    return fetch(HASH, length);
  }

  private CompletableFuture<Bytes> fetch(Hash hash, long length) {
    PeerPreimageFetcher fetcher = new PeerPreimageFetcher(node.streams(), workers, clock);
    CompletableFuture<Bytes> fetched = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                fetched.complete(fetcher.fetch(RawPeer.ID, hash, length));
              } catch (StreamException e) {
                fetched.completeExceptionally(e);
              }
            });
    return fetched;
  }

  private static Fault failure(CompletableFuture<Bytes> fetched) {
    ExecutionException e = assertThrows(ExecutionException.class, fetched::get);
    return ((StreamException) e.getCause()).fault();
  }

  @Test
  void whatIsHeldIsSentInOneMessage() throws Exception {
    assertEquals("05000000" + "0102030405", ask(REQUEST).fin().receiveAll());
  }

  @Test
  void whatIsNotHeldIsReset() throws Exception {
    RawStream stream = ask("8f 20000000" + "ab".repeat(32)).fin();
    assertEquals(Fault.UNAVAILABLE.code(), stream.awaitReset());
  }

  @Test
  void aHashIsAllThatIsSent() throws Exception {
    assertEquals(Fault.MALFORMED.code(), ask("8f 21000000" + HASH.toHex() + "00").awaitReset());
    assertEquals(Fault.MALFORMED.code(), peer.open().send(REQUEST + "00").fin().awaitReset());
  }

  @Test
  void asksForAndTakesTheGoldenBytes143() throws Exception {
    CompletableFuture<Bytes> fetched = fetch(5);
    RawStream stream = peer.accept();
    assertEquals(REQUEST.replace(" ", ""), stream.receiveAll());
    stream.send("05000000" + "0102030405").fin();
    assertEquals(PREIMAGE, fetched.get());
  }

  /** 15 seconds, and 32 more for four megabytes. */
  @Test
  void whoTricklesIsNotWaitedFor() throws Exception {
    CompletableFuture<Bytes> fetched = fetch(4 << 20);
    RawStream stream = peer.accept();
    stream.send("00004000").send(new byte[64 * 1024]);
    time.advance(Duration.ofSeconds(48));
    stream.send(new byte[64 * 1024]); // in time by the stream's own clock
    assertEquals(Fault.TIMEOUT, failure(fetched));
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
  }

  @Test
  void aLargePreimageMayTakeItsTime() throws Exception {
    Bytes large = Bytes.wrap(new byte[4 << 20]);
    CompletableFuture<Bytes> fetched = fetch(Blake2b.hash(large), large.size());
    RawStream stream = peer.accept();
    stream.send("00004000");
    time.advance(Duration.ofSeconds(46));
    stream.send(large.toByteArray()).fin();
    assertEquals(large, fetched.get());
  }

  @Test
  void anotherPreimageIsALie() throws Exception {
    CompletableFuture<Bytes> fetched = fetch(5);
    peer.accept().send("05000000" + "0102030406").fin();
    assertEquals(Fault.MISBEHAVED, failure(fetched));
  }

  @Test
  void anotherLengthIsALie() throws Exception {
    CompletableFuture<Bytes> shorter = fetch(5);
    peer.accept().send("04000000" + "01020304").fin();
    assertEquals(Fault.MISBEHAVED, failure(shorter));
    CompletableFuture<Bytes> longer = fetch(5);
    peer.accept().send("ffffffff");
    assertEquals(Fault.MALFORMED, failure(longer));
  }

  @Test
  void bytesBehindThePreimageAreRefused() throws Exception {
    CompletableFuture<Bytes> fetched = fetch(5);
    peer.accept().send("05000000" + "0102030405" + "00").fin();
    assertEquals(Fault.MALFORMED, failure(fetched));
  }

  @Test
  void anEmptyPreimageIsOne() throws Exception {
    CompletableFuture<Bytes> fetched = fetch(Blake2b.hash(Bytes.EMPTY), 0);
    peer.accept().send("00000000").fin();
    assertEquals(Bytes.EMPTY, fetched.get());
  }
}
