package io.tessera.protocol.ce136;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Topology;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.MemoryLink;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.ReportSource;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both halves, byte by byte. */
@Timeout(30)
class WorkReportRequestTest {
  private static final WorkReport REPORT =
      new WorkReport(
          new PackageSpec(fill(1), 0x01020304, fill(2), fill(3), 5),
          new RefineContext(fill(4), fill(5), fill(6), fill(7), 8, List.of()),
          1,
          fill(9),
          10,
          Bytes.fromHex("0b0c"),
          List.of(),
          List.of());

  /** Package, context, core, authorizer, gas, its trace, no look-ups and no results. */
  private static final String ENCODED =
      "01".repeat(32)
          + "04030201"
          + "02".repeat(32)
          + "03".repeat(32)
          + "0500"
          + "04".repeat(32)
          + "05".repeat(32)
          + "06".repeat(32)
          + "07".repeat(32)
          + "08000000"
          + "00"
          + "01"
          + "09".repeat(32)
          + "0a"
          + "020b0c"
          + "00"
          + "00";

  private static final Hash HASH = Blake2b.hash(Bytes.fromHex(ENCODED));

  /** Kind 136, and a message of 32 bytes. */
  private static final String REQUEST = "88" + "20000000" + HASH.toHex();

  /** 274 bytes and the report. */
  private static final String ANSWER = "12010000" + ENCODED;

  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final WorkReportRequestProtocol protocol = new WorkReportRequestProtocol(workers);
  private final List<PeerId> connected = new ArrayList<>();

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  private static Hash fill(int with) {
    byte[] bytes = new byte[Hash.SIZE];
    Arrays.fill(bytes, (byte) with);
    return Hash.wrap(bytes);
  }

  private static Topology validators(PeerId... ids) {
    List<Ed25519Public> keys = Arrays.stream(ids).map(PeerId::key).toList();
    return new Topology(List.of(), keys, List.of());
  }

  private static final ReportSource ONE =
      hash -> hash.equals(HASH) ? Optional.of(REPORT) : Optional.empty();

  // ---- asked

  private RawStream ask(String hex) {
    protocol.bindSource(hash -> Optional.empty());
    protocol.bindSource(ONE);
    protocol.topologyChanged(validators(RawPeer.ID));
    node.serve(136, protocol);
    return peer.open().send(hex);
  }

  @Test
  void goldenBytes136() throws Exception {
    assertEquals(ANSWER, ask(REQUEST).fin().receiveAll());
  }

  @Test
  void whatIsNotHereIsReset() throws Exception {
    RawStream stream = ask("88" + "20000000" + "ab".repeat(32)).fin();
    assertEquals(Fault.UNAVAILABLE.code(), stream.awaitReset());
  }

  @Test
  void aSourceThatHasGoneIsNotAsked() throws Exception {
    RawStream before = ask(REQUEST).fin();
    assertEquals(ANSWER, before.receiveAll());
    protocol.unbindSource(ONE);
    assertEquals(Fault.UNAVAILABLE.code(), peer.open().send(REQUEST).fin().awaitReset());
  }

  @Test
  void aHashIsAllThatIsSent() throws Exception {
    assertEquals(Fault.MALFORMED.code(), ask("88" + "21000000" + HASH.toHex() + "00").awaitReset());
    assertEquals(Fault.MALFORMED.code(), peer.open().send(REQUEST + "00").fin().awaitReset());
  }

  @Test
  void onlyValidatorsAreAnswered() throws Exception {
    RawStream asking = ask(REQUEST);
    protocol.topologyChanged(validators(TestNode.id(7)));
    assertEquals(Fault.REFUSED.code(), asking.fin().awaitReset());
  }

  // ---- asking

  private PeerReportFetcher fetcher(TestNode from, PeerId... validators) {
    Peers peers =
        proxy(
            Peers.class,
            "connected",
            connected.stream().map(id -> proxy(Peer.class, "id", id)).toList());
    PeerReportFetcher fetcher =
        new PeerReportFetcher(
            new MemoryChain(ChainBuilder.tiny(1), 1), peers, from.streams(), from, workers);
    fetcher.topologyChanged(validators(validators));
    return fetcher;
  }

  private static <T> T proxy(Class<T> type, String method, Object result) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              assertEquals(method, called.getName());
              return result;
            }));
  }

  private static CompletableFuture<WorkReport> fetch(PeerReportFetcher fetcher, PeerId... holders) {
    CompletableFuture<WorkReport> fetched = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                fetched.complete(fetcher.fetch(HASH, List.of(holders)));
              } catch (StreamException e) {
                fetched.completeExceptionally(e);
              }
            });
    return fetched;
  }

  private CompletableFuture<WorkReport> fetch() {
    return fetch(fetcher(node), RawPeer.ID);
  }

  private static Fault failure(CompletableFuture<WorkReport> fetched) {
    ExecutionException e = assertThrows(ExecutionException.class, fetched::get);
    return ((StreamException) e.getCause()).fault();
  }

  @Test
  void theHashIsAskedForAndTheReportTaken() throws Exception {
    CompletableFuture<WorkReport> fetched = fetch();
    RawStream stream = peer.accept();
    assertEquals(REQUEST, stream.receiveAll());
    stream.send(ANSWER).fin();
    assertEquals(REPORT, fetched.get());
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
  }

  @Test
  void anotherReportIsALie() throws Exception {
    CompletableFuture<WorkReport> fetched = fetch();
    peer.accept().send(ANSWER.replace("0b0c", "0b0d")).fin();
    assertEquals(Fault.UNAVAILABLE, failure(fetched));
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
  }

  @Test
  void whoDoesNotHaveItIsNotReported() throws Exception {
    CompletableFuture<WorkReport> fetched = fetch();
    peer.accept().reset(Fault.UNAVAILABLE.code());
    assertEquals(Fault.UNAVAILABLE, failure(fetched));
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
  }

  @Test
  void whatIsTooLargeForAReportIsNotRead() throws Exception {
    CompletableFuture<WorkReport> fetched = fetch();
    int size = PeerReportFetcher.maxSize(ProtocolParameters.TINY) + 1;
    RawStream stream = peer.accept();
    stream.send(
        new byte[] {(byte) size, (byte) (size >> 8), (byte) (size >> 16), (byte) (size >> 24)});
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
    assertEquals(Fault.UNAVAILABLE, failure(fetched));
  }

  @Test
  void bytesBehindTheReportAreRefused() throws Exception {
    CompletableFuture<WorkReport> fetched = fetch();
    peer.accept().send(ANSWER + "00").fin();
    assertEquals(Fault.UNAVAILABLE, failure(fetched));
  }

  @Test
  void whoSentTheJudgmentIsAskedBeforeOtherValidators() throws Exception {
    PeerId sender = TestNode.id(0x55);
    MemoryLink link = new MemoryLink(sender, node.id(), MemoryLink.Limits.DEFAULT);
    try (RawPeer holder = RawPeer.unattached(link)) {
      node.attach(link.acceptor());
      connected.addAll(List.of(TestNode.id(0x66), RawPeer.ID, sender));
      CompletableFuture<WorkReport> fetched = fetch(fetcher(node, RawPeer.ID, sender), sender);
      RawStream first = holder.accept();
      assertEquals(0, peer.waiting(), "nobody else yet");
      first.reset(Fault.UNAVAILABLE.code());
      peer.accept().send(ANSWER).fin();
      assertEquals(REPORT, fetched.get());
      assertEquals(0, holder.waiting(), "once only");
    }
  }

  /** It answers two at once, and who has refused is not asked again. */
  @Test
  void manyReportsOfOneHolderAreAskedForOneAfterTheOther() throws Exception {
    PeerReportFetcher fetcher = fetcher(node);
    List<CompletableFuture<WorkReport>> fetched = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      fetched.add(fetch(fetcher, RawPeer.ID));
    }
    for (int i = 0; i < 8; i++) {
      RawStream stream = peer.accept();
      assertEquals(REQUEST, stream.receiveAll());
      assertEquals(0, peer.waiting(), "one at a time");
      stream.send(ANSWER).fin();
    }
    for (CompletableFuture<WorkReport> each : fetched) {
      assertEquals(REPORT, each.get());
    }
  }

  @Test
  void whileAHolderIsBusyOthersAreAsked() throws Exception {
    connected.add(RawPeer.ID);
    PeerId sender = TestNode.id(0x55);
    MemoryLink link = new MemoryLink(sender, node.id(), MemoryLink.Limits.DEFAULT);
    try (RawPeer holder = RawPeer.unattached(link)) {
      node.attach(link.acceptor());
      PeerReportFetcher fetcher = fetcher(node, RawPeer.ID, sender);
      CompletableFuture<WorkReport> first = fetch(fetcher, sender);
      RawStream slow = holder.accept();
      CompletableFuture<WorkReport> second = fetch(fetcher, sender);
      peer.accept().send(ANSWER).fin();
      assertEquals(REPORT, second.get());
      assertEquals(0, holder.waiting());
      slow.send(ANSWER).fin();
      assertEquals(REPORT, first.get());
    }
  }

  @Test
  void onlyValidatorsAreAsked() throws Exception {
    connected.add(RawPeer.ID);
    assertEquals(Fault.UNAVAILABLE, failure(fetch(fetcher(node, TestNode.id(7)))));
    assertEquals(0, peer.waiting());
  }

  @Test
  void soManyAreAskedAndNoMore() throws Exception {
    PeerId[] many = new PeerId[PeerReportFetcher.MOST_ASKED + 1];
    for (int i = 0; i < many.length; i++) {
      many[i] = TestNode.id(0x10 + i); // not connected
    }
    many[PeerReportFetcher.MOST_ASKED] = RawPeer.ID;
    assertEquals(Fault.UNAVAILABLE, failure(fetch(fetcher(node), many)));
    assertEquals(0, peer.waiting());
  }

  @Test
  void bothHalvesTogether() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      ask("");
      protocol.topologyChanged(validators(pair.acceptor().other().id()));
      pair.acceptor().serve(136, protocol);
      assertEquals(
          REPORT, fetch(fetcher(pair.initiator().node()), pair.initiator().other().id()).get());
    }
  }
}
