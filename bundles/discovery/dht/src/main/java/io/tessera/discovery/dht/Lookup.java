package io.tessera.discovery.dht;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.ethereum.beacon.discovery.util.Functions;

/**
 * Kademlia's node lookup (discv5-theory.md, "Lookup"): asks the closest nodes that are known to a
 * target for closer ones, three at a time, until the closest sixteen have been asked. Bounded in
 * the number of questions, of nodes and in time. Used once, by one thread, which it blocks.
 */
final class Lookup {
  private static final int AT_ONCE = 3;
  private static final int CLOSEST = 16;
  private static final int MOST_ASKED = 16;
  private static final int MOST_NODES = 1_000;
  private static final int LAST_BUCKET = 256;
  private static final int FULL_BUCKETS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Bytes self;
  private final Bytes target;
  private final Random random;
  private final Question question;
  private final Map<Bytes, Seen> seen = new HashMap<>();
  private final Set<Bytes> asked = new HashSet<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private int waiting;

  /** Asks a node for what it knows at some distances from itself. */
  interface Question {
    /** Completes exceptionally when the node does not answer. */
    CompletableFuture<Collection<NodeRecord>> ask(NodeRecord node, List<Integer> distances);
  }

  /**
   * A node that the lookup has seen.
   *
   * @param record its record
   * @param hops how many nodes had to be asked, one after the other, to hear of it; 0 when it was
   *     known before
   * @param distance the exclusive or of its id and the target
   */
  record Seen(NodeRecord record, int hops, Bytes distance) {}

  private record Answer(Seen from, Collection<NodeRecord> nodes) {}

  /** A lookup that starts from the nodes given to {@link #run}. */
  Lookup(Bytes self, Bytes target, Random random, Question question) {
    this.self = self;
    this.target = target;
    this.random = random;
    this.question = question;
  }

  /** Runs to its end and returns all nodes that were heard of. */
  Collection<Seen> run(Collection<NodeRecord> known) throws InterruptedException {
    known.forEach(record -> add(record, 0));
    while (true) {
      Optional<Seen> next = waiting < AT_ONCE ? next() : Optional.empty();
      if (next.isPresent()) {
        ask(next.get());
      } else if (waiting == 0) {
        return seen.values();
      } else {
        take();
      }
    }
  }

  private void add(NodeRecord record, int hops) {
    Bytes id = record.getNodeId();
    if (!id.equals(self) && seen.size() < MOST_NODES) {
      seen.putIfAbsent(id, new Seen(record, hops, id.xor(target)));
    }
  }

  /** The closest node that has not been asked, if it is among the closest of all. */
  private Optional<Seen> next() {
    if (asked.size() >= MOST_ASKED) {
      return Optional.empty();
    }
    return seen.values().stream()
        .sorted(Comparator.comparing(Seen::distance, Lookup::compare))
        .limit(CLOSEST)
        .filter(node -> !asked.contains(node.record().getNodeId()))
        .findFirst();
  }

  private static int compare(Bytes a, Bytes b) {
    return Arrays.compareUnsigned(a.toArrayUnsafe(), b.toArrayUnsafe());
  }

  private void ask(Seen node) {
    asked.add(node.record().getNodeId());
    waiting++;
    CompletableFuture<?> unused =
        question
            .ask(node.record(), distances(node.distance()))
            .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (nodes, failure) ->
                    answers.add(new Answer(node, failure == null ? nodes : List.of())));
  }

  /**
   * The target's distance from the node and the two beside it (discv5-theory.md), and after them
   * two of the buckets that have most nodes: an answer has room for sixteen, and close to the
   * target there are few.
   */
  private List<Integer> distances(Bytes exclusiveOr) {
    int exact = Functions.logDistance(exclusiveOr, Bytes.wrap(new byte[exclusiveOr.size()]));
    IntStream far = random.ints(2, LAST_BUCKET - FULL_BUCKETS + 1, LAST_BUCKET + 1);
    return IntStream.concat(IntStream.of(exact, exact + 1, exact - 1), far)
        .filter(distance -> distance >= 1 && distance <= LAST_BUCKET)
        .distinct()
        .boxed()
        .toList();
  }

  private void take() throws InterruptedException {
    Answer answer = answers.take();
    waiting--;
    answer.nodes().forEach(record -> add(record, answer.from().hops() + 1));
  }
}
