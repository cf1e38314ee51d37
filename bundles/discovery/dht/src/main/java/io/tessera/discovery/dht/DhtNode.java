package io.tessera.discovery.dht;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.ethereum.beacon.discovery.DiscoverySystemBuilder;
import org.ethereum.beacon.discovery.MutableDiscoverySystem;
import org.ethereum.beacon.discovery.crypto.Signer;
import org.ethereum.beacon.discovery.network.NettyDiscoveryServer;
import org.ethereum.beacon.discovery.schema.EnrField;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node in the table: answers others, and looks up random places of the table in rounds on a
 * thread of its own. Made running; for others are {@link #introduce}, {@link #record}, {@link
 * #status} and {@link #close}, from any thread.
 */
final class DhtNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DhtNode.class);
  private static final Duration NEVER = Duration.ofDays(3_650); // the library's own lookups
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration SAVED_EVERY = Duration.ofMinutes(5);
  private static final int ENTRIES = 64;
  private static final int REMEMBERED = 1_000;

  private final Setup setup;
  private final House house;
  private final Signer signer;
  private final JamEntry entry;
  private final Policy policy;
  private final Records records;
  private final OwnedThreads threads;
  private final UdpSocket socket;
  private final MutableDiscoverySystem system;
  private final Pace pace = new Pace();
  private final Random random = new Random();
  private final Map<Bytes, NodeRecord> entries = new LinkedHashMap<>();
  private final Map<PeerId, JamPeer> found = new LinkedHashMap<>();
  private ScheduledFuture<?> next;
  private Instant saved = Instant.now();
  private volatile Place place;
  private volatile Status status = new Status(0, 0, 0, 0);
  private volatile boolean closed;

  /**
   * What a node is made of.
   *
   * @param key the JAM node's key
   * @param genesis hash of its chain's genesis header
   * @param listen where to bind; port 0 takes any
   * @param bootstrap records of nodes to begin with
   * @param file where the table is kept
   */
  record Setup(
      Ed25519KeyPair key,
      Hash genesis,
      InetSocketAddress listen,
      List<NodeRecord> bootstrap,
      RecordFile file) {}

  /** What the node asks of its house, and tells it; called on the node's threads, not to block. */
  interface House {
    /** Where the JAM node is reached. */
    Place place();

    /** Whether private addresses are used. */
    boolean takesPrivate();

    /** Whether more peers are wanted soon. */
    boolean wantsMore();

    /** A lookup has come by a peer of the chain, so many nodes away; again and again. */
    void found(JamPeer peer, int hops);
  }

  /**
   * How it goes.
   *
   * @param nodes in the table, of all chains
   * @param lookups that have ended
   * @param found peers of the chain since the start
   * @param refused packets that came too fast
   */
  record Status(int nodes, long lookups, long found, long refused) {}

  /**
   * Binds and starts.
   *
   * @throws IOException when the port cannot be had
   */
  DhtNode(Setup setup, House house) throws IOException {
    this.setup = setup;
    this.house = house;
    String name = "tessera-dht-" + new PeerId(setup.key().publicKey()).shortName();
    signer = NodeSigner.derive(setup.key().seed());
    policy = new Policy(house::takesPrivate);
    records = new Records(setup.genesis());
    place = house.place();
    entry =
        JamEntry.sign(
            setup.key(),
            Records.ours(signer.deriveCompressedPublicKeyFromPrivate()),
            setup.genesis(),
            place.port());
    List<NodeRecord> known = setup.file().read();
    socket = new UdpSocket(setup.listen(), name);
    threads = new OwnedThreads(name);
    NodeRecord own = Records.own(signer, sequence(known), place, socket.local().getPort(), entry);
    system =
        new DiscoverySystemBuilder()
            .localNodeRecord(own)
            .signer(signer)
            .schedulers(threads)
            .listen(socket.local()) // looked at though there are servers
            .discoveryServers(socket.servers().toArray(NettyDiscoveryServer[]::new))
            .addressAccessPolicy(policy)
            .newAddressHandler(this::seenFromOutside)
            .recursiveLookupInterval(NEVER)
            .buildMutable();
    system.start().join(); // the socket is bound: nothing to wait for
    threads.rounds().execute(() -> begin(known));
  }

  /** Greater than any before, also when the clock was set back or the file was lost. */
  private long sequence(List<NodeRecord> known) {
    Bytes key = signer.deriveCompressedPublicKeyFromPrivate();
    long before =
        known.stream()
            .filter(record -> key.equals(record.get(EnrField.PKEY_SECP256K1)))
            .mapToLong(record -> record.getSeq().toLong())
            .max()
            .orElse(0);
    return Math.max(before + 1, Instant.now().getEpochSecond());
  }

  /** What others say that they see, where this node does not know by itself. */
  private Optional<NodeRecord> seenFromOutside(NodeRecord old, InetSocketAddress seen) {
    return place.knows(seen.getAddress().getClass()) || !policy.allow(seen)
        ? Optional.empty()
        : Optional.of(old.withNewAddress(seen, Optional.empty(), Optional.empty(), signer));
  }

  /** The JAM node may have moved: others should know soon. */
  void moved() {
    threads
        .rounds()
        .execute(
            () -> {
              follow(house.place());
              hurry();
            });
  }

  /** This node's record as it is now. */
  NodeRecord record() {
    follow(house.place());
    return system.getLocalNodeRecord();
  }

  /**
   * Takes a node into the table when its record proves that it is a peer's of our chain; it is
   * asked before it is handed on.
   *
   * @param peer who is said to be behind it
   * @param encoded what is said to be a record
   * @return completes exceptionally with an {@link IllegalArgumentException} when it is no record;
   *     else with whether it proves that
   */
  CompletableFuture<Boolean> introduce(PeerId peer, io.tessera.lib.codec.Bytes encoded) {
    return CompletableFuture.supplyAsync(
        () -> {
          NodeRecord record = Records.decode(encoded);
          boolean proved =
              new Records(setup.genesis())
                  .peer(record)
                  .filter(behind -> behind.peer().equals(peer))
                  .isPresent();
          if (proved && policy.allow(record)) {
            enter(record);
          }
          return proved;
        },
        threads.quick());
  }

  Status status() {
    return status;
  }

  /** Where its socket is. */
  InetSocketAddress local() {
    return socket.local();
  }

  private void begin(List<NodeRecord> known) {
    known.stream().filter(policy::allow).forEach(system::addNodeRecord);
    setup.bootstrap().forEach(this::enter);
    round();
  }

  private void enter(NodeRecord record) {
    synchronized (entries) {
      entries.put(record.getNodeId(), record);
      if (entries.size() > ENTRIES) {
        entries.remove(entries.keySet().iterator().next());
      }
    }
    system.addNodeRecord(record);
    threads.rounds().execute(this::hurry);
  }

  private void hurry() {
    pace.hurry();
    if (next != null && next.getDelay(TimeUnit.MILLISECONDS) > Pace.SHORTEST.toMillis()) {
      next.cancel(false);
      schedule(Pace.SHORTEST);
    }
  }

  private void schedule(Duration pause) {
    if (!closed) {
      next = threads.rounds().schedule(this::round, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void round() {
    boolean somebodyNew = false;
    try {
      follow(house.place());
      somebodyNew = lookUp();
      saveNowAndThen();
    } catch (InterruptedException e) {
      return;
    } catch (RuntimeException bug) { // the edge: one round's failure must not end the others
      LOG.error("A round of the DHT failed; the next one is made all the same", bug);
    }
    schedule(pace.after(somebodyNew, !house.wantsMore()));
  }

  /** The JAM node may have moved to another port or address, such as when its transport started. */
  private synchronized void follow(Place now) {
    if (now.equals(place)) {
      return;
    }
    place = now;
    system.updateCustomFieldValue(JamEntry.FIELD, Records.value(entry.withPort(now.port())));
    now.ipv4().ifPresent(ip -> system.updateCustomFieldValue(EnrField.IP_V4, Records.bytes(ip)));
    now.ipv6().ifPresent(ip -> system.updateCustomFieldValue(EnrField.IP_V6, Records.bytes(ip)));
  }

  private boolean lookUp() throws InterruptedException {
    List<NodeRecord> known = table();
    synchronized (entries) {
      known.addAll(entries.values());
    }
    Bytes self = system.getLocalNodeRecord().getNodeId();
    int before = found.size();
    for (Lookup.Seen seen : new Lookup(self, Bytes32.random(), random, this::ask).run(known)) {
      records.peer(seen.record()).ifPresent(peer -> take(peer, seen.hops()));
    }
    Status last = status;
    status =
        new Status(
            table().size(),
            last.lookups() + 1,
            last.found() + Math.max(0, found.size() - before),
            socket.refused());
    return found.size() > before;
  }

  private CompletableFuture<Collection<NodeRecord>> ask(NodeRecord node, List<Integer> distances) {
    try {
      return system.findNodes(node, distances);
    } catch (RuntimeException unaskable) { // of a stranger's record
      return CompletableFuture.failedFuture(unaskable);
    }
  }

  private void take(JamPeer peer, int hops) {
    if (peer.peer().key().equals(setup.key().publicKey())) {
      return;
    }
    found.put(peer.peer(), peer);
    if (found.size() > REMEMBERED) {
      found.remove(found.keySet().iterator().next());
    }
    house.found(peer, hops);
  }

  private List<NodeRecord> table() {
    List<NodeRecord> all = new ArrayList<>();
    system.getNodeRecordBuckets().forEach(all::addAll);
    return all;
  }

  private void saveNowAndThen() {
    if (Duration.between(saved, Instant.now()).compareTo(SAVED_EVERY) > 0) {
      save();
    }
  }

  private void save() {
    List<NodeRecord> all = table();
    all.add(0, system.getLocalNodeRecord());
    setup.file().write(all);
    saved = Instant.now();
  }

  /** Ends the rounds, closes the port, waits for the threads and keeps the table. */
  @Override
  public void close() {
    closed = true;
    if (!threads.stop(PATIENCE)) {
      LOG.error("Threads of the DHT do not end within {}", PATIENCE);
    }
    system.stop();
    socket.close();
    save();
  }
}
