package io.tessera.operator.rpc;

import static io.tessera.operator.rpc.Bed.TINY;
import static io.tessera.operator.rpc.Bed.base64;
import static io.tessera.operator.rpc.Bed.error;
import static io.tessera.operator.rpc.Bed.hash;
import static io.tessera.operator.rpc.Bed.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.authoring.ImportRules;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.RecordingPackagePool;
import io.tessera.testing.testkit.TestPackage;
import io.tessera.testing.testkit.TestState;
import io.tessera.testing.testkit.VirtualClock;
import io.tessera.work.ProvedSegment;
import io.tessera.work.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work-packages, reports and segments. Validators 0 to 2 guarantee core 0, the others core 1. */
class WorkMethodsTest {
  private static final TestPackage WORK = TestPackage.of(TINY, 1, 5, 100, 3);
  private static final Bytes BUNDLE = WORK.coded().bundle();
  private static final WorkPackageBundle DECODED =
      WorkPackageBundle.codec(TINY).decode(BUNDLE.toByteArray());
  private static final String PACKAGE =
      base64(Bytes.wrap(WorkPackage.CODEC.encode(DECODED.workPackage())));
  private static final String EXTRINSICS = "[" + base64(DECODED.extrinsics().getFirst()) + "]";

  private final Bed bed = new Bed();
  private final VirtualClock clock = new VirtualClock();
  private final Set<PeerId> refusing = new ConcurrentSkipListSet<>();
  private final RecordingPackagePool pool = new RecordingPackagePool();

  WorkMethodsTest() {
    bed.node.clock = new SlotClock(clock, clock.timer(), TINY.slotSeconds());
    bed.node.assignments =
        slot ->
            slot == 6
                ? Optional.of(
                    new GuarantorAssignments(List.of(0, 0, 0, 1, 1, 1), TestState.validators(0, 6)))
                : Optional.empty();
    bed.node.packages = pool;
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private void takesPackages() {
    bed.node.packageSubmitter =
        (guarantor, core, workPackage, extrinsics) -> {
          assertEquals(DECODED.workPackage(), workPackage);
          if (!DECODED.extrinsics().equals(extrinsics)) {
            throw new IllegalArgumentException("extrinsics are not what the package names");
          }
          List<PeerId> first = IntStream.range(0, 3).mapToObj(TestState::peer).toList();
          assertEquals(core == 0, first.contains(guarantor), "a guarantor of this core");
          if (refusing.contains(guarantor)) {
            throw new StreamException(Fault.DISCONNECTED, "not connected");
          }
        };
  }

  private void self(int validator) {
    bed.node.key =
        new NodeKey() {
          @Override
          public PeerId id() {
            return TestState.peer(validator);
          }

          @Override
          public byte[] seed() {
            throw new AssertionError("nobody needs it");
          }
        };
  }

  @Test
  void aPackageIsSubmittedWhenOneGuarantorTakesIt() throws Exception {
    takesPackages();
    refusing.addAll(List.of(TestState.peer(3), TestState.peer(4)));
    assertEquals(result("null"), bed.ask("submitWorkPackage", 1, PACKAGE, EXTRINSICS));
    refusing.add(TestState.peer(5));
    String none = bed.ask("submitWorkPackage", 1, PACKAGE, EXTRINSICS);
    assertTrue(none.startsWith(error(0, "no guarantor of core 1 has taken it; ")), none);
    assertTrue(
        none.contains(TestState.peer(4).shortName() + ": DISCONNECTED: not connected"), none);
    assertEquals(result("null"), bed.ask("submitWorkPackage", 0, PACKAGE, EXTRINSICS));
  }

  @Test
  void whyAPackageIsNotSubmitted() throws Exception {
    String missing = bed.ask("submitWorkPackage", 0, PACKAGE, EXTRINSICS);
    assertTrue(missing.contains("no protocol to submit it by (CE 133)"), missing);
    takesPackages();
    String core = bed.ask("submitWorkPackage", 2, PACKAGE, EXTRINSICS);
    assertTrue(core.startsWith(error(-32602, "Invalid params: argument 1, core, is")), core);
    String garbage = bed.ask("submitWorkPackage", 0, "\"AAAA\"", EXTRINSICS);
    assertTrue(garbage.startsWith(error(-32602, "Invalid params: argument 2, package")), garbage);
    String others = bed.ask("submitWorkPackage", 0, PACKAGE, "[]");
    assertTrue(others.startsWith(error(-32602, "Invalid params: extrinsics are not")), others);
    bed.node.assignments = slot -> Optional.empty();
    String unknown = bed.ask("submitWorkPackage", 0, PACKAGE, EXTRINSICS);
    assertTrue(unknown.startsWith(error(0, "the head's state does not tell")), unknown);
  }

  /** A guarantor takes from its own operator what it would take from a builder. */
  @Test
  void aGuarantorSubmitsToItself() throws Exception {
    self(1);
    assertEquals(result("null"), bed.ask("submitWorkPackage", 0, PACKAGE, EXTRINSICS));
    List<String> calls = pool.calls();
    assertEquals(List.of("submit", "close"), calls.subList(2, 4));
    assertEquals("extrinsic " + DECODED.extrinsics().getFirst(), calls.get(1));
    pool.refuse("reserve", RefusedException.now("no room"));
    String refused = bed.ask("submitWorkPackage", 0, PACKAGE, EXTRINSICS);
    assertTrue(refused.contains(TestState.peer(1).shortName() + ": no room"), refused);
  }

  /** The segments-root of a package that is named by its hash follows from the proof. */
  @Test
  void aBundleIsSubmittedWithItsMappings() throws Exception {
    bed.node.bundleSubmitter =
        (guarantor, core, mappings, bundle) -> {
          assertEquals(WORK.report().segmentRootLookup(), mappings);
          assertEquals(DECODED, bundle);
          Optional<String> fault = ImportRules.fault(TINY, bundle, mappings);
          if (fault.isPresent()) {
            throw new IllegalArgumentException(fault.get());
          }
        };
    assertEquals(result("null"), bed.ask("submitWorkPackageBundle", 0, base64(BUNDLE)));
    Bytes more = Bytes.fromHex(BUNDLE.toHex() + "00");
    String garbage = bed.ask("submitWorkPackageBundle", 0, base64(more));
    assertTrue(garbage.startsWith(error(-32602, "Invalid params: argument 2, bundle")), garbage);
    self(4);
    assertEquals(result("null"), bed.ask("submitWorkPackageBundle", 1, base64(BUNDLE)));
    List<String> calls = pool.calls();
    assertTrue(calls.getFirst().endsWith(" 1"), "with a mapping: " + calls);
    assertEquals(List.of("submit", "close"), calls.subList(6, 8), calls.toString());
  }

  @Test
  void reports() throws Exception {
    Bytes encoded = Bytes.wrap(WorkReport.CODEC.encode(WORK.report()));
    String hash = base64(Blake2b.hash(encoded));
    bed.node.reports =
        List.of(
            asked -> Optional.empty(),
            asked -> Optional.of(WORK.report()).filter(it -> base64(asked).equals(hash)));
    assertEquals(result(base64(encoded)), bed.ask("workReport", hash));
    String unknown = bed.ask("workReport", base64(hash(1)));
    assertTrue(unknown.startsWith(error(2, "Work-report unavailable: ")), unknown);
    assertTrue(unknown.endsWith(",\"data\":" + base64(hash(1)) + "},\"id\":1}"), unknown);
  }

  // ---- segments

  @Test
  void segmentsOfRecentPackages() throws Exception {
    PackageSpec spec = WORK.report().packageSpec();
    String before = bed.ask("fetchWorkPackageSegments", base64(spec.hash()), "[0]");
    assertTrue(before.startsWith(error(3, "DA segment unavailable: no block")), before);

    EncodedBlock reporting = bed.builder.child(bed.head().ref(), 7, guaranteed(3, 5));
    bed.reports.imported(List.of(reporting));
    bed.know(bed.head(), bed.state());
    bed.node.segments =
        (asked, core, segments, guarantors, assurers) -> {
          assertEquals(spec, asked);
          assertEquals(1, core);
          assertEquals(List.of(TestState.peer(3), TestState.peer(5)), guarantors);
          assertEquals(IntStream.range(0, 6).mapToObj(TestState::peer).toList(), assurers);
          if (segments.contains(1)) {
            throw new StreamException(Fault.UNAVAILABLE, "too few answer");
          }
          return segments.stream()
              .map(i -> new ProvedSegment(Bytes.fromHex("0" + i), List.of()))
              .toList();
        };
    String both = result("[\"Ag==\",\"AA==\"]");
    assertEquals(both, bed.ask("fetchWorkPackageSegments", base64(spec.hash()), "[2,0]"));
    assertEquals(both, bed.ask("fetchSegments", base64(spec.exportsRoot()), "[2,0]"));
    String few = bed.ask("fetchSegments", base64(spec.exportsRoot()), "[1]");
    assertTrue(
        few.startsWith(error(3, "DA segment unavailable: UNAVAILABLE: too few answer")), few);
    String beyond = bed.ask("fetchSegments", base64(spec.exportsRoot()), "[3]");
    assertTrue(beyond.startsWith(error(-32602, "Invalid params: argument 2, indices")), beyond);
    bed.node.segments = null;
    String nobody = bed.ask("fetchSegments", base64(spec.exportsRoot()), "[2]");
    assertTrue(nobody.startsWith(error(3, "DA segment unavailable: this node has nobody")), nobody);
  }

  /** A report counts with the validators of its epoch, which may be the one before. */
  @Test
  void segmentsOfTheEpochBefore() throws Exception {
    bed.reports.imported(List.of(bed.builder.child(bed.head().ref(), 7, guaranteed(0))));
    List<List<PeerId>> asked = new ArrayList<>();
    bed.node.segments =
        (spec, core, segments, guarantors, assurers) -> {
          asked.add(assurers);
          return List.of();
        };
    String root = base64(WORK.report().packageSpec().exportsRoot());
    var slot = StateComponent.SLOT;
    bed.know(bed.head(), Bed.with(bed.state(), slot, 13L));
    assertEquals(result("[]"), bed.ask("fetchSegments", root, "[]"));
    assertEquals(IntStream.range(6, 12).mapToObj(TestState::peer).toList(), asked.getFirst());
    bed.know(bed.head(), Bed.with(bed.state(), slot, 25L));
    assertTrue(bed.ask("fetchSegments", root, "[]").contains("reported 2 epochs ago"));
  }

  @Test
  void theOldestReportsGo() {
    List<Guarantee> guarantees = new ArrayList<>();
    for (int i = 0; i < 301; i++) {
      guarantees.add(guarantee(of(i), 0));
    }
    Extrinsic extrinsic =
        new Extrinsic(List.of(), List.of(), guarantees, List.of(), Extrinsic.EMPTY.disputes());
    Block block = new Block(bed.head().header(), extrinsic);
    bed.reports.imported(List.of(new EncodedBlock(hash(1), block, Bytes.EMPTY)));
    assertTrue(bed.reports.ofPackage(numbered(0)).isEmpty());
    assertTrue(bed.reports.ofSegmentsRoot(numbered(0)).isEmpty());
    assertEquals(1, bed.reports.ofPackage(numbered(1)).orElseThrow().spec().length());
    assertEquals(1, bed.reports.ofSegmentsRoot(numbered(1)).orElseThrow().spec().length());
  }

  private static Hash numbered(int number) {
    return Hash.fromHex("%064x".formatted(number));
  }

  private static WorkReport of(int number) {
    WorkReport it = WORK.report();
    PackageSpec spec = new PackageSpec(numbered(number), number, Hash.ZERO, numbered(number), 1);
    return new WorkReport(spec, it.context(), 0, Hash.ZERO, 0, Bytes.EMPTY, List.of(), List.of());
  }

  static Extrinsic guaranteed(int... validators) {
    return new Extrinsic(
        List.of(),
        List.of(),
        List.of(guarantee(WORK.report(), validators)),
        List.of(),
        Extrinsic.EMPTY.disputes());
  }

  private static Guarantee guarantee(WorkReport report, int... validators) {
    Ed25519Signature none = Ed25519Signature.wrap(new byte[Ed25519Signature.SIZE]);
    return new Guarantee(
        report,
        7,
        IntStream.of(validators).mapToObj(i -> new ValidatorSignature(i, none)).toList());
  }
}
