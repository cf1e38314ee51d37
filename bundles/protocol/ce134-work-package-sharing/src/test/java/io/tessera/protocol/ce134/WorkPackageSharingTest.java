package io.tessera.protocol.ce134;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockState;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.core.streams.Settings;
import io.tessera.lib.authoring.GuaranteeStatement;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.authoring.WorkPackageRules;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.lib.codec.state.RecentBlock;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.ReportedPackage;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.MemoryLink;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.VirtualClock;
import io.tessera.work.Coding;
import io.tessera.work.CoreAssignments;
import io.tessera.work.RefusedException;
import io.tessera.work.ReportSignature;
import io.tessera.work.WorkPackageProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sharing byte by byte, between the guarantors of a core and nobody else. */
@Timeout(30)
class WorkPackageSharingTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final int CORE = 1;
  private static final Hash REPORT = Hash.fromHex("77".repeat(32));

  private static final Ed25519KeyPair OWN = key(1);
  private static final Ed25519KeyPair OTHER = key(2);
  private static final PeerId OTHER_ID = new PeerId(OTHER.publicKey());

  /** Kind 134, a message of 67 bytes: core 1, one mapping. */
  private static final String TARGET =
      "86" + "43000000" + "0100" + "01" + Bundles.EXPORTER + Bundles.ROOT;

  private static final String BUNDLE = "80210000" + Bundles.HEX;

  private static final Ed25519Signature SIGNATURE = GuaranteeStatement.sign(OTHER, REPORT);

  /** A message of 96 bytes: hash and signature. */
  private static final String ANSWER = "60000000" + REPORT + SIGNATURE;

  private final VirtualClock time = new VirtualClock();
  private final SlotClock clock = new SlotClock(time, time.timer(), TINY.slotSeconds());
  private final MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 1);
  private final TestNode node =
      new TestNode(new PeerId(OWN.publicKey()), new VirtualClock(), Settings.DEFAULT);
  private final MemoryLink link = new MemoryLink(OTHER_ID, node.id(), MemoryLink.Limits.DEFAULT);
  private final RawPeer peer = RawPeer.unattached(link);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));

  /** The validators' cores; this node is the first, the peer the second. */
  private List<Integer> cores = List.of(CORE, CORE, 0);

  private final CoreAssignments assignments =
      slot -> {
        assertEquals(clock.slot(), slot);
        return Optional.of(
            new GuarantorAssignments(
                cores,
                List.of(
                    validator(OWN.publicKey()),
                    validator(OTHER.publicKey()),
                    validator(key(3).publicKey()))));
      };

  private final WorkPackageSharingProtocol protocol =
      new WorkPackageSharingProtocol(assignments, clock, self(node), chain, workers);
  private final PeerPackageSharer sharer =
      new PeerPackageSharer(assignments, clock, self(node), chain, node.streams(), workers);
  private final Processor processor = new Processor();

  WorkPackageSharingTest() {
    node.attach(link.acceptor());
    node.serve(134, protocol);
    protocol.bindProcessor(processor);
    sharer.bindProcessor(processor);
  }

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  private static Ed25519KeyPair key(int number) {
    byte[] seed = new byte[Ed25519KeyPair.SEED_SIZE];
    seed[0] = (byte) number;
    return Ed25519KeyPair.of(seed);
  }

  private static ValidatorData validator(Ed25519Public key) {
    ValidatorData none = ValidatorData.NULL;
    return new ValidatorData(none.bandersnatch(), key, none.bls(), none.metadata());
  }

  private static NodeKey self(TestNode node) {
    return new NodeKey() {
      @Override
      public PeerId id() {
        return node.id();
      }

      @Override
      public byte[] seed() {
        throw new AssertionError("the processor signs");
      }
    };
  }

  /** Comes to the same report of every package. */
  private static final class Processor implements WorkPackageProcessor {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile WorkPackageBundle expected = Bundles.bundle();
    private volatile Optional<RefusedException> notAuthorized = Optional.empty();
    private volatile Optional<RefusedException> notRefined = Optional.empty();

    @Override
    public void authorize(int core, WorkPackage workPackage) throws RefusedException {
      calls.add("authorize on " + core);
      refuse(notAuthorized);
    }

    @Override
    public ReportSignature guarantee(
        int core, List<SegmentRootLookup> mappings, WorkPackageBundle bundle)
        throws RefusedException {
      assertEquals(
          expected.workPackage().imports().isEmpty() ? List.of() : Bundles.MAPPINGS, mappings);
      assertEquals(expected, bundle);
      calls.add("guarantee on " + core);
      refuse(notRefined);
      return new ReportSignature(REPORT, SIGNATURE);
    }

    private static void refuse(Optional<RefusedException> why) throws RefusedException {
      if (why.isPresent()) {
        throw why.get();
      }
    }
  }

  // ---- who refines

  private void assertReset(Fault fault, String hex) throws InterruptedException {
    assertEquals(fault.code(), peer.open().send(hex).fin().awaitReset());
  }

  @Test
  void goldenBytes134() throws Exception {
    RawStream stream = peer.open().send(TARGET + BUNDLE).fin();
    assertEquals(ANSWER, stream.receiveAll());
    assertEquals(List.of("authorize on 1", "guarantee on 1"), processor.calls);
  }

  @Test
  void withoutAProcessorEverythingIsRefused() throws Exception {
    protocol.unbindProcessor(processor);
    assertEquals(Fault.REFUSED.code(), peer.open().send(TARGET).awaitReset());
  }

  @Test
  void onlyTheCoresOwnGuarantorsShare() throws Exception {
    for (List<Integer> wrong : List.of(List.of(CORE, 0, 0), List.of(0, CORE, 0))) {
      cores = wrong;
      assertEquals(Fault.REFUSED.code(), peer.open().send(TARGET).awaitReset());
    }
    cores = List.of(0, 0, CORE);
    assertEquals(Fault.REFUSED.code(), peer.open().send(TARGET).awaitReset());
    assertEquals(List.of(), processor.calls);
    assertEquals(List.of(), node.misbehaviourOf(OTHER_ID));
  }

  /** Before any of it is read. */
  @Test
  void aBundleAboveTheLimitIsRefusedByItsLength() throws Exception {
    int tooLarge = Coding.of(TINY).mostBundle() + 1;
    String length = "%08x".formatted(Integer.reverseBytes(tooLarge));
    assertEquals(Fault.MALFORMED.code(), peer.open().send(TARGET + length).awaitReset());
  }

  @Test
  void aBundleWithOtherDataIsALie() throws Exception {
    String other = BUNDLE.replace("5f5f", "5f5e");
    assertReset(Fault.MISBEHAVED, TARGET + other);
    assertEquals(1, node.misbehaviourOf(OTHER_ID).size());
    assertEquals(List.of(), processor.calls);
  }

  @Test
  void mappingsThatDoNotFitThePackageAreALie() throws Exception {
    assertReset(Fault.MISBEHAVED, "86" + "03000000" + "0100" + "00" + BUNDLE);
    String another = TARGET.replace(Bundles.EXPORTER.toHex(), "dd".repeat(32));
    assertReset(Fault.MISBEHAVED, another + BUNDLE);
  }

  /** It need not be a lie: on another fork it may be right. */
  @Test
  void mappingsThatAReportContradictsAreRefused() throws Exception {
    know(new ReportedPackage(Bundles.EXPORTER, REPORT));
    assertReset(Fault.REFUSED, TARGET + BUNDLE);
    assertEquals(List.of(), processor.calls);
    know(new ReportedPackage(Bundles.EXPORTER, Bundles.ROOT));
    assertEquals(ANSWER, peer.open().send(TARGET + BUNDLE).fin().receiveAll());
  }

  private void know(ReportedPackage reported) {
    RecentBlock block =
        new RecentBlock(chain.best().hash(), Hash.ZERO, Hash.ZERO, List.of(reported));
    byte[] history =
        StateComponent.RECENT_HISTORY
            .codec(TINY)
            .encode(new RecentHistory(List.of(block), List.of()));
    chain.know(
        chain.best().hash(),
        BlockState.of(
            StateKnowledge.COMPLETE,
            StateTrie.EMPTY.put(StateComponent.RECENT_HISTORY.key(), Bytes.wrap(history))));
  }

  @Test
  void whatIsNotAuthorizedIsNotRefined() throws Exception {
    processor.notAuthorized = Optional.of(RefusedException.now("test"));
    assertReset(Fault.REFUSED, TARGET + BUNDLE);
    assertEquals(List.of("authorize on 1"), processor.calls);
  }

  @Test
  void whatComesToNoReportIsRefused() throws Exception {
    processor.notRefined = Optional.of(RefusedException.now("test"));
    assertReset(Fault.REFUSED, TARGET + BUNDLE);
    assertEquals(List.of("authorize on 1", "guarantee on 1"), processor.calls);
  }

  @Test
  void nothingIsRefinedBeforeTheEnd() throws Exception {
    assertReset(Fault.MALFORMED, TARGET + BUNDLE + "00");
    assertEquals(List.of(), processor.calls);
  }

  // ---- who shares

  private FutureTask<ReportSignature> sharing() {
    FutureTask<ReportSignature> call =
        new FutureTask<>(() -> sharer.share(OTHER_ID, CORE, Bundles.MAPPINGS, Bundles.bundle()));
    Thread.ofVirtual().start(call);
    return call;
  }

  private StreamException refused(List<SegmentRootLookup> mappings, WorkPackageBundle bundle) {
    StreamException refusal =
        assertThrows(StreamException.class, () -> sharer.share(OTHER_ID, CORE, mappings, bundle));
    assertEquals(0, peer.waiting(), "nothing is sent");
    return refusal;
  }

  @Test
  void goldenBytes134Sent() throws Exception {
    FutureTask<ReportSignature> call = sharing();
    RawStream stream = peer.accept();
    assertTrue((TARGET + BUNDLE).equals(stream.receiveAll()), "as above"); // too long to show
    stream.send(ANSWER).fin();
    assertEquals(new ReportSignature(REPORT, SIGNATURE), call.get());
    assertEquals(List.of("authorize on 1"), processor.calls);
  }

  @Test
  void nothingIsSharedWithOthers() {
    for (List<Integer> wrong : List.of(List.of(CORE, 0, CORE), List.of(0, CORE, CORE))) {
      cores = wrong;
      assertEquals(Fault.REFUSED, refused(Bundles.MAPPINGS, Bundles.bundle()).fault());
    }
  }

  @Test
  void withoutAProcessorNothingIsShared() {
    sharer.unbindProcessor(processor);
    assertEquals(Fault.UNAVAILABLE, refused(Bundles.MAPPINGS, Bundles.bundle()).fault());
  }

  @Test
  void whatCannotBeReportedIsNotShared() {
    processor.notAuthorized = Optional.of(RefusedException.now("test"));
    assertEquals(Fault.REFUSED, refused(Bundles.MAPPINGS, Bundles.bundle()).fault());
  }

  @Test
  void whatLacksImportsIsNotShared() {
    WorkPackageBundle good = Bundles.bundle();
    List<Bytes> segments = new ArrayList<>(good.segments());
    segments.removeLast();
    WorkPackageBundle incomplete =
        new WorkPackageBundle(good.workPackage(), good.extrinsics(), segments, good.proofs());
    assertEquals(Fault.REFUSED, refused(Bundles.MAPPINGS, incomplete).fault());
    assertEquals(Fault.REFUSED, refused(List.of(), good).fault());
  }

  @Test
  void aSignatureThatIsNotTheGuarantorsIsALie() throws Exception {
    FutureTask<ReportSignature> call = sharing();
    RawStream stream = peer.accept();
    stream.send("60000000" + REPORT + GuaranteeStatement.sign(OWN, REPORT)).fin();
    Throwable failure = assertThrows(ExecutionException.class, call::get).getCause();
    assertEquals(Fault.MISBEHAVED, ((StreamException) failure).fault());
  }

  @Test
  void anAnswerOfAnotherLengthIsRefused() throws Exception {
    FutureTask<ReportSignature> call = sharing();
    peer.accept().send("61000000" + REPORT + SIGNATURE + "00").fin();
    Throwable failure = assertThrows(ExecutionException.class, call::get).getCause();
    assertEquals(Fault.MALFORMED, ((StreamException) failure).fault());
  }

  // ---- both

  @Test
  void bothHalves() throws Exception {
    shareBetweenTwo(Bundles.MAPPINGS, Bundles.bundle());
  }

  /** W_B counts neither the fields of the package nor the lengths of the proofs. */
  @Test
  void aPackageAsLargeAsTheyGetIsShared() throws Exception {
    WorkPackageBundle large = Bundles.large(TINY.maxBundleSize());
    assertEquals(Optional.empty(), WorkPackageRules.fault(TINY, large.workPackage()));
    assertTrue(WorkPackageBundle.codec(TINY).encode(large).length > TINY.maxBundleSize());
    processor.expected = large;
    shareBetweenTwo(List.of(), large);
  }

  private void shareBetweenTwo(List<SegmentRootLookup> mappings, WorkPackageBundle bundle)
      throws Exception {
    TestNode refining = new TestNode(OTHER_ID, new VirtualClock(), Settings.DEFAULT);
    WorkPackageSharingProtocol serving =
        new WorkPackageSharingProtocol(assignments, clock, self(refining), chain, workers);
    serving.bindProcessor(processor);
    refining.serve(134, serving);
    TestNode asking =
        new TestNode(new PeerId(OWN.publicKey()), new VirtualClock(), Settings.DEFAULT);
    MemoryLink wire = new MemoryLink(asking.id(), OTHER_ID, MemoryLink.Limits.DEFAULT);
    asking.attach(wire.initiator());
    refining.attach(wire.acceptor());
    PeerPackageSharer client =
        new PeerPackageSharer(assignments, clock, self(asking), chain, asking.streams(), workers);
    client.bindProcessor(processor);
    assertEquals(
        new ReportSignature(REPORT, SIGNATURE), client.share(OTHER_ID, CORE, mappings, bundle));
    wire.close();
    asking.close();
    refining.close();
  }
}
