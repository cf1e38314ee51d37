package io.tessera.protocol.up0;

import io.tessera.chain.Announcements;
import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.PersistentProtocol;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Announces new blocks to neighbours and hands theirs to the sync controller. */
@Component(service = {StreamProtocol.class, ChainListener.class})
@StreamKind(BlockAnnouncementProtocol.KIND)
public final class BlockAnnouncementProtocol implements PersistentProtocol, ChainListener {
  static final int KIND = 0;

  private final Chain chain;
  private final NodeKey self;
  private final Limits limits;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Announcements> announcements = new AtomicReference<>();
  private volatile EncodedBlock latest;

  /** Announces the blocks of a chain. */
  @Activate
  public BlockAnnouncementProtocol(@Reference Chain chain, @Reference NodeKey self) {
    this.chain = chain;
    this.self = self;
    int largest = Math.max(Handshake.MAX_SIZE, Announcement.maxSize(chain.parameters()));
    limits = new Limits(largest, Duration.ofSeconds(10), Limits.DEFAULT.maxPerPeer());
  }

  /** The sync controller; one that comes late is told what the neighbours have said before. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindAnnouncements(Announcements added) {
    announcements.set(added);
    sessions.forEach(session -> session.introduce(added));
  }

  void unbindAnnouncements(Announcements removed) {
    announcements.compareAndSet(removed, null);
  }

  @Override
  public String name() {
    return "UP 0 block announcement";
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public boolean wanted(Peer peer, Topology topology) {
    boolean bothValidators = topology.isValidator(self.id()) && topology.isValidator(peer.id());
    return !bothValidators || topology.neighbours(self.id(), peer.id());
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    Session session = new Session(this, chain, stream);
    // Listening before the leaves of the handshake are read: no block falls between the two.
    sessions.add(session);
    try {
      session.run();
    } finally {
      sessions.remove(session);
    }
  }

  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    if (!blocks.isEmpty()) {
      latest = blocks.get(blocks.size() - 1);
    }
    sessions.forEach(Session::wake);
  }

  /** The sync controller; null while there is none. */
  Announcements announcements() {
    return announcements.get();
  }

  /** The block imported last, which is the one that is announced next, mostly; null at first. */
  EncodedBlock latest() {
    return latest;
  }
}
