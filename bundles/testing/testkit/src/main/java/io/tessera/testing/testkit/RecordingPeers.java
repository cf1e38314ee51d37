package io.tessera.testing.testkit;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A peer manager that dials nobody and remembers what discoveries tell it; the connections that
 * there are, the test makes up. Safe from any thread.
 */
public final class RecordingPeers implements Peers {
  private final List<Peer> connected = new CopyOnWriteArrayList<>();
  private final List<Candidate> offered = new ArrayList<>();
  private final List<PeerAddress> withdrawn = new ArrayList<>();

  /** From now on this peer is connected. */
  public void connected(Peer peer) {
    connected.add(peer);
  }

  /** What was offered since the last call, in order, with doubles. */
  public synchronized List<PeerAddress> takeOffered() {
    List<PeerAddress> taken = offered.stream().map(Candidate::address).toList();
    offered.clear();
    return taken;
  }

  /** What was withdrawn since the last call, in order. */
  public synchronized List<PeerAddress> takeWithdrawn() {
    List<PeerAddress> taken = List.copyOf(withdrawn);
    withdrawn.clear();
    return taken;
  }

  @Override
  public List<Peer> connected() {
    return connected;
  }

  @Override
  public Optional<Peer> find(PeerId peer) {
    return connected.stream().filter(each -> each.id().equals(peer)).findFirst();
  }

  @Override
  public CompletableFuture<Peer> connect(PeerAddress address) {
    throw new UnsupportedOperationException("a discovery offers, and does not dial " + address);
  }

  @Override
  public void disconnect(PeerId peer, String reason) {
    connected.removeIf(each -> each.id().equals(peer));
  }

  @Override
  public synchronized void offer(PeerAddress address, String source) {
    offered.add(new Candidate(address, source, 0, ""));
  }

  @Override
  public synchronized void withdraw(PeerAddress address, String source) {
    withdrawn.add(address);
  }

  /** What was offered and not taken yet. */
  @Override
  public synchronized List<Candidate> candidates() {
    return List.copyOf(offered);
  }
}
