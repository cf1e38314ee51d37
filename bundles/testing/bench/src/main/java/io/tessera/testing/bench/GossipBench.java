package io.tessera.testing.bench;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import io.tessera.net.Topology;
import io.tessera.testing.testkit.SealedChain;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * What gossip costs a node: messages and bytes that a validator sends per slot on the average, when
 * every core reports in every slot, every validator does all that it may, services wait for one
 * preimage a slot, and one report an epoch is found invalid. Messages through the grid are
 * simulated with the node's own topology, each taking its random time; those to everybody are
 * counted. The least is what the specification implies: each that has to hear is told once.
 */
final class GossipBench {
  /** The kind's byte, and the size before a message. */
  private static final int STREAM = 1;

  private static final int SIZE = 4;
  private static final int HASH = 32;
  private static final int SIGNATURE = 64;

  /** Hash and slot of the finalized block, beside a header. */
  private static final int FINALITY = HASH + 4;

  private static final int TICKET = 4 + 1 + 784;

  /** A report with one result and no output, and two signatures. */
  private static final int GUARANTEE = 600;

  /** Auditors that look at a report before the first tranche ends (Gray Paper, "Auditing"). */
  private static final int REPORTS_AUDITED_BY_EACH = 10;

  private static final int ROUNDS = 20;

  private final ProtocolParameters parameters;
  private final int validators;
  private final int cores;
  private final List<PeerId> ids = new ArrayList<>();
  private final List<List<Integer>> neighbours = new ArrayList<>();
  private final Random random = new Random(1);

  private GossipBench(ProtocolParameters parameters) {
    this.parameters = parameters;
    validators = parameters.validators();
    cores = parameters.cores();
    List<Ed25519Public> keys = new ArrayList<>();
    for (int i = 0; i < validators; i++) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      keys.add(Ed25519Public.wrap(key));
      ids.add(new PeerId(keys.getLast()));
    }
    Topology topology = new Topology(keys, keys, keys);
    for (PeerId id : ids) {
      List<Integer> those = new ArrayList<>();
      for (int j = 0; j < validators; j++) {
        if (topology.neighbours(id, ids.get(j))) {
          those.add(j);
        }
      }
      neighbours.add(those);
    }
  }

  static void run() {
    for (ProtocolParameters parameters :
        List.of(ProtocolParameters.TINY, ProtocolParameters.FULL)) {
      new GossipBench(parameters).print();
    }
  }

  private void print() {
    double grid = neighbours.stream().mapToInt(List::size).average().orElseThrow();
    System.out.printf(
        "%,d validators, %d cores, slots of %d s, %.1f neighbours in the grid%n",
        validators, cores, parameters.slotSeconds(), grid);
    System.out.printf(
        "  %-34s %14s %16s %9s%n", "sent by a node per slot", "messages", "bytes", "of least");
    double everybody = validators - 1.0;
    double flooded = flood();
    double perEpoch = 1.0 / parameters.epochLength();
    double tickets = validators * (double) parameters.ticketsPerValidator() * perEpoch;
    row("UP 0 block announcement", flooded, everybody, header() + FINALITY, 0);
    row(
        "CE 131 ticket to its proxy",
        tickets * everybody / validators,
        tickets * everybody / validators,
        TICKET,
        1);
    row("CE 132 ticket to all", tickets * everybody, tickets * everybody, TICKET, 1);
    row("CE 135 guarantee to all", cores * everybody, cores * everybody, GUARANTEE, 1);
    row(
        "CE 141 assurance to all",
        validators * everybody,
        validators * everybody,
        HASH + parameters.availabilityBitfieldBytes() + SIGNATURE,
        1);
    row("CE 142 preimage announcement", flooded, everybody, 4 + HASH + 4, 1);
    int announced = Math.min(REPORTS_AUDITED_BY_EACH, cores);
    row(
        "CE 144 audit, first tranche",
        validators * everybody,
        validators * everybody,
        HASH + 1 + 1 + announced * (2 + HASH) + SIGNATURE + SIZE + 96,
        1);
    double judgments = validators * (double) announced;
    row(
        "CE 145 judgments to all",
        judgments * everybody,
        judgments * everybody,
        4 + 2 + 1 + HASH + SIGNATURE,
        1);
    row(
        "CE 145 a negative one an epoch",
        flooded * perEpoch,
        everybody * perEpoch,
        4 + 2 + 1 + HASH + SIGNATURE + SIZE + 4 + 1 + 3 * (2 + SIGNATURE),
        1);
  }

  /** Messages of all nodes in a slot, and how many there are at least. */
  private void row(String what, double messages, double least, int bytes, int newStreams) {
    double each = messages / validators;
    System.out.printf(
        "  %-34s %,14.2f %,16.0f %9.2f%n",
        what, each, each * (bytes + SIZE + newStreams * STREAM), messages / least);
  }

  private static int header() {
    SealedChain chain = SealedChain.tiny(1);
    Header header = chain.chain(1).getFirst().header();
    Bytes encoded = Bytes.wrap(Header.codec(chain.parameters()).encode(header));
    return encoded.size();
  }

  /** Somebody hears of something at a time, from somebody. */
  private record Arrival(double time, int from, int to) {}

  /**
   * Messages until all know of something, on the average: who hears of it first tells all
   * neighbours that have not told it; on the way messages cross.
   */
  private double flood() {
    long sent = 0;
    for (int round = 0; round < ROUNDS; round++) {
      PriorityQueue<Arrival> way = new PriorityQueue<>((a, b) -> Double.compare(a.time, b.time));
      boolean[] knows = new boolean[validators];
      int author = random.nextInt(validators);
      way.add(new Arrival(0, author, author));
      int heard = 0;
      while (!way.isEmpty()) {
        Arrival arrival = way.remove();
        if (!knows[arrival.to]) {
          knows[arrival.to] = true;
          heard++;
          sent += tell(arrival, way);
        }
      }
      if (heard < validators) {
        throw new IllegalStateException((validators - heard) + " never heard of it");
      }
    }
    return sent / (double) ROUNDS;
  }

  /** A message takes between 20 and 220 ms. */
  private int tell(Arrival arrival, PriorityQueue<Arrival> way) {
    int told = 0;
    for (int neighbour : neighbours.get(arrival.to)) {
      if (neighbour != arrival.from) {
        way.add(
            new Arrival(arrival.time + 0.02 + 0.2 * random.nextDouble(), arrival.to, neighbour));
        told++;
      }
    }
    return told;
  }
}
