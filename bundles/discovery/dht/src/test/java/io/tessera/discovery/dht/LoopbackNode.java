package io.tessera.discovery.dht;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.ethereum.beacon.discovery.schema.NodeRecord;

/** A node on loopback that notes whom it finds. */
final class LoopbackNode implements DhtNode.House, AutoCloseable {
  static final Hash CHAIN = Hash.wrap(filled(1));
  static final Hash OTHER_CHAIN = Hash.wrap(filled(2));

  private final Ed25519KeyPair key;
  private final int wanted;
  private final Map<PeerId, Integer> found = new HashMap<>();
  private final CompletableFuture<Long> enough = new CompletableFuture<>();
  private final long started = System.nanoTime();
  private final DhtNode node;
  private volatile Place place;

  /** Number n of a chain, which wants to find some peers of its chain. */
  LoopbackNode(int n, Hash chain, int wanted, Path folder, List<NodeRecord> bootstrap)
      throws IOException {
    this.wanted = wanted;
    key = key(n);
    place = Place.of(List.of(Endpoint.of(loopback(20_000 + n))));
    node =
        new DhtNode(
            new DhtNode.Setup(key, chain, loopback(0), bootstrap, new RecordFile(folder)), this);
  }

  static Ed25519KeyPair key(int n) {
    byte[] seed = filled(7);
    seed[0] = (byte) n;
    seed[1] = (byte) (n >> 8);
    return Ed25519KeyPair.of(seed);
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  DhtNode node() {
    return node;
  }

  NodeRecord record() {
    return node.record();
  }

  PeerId id() {
    return new PeerId(key.publicKey());
  }

  void moveTo(Place other) {
    place = other;
  }

  /** Completes with the milliseconds it took to find as many as are wanted. */
  CompletableFuture<Long> enough() {
    return enough;
  }

  /** Whom it has found, with the fewest hops it took. */
  synchronized Map<PeerId, Integer> found() {
    return new HashMap<>(found);
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public boolean takesPrivate() {
    return true;
  }

  @Override
  public boolean wantsMore() {
    return !enough.isDone();
  }

  @Override
  public synchronized void found(JamPeer peer, int hops) {
    found.merge(peer.peer(), hops, Math::min);
    if (found.size() >= wanted) {
      enough.complete((System.nanoTime() - started) / 1_000_000);
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
