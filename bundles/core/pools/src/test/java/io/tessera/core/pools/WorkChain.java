package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.authoring.GuaranteeStatement;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.authoring.GuarantorState;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.RefineLoad;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkExecResult;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.block.WorkResult;
import io.tessera.lib.codec.state.RecentBlock;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.ReportedPackage;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A development chain whose cores have an authorizer, and whose validators' secrets are known. */
final class WorkChain {
  static final ProtocolParameters TINY = ProtocolParameters.TINY;

  /** An authorizer's code, and what is hashed of it without a configuration. */
  static final Hash AUTH_CODE = Hash.fromHex("aa".repeat(32));

  static final Hash AUTHORIZER = Blake2b.hash(AUTH_CODE);

  private static final TraceGenesis GENESIS = DevGenesis.of(TINY, DevService.SMALL);
  private static final List<Ed25519KeyPair> KEYS =
      DevGenesis.secrets(TINY).stream().map(ValidatorSecrets::ed25519).toList();

  final ChainBuilder builder = new ChainBuilder(TINY, GENESIS, 1);
  final MemoryChain chain = new MemoryChain(builder, 2);
  final VirtualClock time = new VirtualClock();
  final SlotClock clock = new SlotClock(time, time.timer(), TINY.slotSeconds());
  private StateTrie state = StateTrie.of(GENESIS.state().keyvals());

  WorkChain() {
    put(StateComponent.AUTHORIZER_POOLS, Collections.nCopies(TINY.cores(), List.of(AUTHORIZER)));
  }

  /** Changes a component of the head's state. */
  <T> void put(StateComponent<T> component, T value) {
    state = state.put(component.key(), Bytes.wrap(component.codec(TINY).encode(value)));
    know(chain.best());
  }

  <T> T get(StateComponent<T> component) {
    return head().read(component, TINY);
  }

  /** Lets the state be that after a block. */
  void know(BlockRef block) {
    chain.know(block.hash(), BlockState.of(StateKnowledge.COMPLETE, state));
  }

  BlockState head() {
    return Head.state(chain, chain.best()).orElseThrow();
  }

  /** The history's last block is this one, with what it reported. */
  void remember(BlockRef block, ReportedPackage... reported) {
    List<RecentBlock> blocks = new ArrayList<>(get(StateComponent.RECENT_HISTORY).blocks());
    blocks.add(new RecentBlock(block.hash(), Hash.ZERO, Hash.ZERO, List.of(reported)));
    put(StateComponent.RECENT_HISTORY, new RecentHistory(blocks, List.of()));
  }

  /** A block beneath the head has reported the package that a number stands for. */
  void reported(int number) {
    List<RecentBlock> blocks = new ArrayList<>(get(StateComponent.RECENT_HISTORY).blocks());
    Hash beneath = Blake2b.hash(workPackage(number));
    blocks.addFirst(
        new RecentBlock(
            beneath,
            Hash.ZERO,
            Hash.ZERO,
            List.of(new ReportedPackage(workPackage(number), exports(number)))));
    int surplus = Math.max(0, blocks.size() - TINY.recentHistory());
    put(
        StateComponent.RECENT_HISTORY,
        new RecentHistory(blocks.subList(surplus, blocks.size()), List.of()));
  }

  void advanceTo(long slot) {
    time.advance(Duration.between(clock.instant(), clock.start(slot)));
  }

  static PeerId id(int validator) {
    return new PeerId(KEYS.get(validator).publicKey());
  }

  /** The assignments for a block of a slot on the head, computed without the pool's help. */
  GuarantorAssignments assignments(long slot) {
    return GuarantorState.read(TINY, head().values()::get, slot).current(TINY);
  }

  /** A context anchored at the head. */
  RefineContext context() {
    return new RefineContext(
        chain.best().hash(),
        head().root(),
        Hash.ZERO,
        chain.genesis().hash(),
        chain.genesis().slot(),
        List.of());
  }

  /** A report of the package that a number stands for. */
  WorkReport report(int number, int core) {
    return report(number, core, List.of());
  }

  WorkReport report(int number, int core, List<SegmentRootLookup> lookup) {
    WorkResult result =
        new WorkResult(
            DevService.INDEX,
            Hash.ZERO,
            Hash.ZERO,
            1000,
            new WorkExecResult.Ok(Bytes.fromHex("01")),
            new RefineLoad(1, 0, 0, 0, 0));
    return new WorkReport(
        new PackageSpec(workPackage(number), 100, Hash.ZERO, exports(number), 0),
        context(),
        core,
        AUTHORIZER,
        5,
        Bytes.EMPTY,
        lookup,
        List.of(result));
  }

  static Hash workPackage(int number) {
    return Blake2b.hash(new byte[] {(byte) number});
  }

  static Hash exports(int number) {
    return Blake2b.hash(new byte[] {(byte) number, 1});
  }

  /** A report with the signatures of its core's first guarantors in a slot. */
  Guarantee guarantee(WorkReport report, long slot, int signatures) {
    return signed(report, slot, assignments(slot).on(report.coreIndex()).subList(0, signatures));
  }

  static Guarantee signed(WorkReport report, long slot, List<Integer> signers) {
    Hash hash = hash(report);
    return new Guarantee(
        report,
        slot,
        signers.stream()
            .map(
                index ->
                    new ValidatorSignature(index, GuaranteeStatement.sign(KEYS.get(index), hash)))
            .toList());
  }

  static Hash hash(WorkReport report) {
    return Blake2b.hash(WorkReport.CODEC.encode(report));
  }
}
