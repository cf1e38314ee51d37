package io.tessera.protocol.up0;

import io.tessera.chain.Announcements;
import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.event.BlockEvents.BlockAnnounced;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Header;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.event.Side;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** One stream: reads on the thread that serves it, writes on a second one. */
final class Session {
  private final BlockAnnouncementProtocol protocol;
  private final Chain chain;
  private final PeerStream stream;
  private final Codec<Announcement> codec;
  private final Told told = new Told();

  /** At most one permit: the chain has grown since it was looked at. */
  private final Semaphore grown = new Semaphore(0);

  private volatile Neighbour neighbour;

  Session(BlockAnnouncementProtocol protocol, Chain chain, PeerStream stream) {
    this.protocol = protocol;
    this.chain = chain;
    this.stream = stream;
    codec = Announcement.codec(chain.parameters());
  }

  /** Runs until the stream fails: neither side ever ends it cleanly. */
  void run() throws StreamException {
    Handshake ours = handshake();
    stream.write(Handshake.CODEC, ours);
    told.told(ours.leaves());
    if (!chain.headersOnly()) {
      stream.fork("announce", this::announce);
    }

    Handshake theirs = stream.read(Handshake.CODEC, Handshake.MAX_SIZE);
    neighbour = new Neighbour(stream.peer().id(), theirs);
    introduce(protocol.announcements());
    int maxSize = Announcement.maxSize(chain.parameters());
    while (true) {
      Announcement announcement = stream.read(codec, maxSize);
      stream.tell(new BlockAnnounced(announcement.ref(), Side.REMOTE));
      told.announced(announcement.hash(), announcement.header().parent());
      neighbour.announced(announcement, protocol::announcements);
    }
  }

  /**
   * What has been announced will be asked for (CE 128), and a node that keeps headers only could
   * not give it: so it speaks like one that has nothing but genesis yet. The handshake is due in
   * any case; that each valid block be announced is what the specification says a node should do.
   */
  private Handshake handshake() {
    return chain.headersOnly()
        ? new Handshake(chain.genesis(), List.of(chain.genesis()))
        : new Handshake(chain.finalized(), leaves());
  }

  /** Tells a sync controller what this neighbour has said so far. */
  void introduce(Announcements to) {
    Neighbour known = neighbour;
    if (known != null) {
      known.introduce(to);
    }
  }

  /** The chain has grown. */
  void wake() {
    if (grown.availablePermits() == 0) {
      grown.release();
    }
  }

  private void announce() throws StreamException, InterruptedException {
    while (true) {
      grown.acquire();
      grown.drainPermits();
      for (BlockRef leaf : told.pick(leaves())) {
        Optional<Header> header = header(leaf.hash());
        if (header.isPresent()) {
          stream.write(codec, new Announcement(header.get(), leaf.hash(), chain.finalized()));
          stream.tell(new BlockAnnounced(leaf, Side.LOCAL));
        }
      }
    }
  }

  /** The chain's leaves; of an absurd number of them, those with the greatest slots. */
  private List<BlockRef> leaves() {
    List<BlockRef> leaves = chain.leaves();
    return leaves.size() <= Handshake.MAX_LEAVES
        ? leaves
        : leaves.stream()
            .sorted(Comparator.comparingLong(BlockRef::slot).reversed())
            .limit(Handshake.MAX_LEAVES)
            .toList();
  }

  private Optional<Header> header(Hash block) {
    EncodedBlock latest = protocol.latest();
    return latest != null && latest.hash().equals(block)
        ? Optional.of(latest.header())
        : chain.header(block);
  }
}
