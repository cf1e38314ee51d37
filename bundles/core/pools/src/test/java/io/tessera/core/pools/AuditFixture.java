package io.tessera.core.pools;

import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.BlockState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExecutedBlock;
import io.tessera.chain.ExecutionContext;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.lib.authoring.AuditInputs;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Culprit;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Fault;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.ExtrinsicHash;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.Workers;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.VirtualClock;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportCredential;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A chain of six validators whose secrets are known, at slot 30 in epoch 2. The validators of the
 * epoch before are the same, each with an index lower by one.
 */
final class AuditFixture {
  static final ProtocolParameters TINY = ProtocolParameters.TINY;
  static final long SLOT = 30;
  static final long EPOCH = 2;
  static final List<ValidatorSecrets> SECRETS = DevGenesis.secrets(TINY);

  private static final TraceGenesis GENESIS = DevGenesis.of(TINY, DevService.SMALL);
  private static final byte[] GUARANTEE = "jam_guarantee".getBytes(StandardCharsets.US_ASCII);

  final ChainBuilder builder = new ChainBuilder(TINY, GENESIS, 1);
  final MemoryChain chain = new MemoryChain(builder, 64);
  final VirtualClock time =
      new VirtualClock(SlotClock.COMMON_ERA.plusSeconds(SLOT * TINY.slotSeconds()));
  final SlotClock clock = new SlotClock(time, time.timer(), TINY.slotSeconds());
  StateTrie state = StateTrie.of(GENESIS.state().keyvals());

  /** Runs all at once on the thread of the test. */
  static final Workers WORKERS =
      new Workers() {
        @Override
        public Future<?> start(String name, Task task) {
          try {
            task.run();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public Future<?> repeat(String name, Duration period, Task task) {
          throw new AssertionError(name);
        }
      };

  AuditFixture() {
    List<ValidatorData> previous = new ArrayList<>(read(StateComponent.ACTIVE_SET));
    Collections.rotate(previous, -1);
    put(StateComponent.PREVIOUS_SET, previous);
    put(StateComponent.SLOT, SLOT);
  }

  <T> T read(StateComponent<T> component) {
    return component.codec(TINY).decode(state.get(component.key()).orElseThrow().toByteArray());
  }

  /** Changes the state after the head, and lets it be known. */
  <T> void put(StateComponent<T> component, T value) {
    state = state.put(component.key(), Bytes.wrap(component.codec(TINY).encode(value)));
    chain.know(chain.best().hash(), prior());
  }

  BlockState prior() {
    return BlockState.of(StateKnowledge.COMPLETE, state);
  }

  void pass(int slots) {
    time.advance(Duration.ofSeconds((long) slots * TINY.slotSeconds()));
  }

  static PeerId peer(int validator) {
    return new PeerId(key(validator));
  }

  static Ed25519Public key(int validator) {
    return SECRETS.get(validator).ed25519().publicKey();
  }

  /** A report like no other of another number. */
  static WorkReport report(int core, int number) {
    Hash any = Blake2b.hash(new byte[] {(byte) number, (byte) (number >> 8)});
    return new WorkReport(
        new PackageSpec(any, 1, any, any, 0),
        new RefineContext(any, any, any, any, 0, List.of()),
        core,
        any,
        0,
        Bytes.EMPTY,
        List.of(),
        List.of());
  }

  static Hash hash(int number) {
    return HeldReports.hash(report(0, number));
  }

  /** The index that a validator has in this epoch or the one before. */
  static int index(int validator, long epoch) {
    return epoch == EPOCH ? validator : Math.floorMod(validator - 1, TINY.validators());
  }

  static PublishedJudgment judgment(int validator, boolean valid, Hash report, long epoch) {
    return new PublishedJudgment(
        epoch, index(validator, epoch), valid, report, sign(validator, valid, report));
  }

  static PublishedJudgment judgment(int validator, boolean valid, Hash report) {
    return judgment(validator, valid, report, EPOCH);
  }

  static Ed25519Signature sign(int validator, boolean valid, Hash report) {
    return SECRETS.get(validator).ed25519().sign(AuditInputs.judgment(valid, report));
  }

  static ValidatorSignature guarantor(int validator, Hash report, long epoch) {
    JamWriter message = new JamWriter();
    message.bytes(GUARANTEE);
    message.bytes(report);
    return new ValidatorSignature(
        index(validator, epoch), SECRETS.get(validator).ed25519().sign(message.toByteArray()));
  }

  /** The indices of those who guarantee for a core in a slot of this epoch or the one before. */
  List<Integer> guarantors(int core, long slot) {
    List<Integer> cores = JudgeSets.read(prior(), TINY).coresIn(slot, TINY);
    return IntStream.range(0, cores.size()).filter(i -> cores.get(i) == core).boxed().toList();
  }

  /** Of the first two guarantors of a core at slot 29. */
  ReportCredential credential(Hash report, int core) {
    return new ReportCredential(
        SLOT - 1,
        guarantors(core, SLOT - 1).stream()
            .limit(2)
            .map(validator -> guarantor(validator, report, EPOCH))
            .toList());
  }

  ReportCredential credential(Hash report) {
    return credential(report, 0);
  }

  /** A guarantee as a block brings it. */
  Guarantee guarantee(WorkReport report) {
    ReportCredential by = credential(HeldReports.hash(report), report.coreIndex());
    return new Guarantee(report, by.slot(), by.signatures());
  }

  static Extrinsic withGuarantees(Guarantee... guarantees) {
    return new Extrinsic(List.of(), List.of(), List.of(guarantees), List.of(), Disputes.NONE);
  }

  /** Executes a block with nothing but disputes on the head's state, as every node would. */
  DisputeRecords execute(Disputes disputes) throws BlockRejectedException {
    Extrinsic extrinsic = new Extrinsic(List.of(), List.of(), List.of(), List.of(), disputes);
    BandersnatchSignature unsigned =
        BandersnatchSignature.wrap(new byte[BandersnatchSignature.SIZE]);
    List<Ed25519Public> offenders =
        Stream.concat(
                disputes.culprits().stream().map(Culprit::key),
                disputes.faults().stream().map(Fault::key))
            .toList();
    Header header =
        new Header(
            chain.best().hash(),
            state.root(),
            ExtrinsicHash.of(extrinsic),
            SLOT + 1,
            Optional.empty(),
            Optional.empty(),
            0,
            unsigned,
            offenders,
            unsigned);
    ExecutedBlock executed =
        new ExecutionComponent()
            .forChain(TINY)
            .execute(
                EncodedBlock.of(new Block(header, extrinsic), TINY),
                state::get,
                new ExecutionContext(
                    StateKnowledge.COMPLETE, (hash, slot) -> false, Optional.empty()));
    executed.requireSignatures();
    Bytes records = executed.changes().get(StateComponent.DISPUTES.key()).orElseThrow();
    return StateComponent.DISPUTES.codec(TINY).decode(records.toByteArray());
  }
}
