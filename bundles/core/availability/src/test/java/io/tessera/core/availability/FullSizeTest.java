package io.tessera.core.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.SlotClock;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.core.streams.Settings;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.net.Fault;
import io.tessera.net.PeerStanding;
import io.tessera.net.StreamException;
import io.tessera.net.Topology;
import io.tessera.net.event.NodeEvents;
import io.tessera.protocol.ce137.PeerShardFetcher;
import io.tessera.protocol.ce137.ShardDistributionProtocol;
import io.tessera.protocol.ce138.AuditShardProtocol;
import io.tessera.protocol.ce138.PeerAuditShardFetcher;
import io.tessera.protocol.ce139.PeerSegmentShardFetcher;
import io.tessera.protocol.ce139.ProvedSegmentShardProtocol;
import io.tessera.protocol.ce139.SegmentShardProtocol;
import io.tessera.testing.testkit.Background;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryAvailability;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.MemoryLink;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.TestPackage;
import io.tessera.testing.testkit.VirtualClock;
import io.tessera.work.AssignedShards;
import io.tessera.work.Coding;
import io.tessera.work.ProvedSegment;
import io.tessera.work.ProvedShards;
import io.tessera.work.SegmentShardFetcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 1,023 validators: a guarantor's package goes to them by CE 137; from a random 342 of them the
 * bundle comes back by CE 138 and its segments by CE 139 and 140, and the one that has a wrong
 * shard is found. The bundle has 1 MB, in the soak profile 10 MB and all of it goes by CE 137.
 */
@Timeout(120)
class FullSizeTest {
  private static final ProtocolParameters FULL = ProtocolParameters.FULL;
  private static final ErasureCode CODE = ErasureCode.of(FULL);
  private static final boolean SOAK = Boolean.getBoolean("tessera.soak");
  private static final int BLOB = SOAK ? 10_000_000 : 1_000_000;

  /** Two pages at least. */
  private static final int EXPORTS = SOAK ? 1_000 : 70;

  /** Every so many validators get their shards by CE 137, the others straight away. */
  private static final int BY_PROTOCOL = SOAK ? 1 : 16;

  private static final int CORE = 340;

  private static final List<PeerId> VALIDATORS =
      IntStream.range(0, FULL.validators()).mapToObj(FullSizeTest::peer).toList();
  private static final PeerId AUDITOR = peer(5_000);
  private static final PeerId GUARANTOR = peer(5_001);

  @TempDir private Path directory;
  private final Random random = new Random(7);
  private final MemoryChain chain = new MemoryChain(new ChainBuilder(FULL, 1), 1);
  private final VirtualClock clock = new VirtualClock();
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));

  /** The validators as assurers, all in one place; each has its own connections. */
  private final TestNode assurers = new TestNode(peer(6_000), clock, Settings.DEFAULT);

  private final TestNode asking = new TestNode(AUDITOR, clock, Settings.DEFAULT);
  private final MemoryAvailability held = new MemoryAvailability(FULL);
  private final List<PeerId> liars = new CopyOnWriteArrayList<>();
  private final TestPackage made = TestPackage.of(FULL, CORE, 3, BLOB, EXPORTS);
  private final PackageSpec spec = made.report().packageSpec();

  private static PeerId peer(int number) {
    return new PeerId(
        Ed25519Public.wrap(Blake2b.hash(Bytes.fromHex("%08x".formatted(number))).toByteArray()));
  }

  @BeforeEach
  void serve() {
    Topology auditors = new Topology(List.of(), List.of(AUDITOR.key()), List.of());
    AuditShardProtocol audit = new AuditShardProtocol(held, workers);
    SegmentShardProtocol segments = new SegmentShardProtocol(chain, held, workers);
    ProvedSegmentShardProtocol proved = new ProvedSegmentShardProtocol(chain, held, workers);
    audit.topologyChanged(auditors);
    segments.topologyChanged(auditors);
    proved.topologyChanged(auditors);
    assurers.serve(138, audit);
    assurers.serve(139, segments);
    assurers.serve(140, proved);
  }

  @AfterEach
  void close() {
    workers.close();
    asking.close();
    assurers.close();
  }

  /** CE 137 for each validator, from a guarantor's store on disk. */
  private void distribute() throws Exception {
    DiskStore disk = new DiskStore(FULL, directory, new Quota(1L << 30, 10));
    disk.open();
    disk.keep(made.coded(), CORE, 0);
    ShardDistributionProtocol protocol = new ShardDistributionProtocol(chain, disk, workers);
    List<Ed25519Public> keys = VALIDATORS.stream().map(PeerId::key).toList();
    protocol.topologyChanged(new Topology(List.of(), keys, List.of()));
    try (TestNode guarantor = new TestNode(GUARANTOR, clock, Settings.DEFAULT)) {
      guarantor.serve(137, protocol);
      PeerShardFetcher fetcher = new PeerShardFetcher(chain, assurers.streams(), workers);
      for (int validator = 0; validator < FULL.validators(); validator++) {
        int shard = CODE.shardOf(CORE, validator);
        ProvedShards shards =
            validator % BY_PROTOCOL == 0
                ? fetched(guarantor, VALIDATORS.get(validator), fetcher, shard)
                : MemoryAvailability.shardsOf(made.coded(), shard);
        held.keep(new AssignedShards(spec, shard, 0, shards));
      }
    }
  }

  private ProvedShards fetched(
      TestNode guarantor, PeerId assurer, PeerShardFetcher fetcher, int shard) throws Exception {
    try (MemoryLink link = new MemoryLink(assurer, GUARANTOR)) {
      guarantor.attach(link.acceptor());
      assurers.attach(link.initiator());
      return Background.run(() -> fetcher.fetch(GUARANTOR, spec, shard)).get();
    }
  }

  /** Asks one of the validators over a connection of its own. */
  private <T> T over(PeerId assurer, Ask<T> ask) throws StreamException {
    try (MemoryLink link = new MemoryLink(AUDITOR, assurer)) {
      assurers.attach(link.acceptor());
      asking.attach(link.initiator());
      return ask.ask();
    }
  }

  private interface Ask<T> {
    T ask() throws StreamException;
  }

  private Gatherer gatherer() {
    return new Gatherer(CODE, AUDITOR, race(), random);
  }

  private Race race() {
    return new Race(standing(), workers, new SlotClock(clock, clock.timer(), 6));
  }

  private PeerStanding standing() {
    return new PeerStanding() {
      @Override
      public void misbehaved(PeerId peer, String reason) {
        liars.add(peer);
      }

      @Override
      public int of(PeerId peer) {
        return GOOD;
      }
    };
  }

  /** A random 342 validators, and one whose shards are wrong in one octet. */
  private final class Answering {
    private final Set<PeerId> good;
    private final PeerId liar;
    private final PeerId last;
    private final CountDownLatch lied = new CountDownLatch(1);

    Answering() {
      List<PeerId> shuffled = new ArrayList<>(VALIDATORS);
      Collections.shuffle(shuffled, random);
      liar = shuffled.removeFirst();
      last = shuffled.getFirst();
      good = new HashSet<>(shuffled.subList(0, CODE.threshold()));
      int shard = CODE.shardOf(CORE, VALIDATORS.indexOf(liar));
      ProvedShards right = MemoryAvailability.shardsOf(made.coded(), shard);
      held.put(
          spec.erasureRoot(),
          shard,
          new ProvedShards(
              changed(right.bundleShard()), changed(right.segmentShards()), right.justification()));
    }

    private static Bytes changed(Bytes shard) {
      byte[] bytes = shard.toByteArray();
      bytes[5] ^= 1;
      return Bytes.wrap(bytes);
    }

    /** Each of the 342 is needed, and one of them answers after the one that lies. */
    void check(PeerId assurer) throws StreamException {
      try {
        if (assurer.equals(liar)) {
          lied.countDown();
        } else if (assurer.equals(last)) {
          lied.await();
        }
      } catch (InterruptedException e) {
        throw new StreamException(Fault.CANCELLED, "stopped", e);
      }
      if (!good.contains(assurer) && !assurer.equals(liar)) {
        throw new StreamException(Fault.UNAVAILABLE, "not one of the 342");
      }
    }
  }

  @Test
  void aPackageComesBackFromARandom342Of1023() throws Exception {
    distribute();
    Answering answering = new Answering();
    assertEquals(made.coded().bundle(), bundle(answering));
    assertEquals(List.of(answering.liar), liars, "CE 138 finds who has a wrong shard");
    liars.clear();
    List<Integer> wanted = List.of(0, EXPORTS - 1);
    List<ProvedSegment> segments = segments(wanted, answering);
    for (int i = 0; i < wanted.size(); i++) {
      assertEquals(made.coded().segments().get(wanted.get(i)), segments.get(i).segment());
    }
    assertEquals(List.of(answering.liar), liars, "and so does CE 140, after CE 139 could not");
  }

  private Bytes bundle(Answering answering) throws Exception {
    PeerAuditShardFetcher fetcher = new PeerAuditShardFetcher(chain, asking.streams(), workers);
    BundleRecoverer recoverer =
        new BundleRecoverer(
            Coding.of(FULL),
            new MemoryAvailability(FULL),
            AUDITOR,
            gatherer(),
            race(),
            workers,
            NodeEvents.NONE,
            Optional::empty,
            () ->
                Optional.of(
                    (assurer, package_, shard) -> {
                      answering.check(assurer);
                      return over(assurer, () -> fetcher.fetch(assurer, package_, shard));
                    }));
    return Background.run(() -> recoverer.recover(made.report(), List.of(), VALIDATORS)).get();
  }

  private List<ProvedSegment> segments(List<Integer> wanted, Answering answering) throws Exception {
    PeerSegmentShardFetcher fetcher = new PeerSegmentShardFetcher(chain, asking.streams(), workers);
    SegmentShardFetcher selected =
        new SegmentShardFetcher() {
          // the wrong shard is among those that segments are put together from at first
          @Override
          public List<Bytes> fetch(PeerId assurer, List<Wanted> of) throws StreamException {
            answering.check(assurer);
            if (assurer.equals(answering.last)) {
              throw new StreamException(Fault.UNAVAILABLE, "all others are needed then");
            }
            return over(assurer, () -> fetcher.fetch(assurer, of));
          }

          @Override
          public List<Bytes> fetchProved(PeerId assurer, List<Wanted> of) throws StreamException {
            answering.check(assurer);
            return over(assurer, () -> fetcher.fetchProved(assurer, of));
          }
        };
    SegmentRecoverer recoverer =
        new SegmentRecoverer(
            Coding.of(FULL),
            new MemoryAvailability(FULL),
            AUDITOR,
            gatherer(),
            race(),
            workers,
            Optional::empty,
            () -> Optional.of(selected));
    return Background.run(() -> recoverer.recover(spec, CORE, wanted, List.of(), VALIDATORS)).get();
  }
}
