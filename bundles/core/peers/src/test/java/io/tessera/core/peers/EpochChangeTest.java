package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Topology;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * All validators of a network over an epoch change, some with their whole peer managers, the others
 * light ones that keep the rule; with {@code -Dtessera.soak=true} a full network of 1,023.
 */
class EpochChangeTest {
  private static final boolean SOAK = Boolean.getBoolean("tessera.soak");
  private static final int VALIDATORS = SOAK ? 1023 : 255;

  /** One node of so many has a whole peer manager. */
  private static final int WHOLE = SOAK ? 8 : 16;

  /** Validators that each epoch replaces. */
  private static final int TURNOVER = SOAK ? 341 : 20;

  /** Room for ordinary peers: little, since it is not what this is about. */
  private static final int ORDINARY = 4;

  /** Nodes that are down at first. */
  private static final int LATE = 5;

  /** Names from here on are no IP addresses: all would be in one range. */
  private static final int HOSTS = 1000;

  private static final int WIDTH = (int) Math.sqrt(VALIDATORS);

  private final FakeNet net = new FakeNet(4, 20);
  private final List<Node> nodes = new ArrayList<>();
  private final List<PeerId> pool = new ArrayList<>();
  private final Map<PeerId, Integer> hosts = new HashMap<>();
  private final Map<PeerId, Node> byId = new HashMap<>();
  private final Map<PeerId, LightNode> lights = new HashMap<>();
  private final Set<PeerId> late = new HashSet<>();

  @Test
  void eachPairHasOneInitiatorAndUp0IsBetweenNeighbours() {
    List<List<PeerId>> epochs = epochs();
    Topology before = topology(epochs.subList(0, 3));
    Topology after = topology(epochs.subList(1, 4));

    Set<PeerId> validators = union(before);
    nodes.stream().limit(LATE).forEach(node -> late.add(node.id));
    pool.stream().filter(id -> !late.contains(id)).forEach(this::start);
    apply(before, Set.of());
    net.time.pass(Duration.ofSeconds(20));
    late.forEach(this::start);
    net.time.pass(Duration.ofSeconds(40));
    assertConnected(validators, late);
    print("at the start", validators, before);

    apply(after, validators);
    net.time.pass(Duration.ofSeconds(30));
    Set<PeerId> then = union(after);
    assertConnected(then, late);
    print("after the epoch change", then, after);
    for (Node node : nodes) {
      assertTrue(ordinary(node, then) <= ORDINARY, "peers that left are counted");
    }
  }

  /** Four epochs' validators, of which each replaces some of the one before at their indices. */
  private List<List<PeerId>> epochs() {
    for (int i = 0; i < VALIDATORS + 3 * TURNOVER; i++) {
      PeerId id = net.newPeer();
      pool.add(id);
      hosts.put(id, HOSTS + i);
      if (i % WHOLE == 0) {
        Node node = new Node(net, id, 2);
        node.limit(ORDINARY, 0);
        node.address = FakeNet.address(HOSTS + i, id);
        nodes.add(node);
        byId.put(id, node);
      } else {
        lights.put(id, new LightNode(net, id));
      }
    }
    List<List<PeerId>> epochs = new ArrayList<>();
    List<PeerId> set = new ArrayList<>(pool.subList(0, VALIDATORS));
    epochs.add(List.copyOf(set));
    for (int epoch = 1; epoch < 4; epoch++) {
      for (int i = 0; i < TURNOVER; i++) {
        int index = (epoch - 1) * TURNOVER + i;
        set.set(index, pool.get(VALIDATORS + index));
      }
      epochs.add(List.copyOf(set));
    }
    return epochs;
  }

  private static Topology topology(List<List<PeerId>> epochs) {
    List<List<Ed25519Public>> keys =
        epochs.stream().map(set -> set.stream().map(PeerId::key).toList()).toList();
    return new Topology(keys.get(0), keys.get(1), keys.get(2));
  }

  private static Set<PeerId> union(Topology topology) {
    Set<PeerId> all = new HashSet<>();
    for (List<Ed25519Public> set :
        List.of(topology.previous(), topology.current(), topology.next())) {
      set.forEach(key -> all.add(new PeerId(key)));
    }
    return all;
  }

  private void start(PeerId id) {
    Node node = byId.get(id);
    net.listen(hosts.get(id), id, node == null ? lights.get(id) : node.manager);
  }

  /** Tells each node of the sets, within a second, and then where the new validators are. */
  private void apply(Topology topology, Set<PeerId> known) {
    Set<PeerId> validators = union(topology);
    List<Node> whole = nodes.stream().filter(node -> validators.contains(node.id)).toList();
    for (Node node : nodes) {
      Duration moment = Duration.ofMillis(net.random.nextInt(1000));
      net.time.after(moment, () -> node.manager.topologyChanged(topology));
      if (validators.contains(node.id)) {
        net.time.after(moment.plusSeconds(1), () -> offer(validators, known, node));
      }
    }
    for (LightNode light : lights.values()) {
      if (validators.contains(light.id)) {
        Duration moment = Duration.ofMillis(1000 + net.random.nextInt(1000));
        net.time.after(
            moment,
            () -> light.dial(whole.stream().filter(node -> !late.contains(node.id)).toList()));
      }
    }
  }

  private void offer(Set<PeerId> validators, Set<PeerId> known, Node to) {
    for (PeerId id : validators) {
      if (!known.contains(id) || !known.contains(to.id)) {
        to.manager.offer(FakeNet.address(hosts.get(id), id), "validators");
      }
    }
  }

  private void assertConnected(Set<PeerId> validators, Set<PeerId> exempt) {
    for (Node node : nodes) {
      for (PeerId other : validators.contains(node.id) ? validators : Set.<PeerId>of()) {
        if (!other.equals(node.id)) {
          Link link = (Link) node.manager.find(other).orElseThrow();
          FakeConnection end = ((FakeConnection) link.connection).other;
          assertSame(end, endAt(other, node.id), "both ends have the same connection");
          if (!exempt.contains(node.id) && !exempt.contains(other)) {
            boolean preferred = Topology.preferredInitiator(node.id, other).equals(node.id);
            assertEquals(preferred, link.initiator(), "the preferred initiator has dialed");
          }
        }
      }
    }
  }

  private FakeConnection endAt(PeerId node, PeerId peer) {
    return byId.containsKey(node)
        ? byId.get(node).connection(peer)
        : lights.get(node).connections.get(peer);
  }

  private static long ordinary(Node node, Set<PeerId> validators) {
    boolean validator = validators.contains(node.id);
    return node.manager.connected().stream()
        .filter(peer -> !validator || !validators.contains(peer.id()))
        .count();
  }

  private void print(String when, Set<PeerId> validators, Topology topology) {
    Map<PeerId, List<PeerId>> neighbours = new HashMap<>();
    Map<PeerId, int[]> indices = indices(topology);
    for (PeerId a : validators) {
      List<PeerId> own = new ArrayList<>();
      for (PeerId b : validators) {
        boolean wanted = !a.equals(b) && inGrid(indices.get(a), indices.get(b));
        assertEquals(wanted, topology.neighbours(a, b));
        if (wanted) {
          own.add(b);
        }
      }
      neighbours.put(a, own);
    }
    int[] flood = flood(neighbours, validators.iterator().next());
    Set<PeerId> whole = new HashSet<>(validators);
    whole.retainAll(byId.keySet());
    System.out.printf(
        "%s: %d validators; connections %s; dials %s; UP 0 %s; a block takes %d announcements a"
            + " node and %d hops%n",
        when,
        validators.size(),
        figures(whole, id -> byId.get(id).manager.connected().size()),
        figures(whole, id -> byId.get(id).transport.attempts.size()),
        figures(validators, id -> neighbours.get(id).size()),
        flood[0] / validators.size(),
        flood[1]);
  }

  private static String figures(Set<PeerId> ids, java.util.function.ToIntFunction<PeerId> figure) {
    IntSummaryStatistics all = ids.stream().mapToInt(figure).summaryStatistics();
    return "%d to %d, mean %.1f".formatted(all.getMin(), all.getMax(), all.getAverage());
  }

  /** Each validator's index in the three epochs, -1 where it has none. */
  private static Map<PeerId, int[]> indices(Topology topology) {
    Map<PeerId, int[]> all = new HashMap<>();
    List<List<Ed25519Public>> sets =
        List.of(topology.previous(), topology.current(), topology.next());
    for (int epoch = 0; epoch < 3; epoch++) {
      for (int i = 0; i < sets.get(epoch).size(); i++) {
        all.computeIfAbsent(new PeerId(sets.get(epoch).get(i)), id -> new int[] {-1, -1, -1})[
                epoch] =
            i;
      }
    }
    return all;
  }

  /** The grid as the specification draws it. */
  private static boolean inGrid(int[] a, int[] b) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        boolean both = a[i] >= 0 && b[j] >= 0;
        boolean line = a[i] / WIDTH == b[j] / WIDTH || a[i] % WIDTH == b[j] % WIDTH;
        if (both && (i == j ? line : a[i] == b[j])) {
          return true;
        }
      }
    }
    return false;
  }

  /** Announcements until all have a block, and how far it is from its author. */
  private static int[] flood(Map<PeerId, List<PeerId>> neighbours, PeerId author) {
    Map<PeerId, Integer> hops = new HashMap<>(Map.of(author, 0));
    Map<PeerId, PeerId> from = new HashMap<>();
    Deque<PeerId> queue = new ArrayDeque<>(List.of(author));
    int messages = 0;
    int far = 0;
    while (!queue.isEmpty()) {
      PeerId node = queue.remove();
      for (PeerId other : neighbours.get(node)) {
        if (other.equals(from.get(node))) {
          continue; // it announced the block itself
        }
        messages++;
        if (hops.putIfAbsent(other, hops.get(node) + 1) == null) {
          from.put(other, node);
          far = Math.max(far, hops.get(other));
          queue.add(other);
        }
      }
    }
    assertEquals(neighbours.size(), hops.size(), "the grid is connected");
    return new int[] {messages, far};
  }
}
