package io.tessera.core.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.SlotClock;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.crypto.Ed25519;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerStanding;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryAvailability;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.TestPackage;
import io.tessera.testing.testkit.TestState;
import io.tessera.testing.testkit.VirtualClock;
import io.tessera.work.AssuranceListener;
import io.tessera.work.AssurancePool;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.Coding;
import io.tessera.work.ProvedShards;
import io.tessera.work.ShardFetcher;
import io.tessera.work.SignedAssurance;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A validator fetches its shards of what is pending, and assures what it has, and nothing else. */
@Timeout(30)
class AssurerTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  /** This node is validator 5: of core 1 it keeps the shards 1, (1 * 2 + 5) mod 6. */
  private static final int SELF = 5;

  private static final int SHARD = 1;
  private static final TestPackage PACKAGE = TestPackage.of(TINY, 1, 1, 3, 1);
  private static final WorkReport REPORT = PACKAGE.report();
  private static final PackageSpec SPEC = REPORT.packageSpec();
  private static final ProvedShards SHARDS = MemoryAvailability.shardsOf(PACKAGE.coded(), SHARD);

  private final VirtualClock clock = new VirtualClock();
  private final BlockingQueue<Duration> waits = new LinkedBlockingQueue<>();
  private final SlotClock time = new SlotClock(clock, timer(), 6);
  private final ChainBuilder builder = ChainBuilder.tiny(1);
  private final MemoryChain chain = new MemoryChain(builder, 100);
  private final MemoryAvailability store = new MemoryAvailability(TINY);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final Pool pool = new Pool();
  private final Guarantors guarantors = new Guarantors();
  private final List<PeerId> liars = new CopyOnWriteArrayList<>();
  private volatile boolean behind;
  private volatile ShardFetcher fetcher = guarantors;
  private final ShardCollector collector = collector(SELF);
  private final Assurer assurer = assurer(SELF, collector);

  /** Tells how long what it has taken on has to wait. */
  private ScheduledExecutorService timer() {
    ScheduledExecutorService timer = clock.timer();
    return (ScheduledExecutorService)
        Proxy.newProxyInstance(
            AssurerTest.class.getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            (self, method, arguments) -> {
              Object taken = method.invoke(timer, arguments);
              waits.add(Duration.ofNanos((long) arguments[1]));
              return taken;
            });
  }

  private ShardCollector collector(int validator) {
    return collector(validator, store);
  }

  private ShardCollector collector(int validator, AvailabilityStore its) {
    return new ShardCollector(
        its,
        Coding.of(TINY),
        TestState.peer(validator),
        () -> Optional.ofNullable(fetcher),
        standing(),
        time,
        workers);
  }

  private Assurer assurer(int validator, ShardCollector its) {
    Coding coding = Coding.of(TINY);
    return new Assurer(chain, new Key(validator), store, coding, its, pool, workers, () -> behind);
  }

  @AfterEach
  void close() {
    workers.close();
  }

  private record Key(int validator) implements NodeKey {
    @Override
    public PeerId id() {
      return TestState.peer(validator);
    }

    @Override
    public byte[] seed() {
      return TestState.key(validator).seed();
    }
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

  /** Takes what is published. */
  private static final class Pool implements AssurancePool {
    private final BlockingQueue<SignedAssurance> published = new LinkedBlockingQueue<>();
    private volatile List<PeerId> authors = List.of();

    @Override
    public int count(Hash anchor) {
      return 0;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public Outcome offer(SignedAssurance assurance, PeerId from) {
      throw new AssertionError();
    }

    @Override
    public Outcome publish(SignedAssurance assurance, PeerId self, Collection<PeerId> to) {
      authors = List.copyOf(to);
      published.add(assurance);
      return Outcome.HELD;
    }

    @Override
    public void addListener(AssuranceListener listener) {}

    @Override
    public void removeListener(AssuranceListener listener) {}
  }

  /** What guarantors are asked, and what they answer: shards, or a fault. */
  private static final class Guarantors implements ShardFetcher {
    private final BlockingQueue<PeerId> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();

    @Override
    public ProvedShards fetch(PeerId guarantor, PackageSpec spec, int shard)
        throws StreamException {
      assertEquals(SPEC, spec);
      assertEquals(SHARD, shard);
      asked.add(guarantor);
      try {
        if (answers.take() instanceof Fault fault) {
          throw new StreamException(fault, "a test");
        }
        return SHARDS;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StreamException(Fault.CANCELLED, "stopped", e);
      }
    }
  }

  /** A block of slot 1 with a guarantee by validators 0, 2 and 4, and the report pending. */
  private EncodedBlock reported() {
    return reported(TestState.tiny());
  }

  private EncodedBlock reported(TestState state) {
    Extrinsic extrinsic = extrinsic(guarantee(REPORT, 1, 0, 2, 4));
    return grow(1, extrinsic, state.with(StateComponent.SLOT, 1L).pending(1, REPORT));
  }

  private EncodedBlock grow(long slot, Extrinsic extrinsic, TestState state) {
    EncodedBlock block = builder.child(chain.best(), slot, extrinsic);
    chain.know(block.hash(), state.complete());
    assertEquals(1, chain.importBlocks(List.of(block), Origin.FILE).imported());
    return block;
  }

  private SignedAssurance assured(long slot) throws InterruptedException {
    assurer.assure(slot);
    SignedAssurance assurance = pool.published.poll();
    assertEquals(chain.best().hash(), assurance.anchor());
    byte[] message = SignedAssurance.message(assurance.anchor(), assurance.bitfield());
    assertTrue(Ed25519.verify(TestState.key(SELF).publicKey(), message, assurance.signature()));
    return assurance;
  }

  private void awaitStored() {
    while (!store.holds(SPEC.erasureRoot(), SHARD)) {
      Thread.onSpinWait();
    }
  }

  private static final Bytes NONE = Bytes.fromHex("00");
  private static final Bytes CORE_1 = Bytes.fromHex("02");

  @Test
  void emptyBitfieldsAreSentToo() throws Exception {
    chain.know(chain.best().hash(), TestState.tiny().complete());
    assertEquals(NONE, assured(1).bitfield());
    assertEquals(IntStream.range(0, 6).mapToObj(TestState::peer).toList(), pool.authors);
  }

  @Test
  void theBitIsSetOnceTheShardsAreStored() throws Exception {
    assurer.imported(List.of(reported()));
    assertEquals(TestState.peer(2), guarantors.asked.take(), "assurers begin with different ones");
    assertEquals(NONE, assured(2).bitfield(), "nothing has come yet");
    guarantors.answers.add(SHARDS);
    awaitStored();
    assertEquals(CORE_1, assured(2).bitfield());
  }

  @Test
  void anotherGuarantorIsAskedWhenOneFails() throws Exception {
    assurer.imported(List.of(reported()));
    assertEquals(TestState.peer(2), guarantors.asked.take());
    guarantors.answers.add(Fault.UNAVAILABLE);
    assertEquals(TestState.peer(4), guarantors.asked.take());
    guarantors.answers.add(Fault.MISBEHAVED);
    assertEquals(TestState.peer(0), guarantors.asked.take());
    assertEquals(List.of(TestState.peer(4)), liars, "who sends wrong shards is reported");
    assertEquals(NONE, assured(2).bitfield());
    guarantors.answers.add(SHARDS);
    awaitStored();
    assertEquals(CORE_1, assured(2).bitfield());
  }

  /** How long it waits until it asks again, after so many were asked. */
  private Duration awaitPause(int asked) throws InterruptedException {
    assertEquals(ShardCollector.LIMIT, waits.take());
    for (int i = 0; i < asked; i++) {
      assertEquals(Race.HEAD_START, waits.take());
    }
    return waits.take();
  }

  /** Who sends little by little, or nothing, must not cost a report that others hold too. */
  @Test
  void aSlowGuarantorIsNotWaitedForAlone() throws Exception {
    assurer.imported(List.of(reported()));
    assertEquals(TestState.peer(2), guarantors.asked.take());
    clock.advance(Race.HEAD_START.minusNanos(1));
    assertEquals(0, guarantors.asked.size());
    clock.advance(Duration.ofNanos(1));
    assertEquals(TestState.peer(4), guarantors.asked.take());
    guarantors.answers.add(SHARDS);
    awaitStored();
    assertEquals(CORE_1, assured(2).bitfield());
  }

  @Test
  void allSlowGuarantorsTogetherAreWaitedForForTwelveSeconds() throws Exception {
    assurer.imported(List.of(reported()));
    for (int guarantor : new int[] {2, 4, 0}) {
      assertEquals(TestState.peer(guarantor), guarantors.asked.take());
      clock.advance(Race.HEAD_START);
    }
    clock.advance(ShardCollector.LIMIT.minus(Race.HEAD_START.multipliedBy(3)));
    assertEquals(ShardCollector.AGAIN, awaitPause(3));
    clock.advance(ShardCollector.AGAIN);
    assertEquals(TestState.peer(2), guarantors.asked.take(), "all are asked again");
    guarantors.answers.add(SHARDS);
    awaitStored();
  }

  /** As many as wait on a chain of full size: none stands in another one's way. */
  @Test
  void whoIsSlowWithOneReportDelaysNoOther() throws Exception {
    ProtocolParameters full = ProtocolParameters.FULL;
    List<Guarantee> guarantees = new ArrayList<>();
    List<Optional<PendingReport>> pending = new ArrayList<>();
    for (int core = 0; core < full.cores(); core++) {
      Hash root = Hash.fromHex("%064x".formatted(core));
      WorkReport report = report(core, new PackageSpec(root, 1000, root, root, 1));
      guarantees.add(guarantee(report, 1, core));
      pending.add(Optional.of(new PendingReport(report, 1)));
    }
    Signers signers = new Signers(full);
    ChainBuilder large = new ChainBuilder(full, 1);
    signers.add(
        large.child(large.genesisRef(), 1, extrinsic(guarantees.toArray(Guarantee[]::new))));
    CountDownLatch asked = new CountDownLatch(full.cores());
    CountDownLatch never = new CountDownLatch(1);
    fetcher =
        (guarantor, spec, shard) -> {
          asked.countDown(); // once for each report, as long as the clock stands still
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new StreamException(Fault.CANCELLED, "stopped", e);
          }
          return SHARDS;
        };
    List<PeerId> active =
        IntStream.range(0, full.validators())
            .mapToObj(
                i -> new PeerId(Ed25519Public.wrap(ByteBuffer.allocate(32).putInt(i).array())))
            .toList();
    PendingReports reports = new PendingReports(pending);
    new ShardCollector(
            new MemoryAvailability(full),
            Coding.of(full),
            active.getLast(),
            () -> Optional.of(fetcher),
            standing(),
            time,
            workers)
        .collect(new HeadView(full, 1, active, active, active, reports), signers);
    asked.await();
  }

  @Test
  void allAreAskedAgainUntilTheReportIsGone() throws Exception {
    assurer.imported(List.of(reported()));
    guarantors.answers.addAll(List.of(Fault.TIMEOUT, Fault.TIMEOUT, Fault.TIMEOUT));
    assertEquals(ShardCollector.AGAIN, awaitPause(3));
    assertEquals(3, guarantors.asked.size());
    clock.advance(ShardCollector.AGAIN);
    guarantors.answers.addAll(List.of(Fault.TIMEOUT, Fault.TIMEOUT, Fault.TIMEOUT));
    awaitPause(3);
    assertEquals(6, guarantors.asked.size());
    EncodedBlock without = grow(2, Extrinsic.EMPTY, TestState.tiny());
    HeadView head =
        HeadView.of(TINY, chain.state(without.hash()).orElseThrow(), TestState.peer(SELF))
            .orElseThrow();
    assertTrue(head.reports().on(1).isEmpty());
    assurer.imported(List.of(without));
    while (collector.wanted() > 0) {
      Thread.onSpinWait();
    }
    guarantors.answers.add(SHARDS); // would be taken by one who asks on
    while (clock.waiting() > 0) {
      clock.advance(ShardCollector.AGAIN);
    }
    assertEquals(6, guarantors.asked.size());
  }

  /** A store that holds nothing and has room for nothing. */
  private static AvailabilityStore full() {
    return (AvailabilityStore)
        Proxy.newProxyInstance(
            AvailabilityStore.class.getClassLoader(),
            new Class<?>[] {AvailabilityStore.class},
            (self, method, arguments) ->
                method.getReturnType().equals(boolean.class) ? false : Optional.empty());
  }

  /** What there is no room for would come from the network second after second. */
  @Test
  void whileTheStoreIsFullNothingIsAskedFor() throws Exception {
    ShardCollector its = collector(SELF, full());
    assurer(SELF, its).imported(List.of(reported()));
    guarantors.answers.add(SHARDS);
    assertEquals(TestState.peer(2), guarantors.asked.take());
    Duration passed = Duration.ZERO;
    for (Duration wait = awaitPause(1);
        passed.plus(wait).compareTo(ShardCollector.FULL) < 0;
        wait = waits.take()) {
      clock.advance(wait);
      passed = passed.plus(wait);
      assertEquals(0, guarantors.asked.size(), "after " + passed);
    }
    guarantors.answers.add(SHARDS);
    clock.advance(ShardCollector.FULL.minus(passed).plusSeconds(8));
    assertEquals(TestState.peer(2), guarantors.asked.take(), "there may be room now");
  }

  @Test
  void whoWasAskedInVainIsAskedAfterLongerAndLongerWaits() throws Exception {
    assurer.imported(List.of(reported()));
    for (int seconds : new int[] {1, 2, 4, 8, 8}) {
      guarantors.answers.addAll(List.of(Fault.TIMEOUT, Fault.TIMEOUT, Fault.TIMEOUT));
      assertEquals(Duration.ofSeconds(seconds), awaitPause(3));
      assertEquals(3, guarantors.asked.size());
      guarantors.asked.clear();
      clock.advance(Duration.ofSeconds(seconds));
    }
    assertEquals(TestState.peer(2), guarantors.asked.take());
  }

  /** The bundle's threads live on when this component alone begins anew. */
  @Test
  void whenItEndsItsThreadsDo() throws Exception {
    EncodedBlock block = reported();
    assurer.imported(List.of(block));
    guarantors.answers.addAll(List.of(Fault.TIMEOUT, Fault.TIMEOUT, Fault.TIMEOUT));
    awaitPause(3);
    assurer.close();
    while (clock.waiting() > 0) {
      Thread.onSpinWait();
    }
    guarantors.asked.clear();
    collector.collect(
        HeadView.of(TINY, chain.state(block.hash()).orElseThrow(), TestState.peer(SELF))
            .orElseThrow(),
        new Signers(TINY));
    assertEquals(0, collector.wanted());
  }

  @Test
  void whoIsNoValidatorDoesNothing() throws Exception {
    EncodedBlock block = reported();
    Assurer stranger = assurer(7, collector(7));
    stranger.imported(List.of(block));
    stranger.assure(2);
    workers.close(); // and with it all that was begun
    assertEquals(0, guarantors.asked.size());
    assertEquals(0, pool.published.size());
  }

  @Test
  void whileItIsBehindItDoesNothing() throws Exception {
    behind = true;
    assurer.imported(List.of(reported()));
    assurer.assure(2);
    workers.close();
    assertEquals(0, guarantors.asked.size());
    assertEquals(0, pool.published.size());
  }

  @Test
  void forASlotThatHasABlockNothingIsSigned() throws Exception {
    reported();
    assurer.assure(1);
    assertEquals(0, pool.published.size());
  }

  @Test
  void whatThisNodeHasGuaranteedItNeedNotAskFor() throws Exception {
    fetcher = null;
    store.keep(PACKAGE.coded(), 1, 1);
    assurer.imported(List.of(reported()));
    awaitStored();
    assertEquals(CORE_1, assured(2).bitfield());
    assertEquals(
        SHARDS.bundleShard(),
        store
            .findBundleShard(SPEC.erasureRoot(), SHARD)
            .orElseThrow()
            .blob()
            .read(0, SHARDS.bundleShard().size()));
  }

  /** After a start the guarantee is in a block that nobody announces again. */
  @Test
  void guarantorsAreFoundInBlocksThatAreStored() throws Exception {
    reported();
    assurer.look();
    assertEquals(TestState.peer(2), guarantors.asked.take());
    guarantors.answers.add(SHARDS);
    awaitStored();
  }

  /** A report can say any length: nothing is asked for, and nothing assured. */
  @Test
  void aPackageThatCannotBeIsNotFetched() throws Exception {
    PackageSpec large =
        new PackageSpec(SPEC.hash(), 0xffff_ffffL, SPEC.erasureRoot(), SPEC.exportsRoot(), 1);
    WorkReport report =
        new WorkReport(
            large,
            REPORT.context(),
            1,
            REPORT.authorizerHash(),
            0,
            Bytes.EMPTY,
            List.of(),
            List.of());
    TestState state = TestState.tiny().with(StateComponent.SLOT, 1L).pending(1, report);
    grow(1, Extrinsic.EMPTY, state);
    collector.collect(
        HeadView.of(TINY, state.complete(), TestState.peer(SELF)).orElseThrow(), new Signers(TINY));
    assertEquals(0, collector.wanted());
    assertEquals(NONE, assured(2).bitfield());
  }

  /** Slot 13 is sent for by the new epoch's validators, on a head that they can assure for. */
  @Test
  void atTheChangeOfEpochsWhoCannotBeIncludedIsSilent() throws Exception {
    TestState last =
        TestState.tiny().with(StateComponent.SLOT, 11L).next(TestState.validators(6, 6));
    grow(11, Extrinsic.EMPTY, last);
    assertEquals(NONE, assured(12).bitfield());
    assertEquals(IntStream.range(6, 12).mapToObj(TestState::peer).toList(), pool.authors);
    assurer.assure(13); // slot 12 had no block
    assertEquals(0, pool.published.size());
    Assurer next = assurer(6, collector(6));
    next.assure(12);
    assertEquals(0, pool.published.size(), "not yet an assurer");
    grow(
        12,
        Extrinsic.EMPTY,
        TestState.tiny()
            .with(StateComponent.SLOT, 12L)
            .with(StateComponent.ACTIVE_SET, TestState.validators(6, 6)));
    assurer.assure(13);
    assertEquals(0, pool.published.size(), "no assurer any more");
    next.assure(13);
    assertEquals(chain.best().hash(), pool.published.take().anchor());
  }

  /** With the epoch the index changes, and with it the shards that count. */
  @Test
  void shardsOfAnotherIndexDoNotCount() throws Exception {
    EncodedBlock block = reported();
    store.put(SPEC.erasureRoot(), 4, MemoryAvailability.shardsOf(PACKAGE.coded(), 4));
    assertEquals(NONE, assured(2).bitfield());
    store.put(SPEC.erasureRoot(), SHARD, SHARDS);
    assertEquals(CORE_1, assured(2).bitfield());
    assertEquals(new BlockRef(block.hash(), 1), chain.best());
  }

  @Test
  void signersCountInTheSetOfTheirRotation() {
    Signers signers = null;
    List<String> found = new ArrayList<>();
    long[][] cases = {{13, 13, 13}, {11, 13, 13}, {11, 11, 13}, {9, 13, 14}, {7, 11, 13}};
    for (long[] slots : cases) {
      signers = new Signers(TINY);
      signers.add(guaranteed(slots[0], slots[1]));
      TestState state =
          TestState.tiny()
              .with(StateComponent.SLOT, slots[2])
              .with(StateComponent.PREVIOUS_SET, TestState.validators(20, 6))
              .with(StateComponent.ACTIVE_SET, TestState.validators(30, 6));
      HeadView view = HeadView.of(TINY, state.complete(), TestState.peer(30)).orElseThrow();
      PeerId first = signers.of(new PendingReport(REPORT, slots[1]), view).getFirst();
      found.add(
          first.equals(TestState.peer(30))
              ? "active"
              : first.equals(TestState.peer(20)) ? "previous" : "?");
    }
    // a rotation has four slots, an epoch twelve
    assertEquals(List.of("active", "previous", "previous", "previous", "previous"), found);
    HeadView later =
        HeadView.of(
                TINY,
                TestState.tiny().with(StateComponent.SLOT, 25L).complete(),
                TestState.peer(SELF))
            .orElseThrow();
    PendingReport old = new PendingReport(REPORT, 11);
    assertEquals(List.of(), signers.of(old, later), "nobody knows any more");
  }

  /** Package hashes are unique on a chain, erasure-roots are not: two may name any. */
  @Test
  void aReportWithTheErasureRootOfAnotherLeavesItItsGuarantors() throws Exception {
    BlockingQueue<PeerId> asked = new LinkedBlockingQueue<>();
    fetcher =
        (guarantor, spec, shard) -> {
          if (spec.equals(SPEC)) {
            asked.add(guarantor);
          }
          throw new StreamException(Fault.UNAVAILABLE, "a test");
        };
    WorkReport other = onAnotherCore();
    Extrinsic honest = extrinsic(guarantee(REPORT, 1, 0, 2, 4));
    TestState pending = TestState.tiny().with(StateComponent.SLOT, 1L).pending(1, REPORT);
    EncodedBlock first = grow(1, honest, pending);
    EncodedBlock second =
        grow(2, extrinsic(guarantee(other, 2, 1, 3)), pending.pending(1, REPORT, other));
    assurer.imported(List.of(first, second));
    Set<PeerId> all = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      all.add(asked.take());
    }
    assertEquals(Set.of(TestState.peer(0), TestState.peer(2), TestState.peer(4)), all);
  }

  /** Of core 0, with another package and the same shards. */
  private static WorkReport onAnotherCore() {
    return report(
        0,
        new PackageSpec(
            Hash.fromHex("ee".repeat(32)),
            SPEC.length(),
            SPEC.erasureRoot(),
            SPEC.exportsRoot(),
            SPEC.exportsCount()));
  }

  private static WorkReport report(int core, PackageSpec spec) {
    return new WorkReport(
        spec, REPORT.context(), core, Hash.ZERO, 0, Bytes.EMPTY, List.of(), REPORT.results());
  }

  /** Whoever makes two blocks of a slot takes no guarantor away from a report in both. */
  @Test
  void guarantorsOfTheSameReportInAnotherBlockAreAskedToo() {
    Signers signers = new Signers(TINY);
    signers.add(builder.child(chain.genesis(), 1, extrinsic(guarantee(REPORT, 1, 0, 2))));
    signers.add(builder.child(chain.genesis(), 1, extrinsic(guarantee(REPORT, 1, 2, 4))));
    TestState state = TestState.tiny().with(StateComponent.SLOT, 1L);
    HeadView head = HeadView.of(TINY, state.complete(), TestState.peer(SELF)).orElseThrow();
    assertEquals(
        List.of(TestState.peer(0), TestState.peer(2), TestState.peer(4)),
        signers.of(new PendingReport(REPORT, 1), head));
  }

  private EncodedBlock guaranteed(long guaranteeSlot, long blockSlot) {
    Extrinsic extrinsic = extrinsic(guarantee(REPORT, guaranteeSlot, 0));
    return builder.child(chain.genesis(), blockSlot, extrinsic);
  }

  private static Guarantee guarantee(WorkReport report, long slot, int... validators) {
    return new Guarantee(
        report,
        slot,
        IntStream.of(validators)
            .mapToObj(i -> new ValidatorSignature(i, Ed25519Signature.wrap(new byte[64])))
            .toList());
  }

  private static Extrinsic extrinsic(Guarantee... guarantees) {
    return new Extrinsic(
        List.of(), List.of(), List.of(guarantees), List.of(), Extrinsic.EMPTY.disputes());
  }
}
