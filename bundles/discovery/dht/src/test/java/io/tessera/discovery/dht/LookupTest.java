package io.tessera.discovery.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.ethereum.beacon.discovery.util.Functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against nodes that know a chain of others, without sockets. */
@Timeout(60)
class LookupTest {
  private static final int NODES = 40;
  private static final Bytes SELF = Bytes32.fromHexStringLenient("0x1234");

  private final List<NodeRecord> nodes = new ArrayList<>();
  private final Map<Bytes, Integer> number = new HashMap<>();

  LookupTest() {
    for (int i = 0; i < NODES; i++) {
      NodeSigner signer = NodeSigner.derive(LoopbackNode.key(i).seed());
      JamEntry entry =
          JamEntry.sign(
              LoopbackNode.key(i),
              Records.ours(signer.deriveCompressedPublicKeyFromPrivate()),
              LoopbackNode.CHAIN,
              1);
      NodeRecord record = Records.own(signer, 1, Place.NOWHERE, 1, entry);
      nodes.add(record);
      number.put(record.getNodeId(), i);
    }
  }

  private Lookup lookup(Lookup.Question question) {
    return new Lookup(SELF, Bytes32.ZERO, new Random(1), question);
  }

  private CompletableFuture<Collection<NodeRecord>> next(NodeRecord node) {
    int i = number.get(node.getNodeId()) + 1;
    return CompletableFuture.completedFuture(i < NODES ? List.of(nodes.get(i)) : List.of());
  }

  @Test
  void hopsAreCountedAlongTheWay() throws Exception {
    Collection<Lookup.Seen> seen =
        lookup((node, distances) -> next(node)).run(List.of(nodes.get(0)));
    assertTrue(seen.size() > 10, seen.size() + " nodes");
    for (Lookup.Seen each : seen) {
      assertEquals(number.get(each.record().getNodeId()), each.hops());
    }
  }

  @Test
  void aNodeIsAskedAtTheTargetsDistanceAndOnce() throws Exception {
    Set<Bytes> asked = new HashSet<>();
    lookup(
            (node, distances) -> {
              int exact = Functions.logDistance(node.getNodeId(), Bytes32.ZERO);
              assertEquals(exact, distances.get(0));
              assertTrue(distances.size() <= 5, "the target's, its two neighbours, two far ones");
              assertTrue(distances.stream().allMatch(d -> d >= 1 && d <= 256));
              assertTrue(asked.add(node.getNodeId()));
              return next(node);
            })
        .run(nodes);
  }

  @Test
  void theClosestAreAskedAndNoMoreThanThat() throws Exception {
    Set<Bytes> asked = new HashSet<>();
    lookup(
            (node, distances) -> {
              asked.add(node.getNodeId());
              return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
            })
        .run(nodes);
    Set<Bytes> closest =
        nodes.stream()
            .map(NodeRecord::getNodeId)
            .sorted((x, y) -> x.toUnsignedBigInteger().compareTo(y.toUnsignedBigInteger()))
            .limit(16)
            .collect(Collectors.toSet());
    assertEquals(closest, asked);
  }

  @Test
  void threeQuestionsAreOpenAtMost() throws Exception {
    BlockingQueue<CompletableFuture<Collection<NodeRecord>>> open = new LinkedBlockingQueue<>();
    AtomicInteger most = new AtomicInteger();
    Thread asking = Thread.currentThread();
    Thread answering =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 5; i++) {
                    while (asking.getState() != Thread.State.WAITING) {
                      Thread.onSpinWait();
                    }
                    CompletableFuture<Collection<NodeRecord>> question = open.poll();
                    while (question == null) {
                      Thread.onSpinWait();
                      question = open.poll();
                    }
                    question.complete(List.of());
                  }
                });
    Collection<Lookup.Seen> seen =
        lookup(
                (node, distances) -> {
                  CompletableFuture<Collection<NodeRecord>> question = new CompletableFuture<>();
                  open.add(question);
                  most.accumulateAndGet(open.size(), Math::max);
                  return question;
                })
            .run(nodes.subList(0, 5));
    answering.join();
    assertEquals(5, seen.size());
    assertEquals(3, most.get());
  }

  @Test
  void silenceEndsAfterAWhile() throws Exception {
    Collection<Lookup.Seen> seen =
        lookup((node, distances) -> new CompletableFuture<>()).run(nodes.subList(0, 2));
    assertEquals(2, seen.size());
  }
}
