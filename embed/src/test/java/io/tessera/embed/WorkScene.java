package io.tessera.embed;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.TicketContest;
import io.tessera.lib.authoring.AuditInputs;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.authoring.GuaranteeStatement;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.authoring.SealInputs;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.RefineLoad;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkExecResult;
import io.tessera.lib.codec.block.WorkItem;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.block.WorkResult;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.lib.crypto.ring.RingProver;
import io.tessera.lib.merkle.ConstantDepthTree;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.lib.merkle.TreeHash;
import io.tessera.testing.testkit.SealedChain;
import io.tessera.testing.testkit.TestPackage;
import io.tessera.work.AuditAnnouncement;
import io.tessera.work.AuditEvidence;
import io.tessera.work.AuditStatement;
import io.tessera.work.AuditedReport;
import io.tessera.work.SignedAssurance;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A tiny development chain at whose beginning there is work: each core has an authorizer, the first
 * one guarantors and nothing to do, the second one a report that awaits its assurances.
 */
final class WorkScene {
  static final ProtocolParameters TINY = ProtocolParameters.TINY;

  /** When all happens: in epoch 0, in the second half of the time in which tickets are taken. */
  static final long SLOT = 6;

  /** When the pending report was reported: not so long ago that it would have timed out. */
  private static final long REPORTED = 4;

  /** The core that packages are for. */
  static final int CORE = 0;

  /** The core with a report. */
  static final int BUSY = 1;

  private static final Hash AUTH_CODE = Hash.fromHex("aa".repeat(32));
  private static final Hash AUTHORIZER = Blake2b.hash(AUTH_CODE);
  private static final Bytes BLOB = Bytes.fromHex("0102030405");

  /** The package whose report is pending since genesis. */
  final TestPackage pending = TestPackage.of(TINY, BUSY, 1, 100, 3);

  final SealedChain chain = new SealedChain(TINY, DevService.SMALL, genesis(pending), 1);
  private final List<ValidatorSecrets> secrets = DevGenesis.secrets(TINY);

  private static TraceGenesis genesis(TestPackage pending) {
    TraceGenesis plain = DevGenesis.of(TINY, DevService.SMALL);
    StateTrie state = StateTrie.of(plain.state().keyvals());
    List<Optional<PendingReport>> reports =
        List.of(Optional.empty(), Optional.of(new PendingReport(pending.report(), REPORTED)));
    state =
        put(
            state,
            StateComponent.AUTHORIZER_POOLS,
            Collections.nCopies(TINY.cores(), List.of(AUTHORIZER)));
    state =
        put(
            state,
            StateComponent.AUTHORIZER_QUEUES,
            Collections.nCopies(
                TINY.cores(), Collections.nCopies(TINY.authorizationsQueueSize(), AUTHORIZER)));
    state = put(state, StateComponent.PENDING_REPORTS, new PendingReports(reports));
    List<KeyValue> items = new ArrayList<>();
    state.forEach(items::add);
    return new TraceGenesis(plain.header(), new RawState(state.root(), items));
  }

  private static <T> StateTrie put(StateTrie state, StateComponent<T> component, T value) {
    return state.put(component.key(), Bytes.wrap(component.codec(TINY).encode(value)));
  }

  /** The guarantors of a core. */
  List<Integer> guarantors(int core) {
    EntropyPool entropy =
        StateComponent.ENTROPY
            .codec(TINY)
            .decode(
                chain
                    .state(chain.genesisRef())
                    .get(StateComponent.ENTROPY.key())
                    .orElseThrow()
                    .toByteArray());
    List<Integer> cores = GuarantorAssignments.permute(TINY, entropy.second(), SLOT);
    return IntStream.range(0, cores.size()).filter(i -> cores.get(i) == core).boxed().toList();
  }

  /** A package with a blob and an imported segment; others with another number. */
  WorkPackageBundle bundle(int number) {
    List<Bytes> exported = pending.coded().segments().subList(0, 2);
    ConstantDepthTree tree = new ConstantDepthTree(exported, TreeHash.BLAKE2B);
    WorkItem item =
        new WorkItem(
            DevService.INDEX,
            Hash.ZERO,
            10,
            10,
            1,
            Bytes.wrap(new byte[number]),
            List.of(new ImportSpec(pending.coded().spec().hash(), true, 1)),
            List.of(new ExtrinsicSpec(Blake2b.hash(BLOB), BLOB.size())));
    WorkPackage workPackage =
        new WorkPackage(0, AUTH_CODE, context(), Bytes.EMPTY, Bytes.EMPTY, List.of(item));
    return new WorkPackageBundle(
        workPackage, List.of(BLOB), List.of(exported.get(1)), List.of(tree.justification(1, 0)));
  }

  /** Which segments {@link #bundle} imports. */
  List<SegmentRootLookup> mappings() {
    List<Bytes> exported = pending.coded().segments().subList(0, 2);
    Hash root = new ConstantDepthTree(exported, TreeHash.BLAKE2B).root();
    return List.of(new SegmentRootLookup(pending.coded().spec().hash(), root));
  }

  /** A report that the next block may bring. */
  WorkReport report(int number) {
    Hash any = Blake2b.hash(new byte[] {(byte) number});
    WorkResult result =
        new WorkResult(
            DevService.INDEX,
            Hash.ZERO,
            Hash.ZERO,
            1000,
            new WorkExecResult.Ok(Bytes.fromHex("01")),
            new RefineLoad(1, 0, 0, 0, 0));
    return new WorkReport(
        new PackageSpec(any, 100, any, any, 0),
        context(),
        CORE,
        AUTHORIZER,
        5,
        Bytes.EMPTY,
        List.of(),
        List.of(result));
  }

  /** Anchored at genesis. */
  private RefineContext context() {
    Hash genesis = chain.genesisRef().hash();
    Hash root = chain.genesis().state().stateRoot();
    return new RefineContext(genesis, root, Hash.ZERO, genesis, 0, List.of());
  }

  /** A guarantor's signature of a report. */
  ValidatorSignature guarantee(int validator, Hash report) {
    Ed25519Signature signature = GuaranteeStatement.sign(secrets.get(validator).ed25519(), report);
    return new ValidatorSignature(validator, signature);
  }

  static Hash hash(WorkReport report) {
    return Blake2b.hash(WorkReport.CODEC.encode(report));
  }

  /** A ticket that has a validator as its proxy, made by whoever can. */
  TicketEnvelope ticket(TicketContest contest, int proxy) {
    for (ValidatorSecrets maker : secrets) {
      for (int attempt = 0; attempt < TINY.ticketsPerValidator(); attempt++) {
        byte[] input = SealInputs.ticket(contest.entropy(), attempt);
        Hash id = maker.bandersnatch().output(input);
        int number = id.asByteBuffer().getInt(Hash.SIZE - Integer.BYTES);
        if (Integer.remainderUnsigned(number, TINY.validators()) == proxy) {
          RingProver prover = RingProver.of(contest.ring(), maker.bandersnatch());
          return new TicketEnvelope(attempt, prover.sign(input, new byte[0], new SecureRandom()));
        }
      }
    }
    throw new AssertionError("validator " + proxy + " is nobody's proxy");
  }

  /** A validator's assurance of the pending report. */
  SignedAssurance assurance(int validator) {
    Hash anchor = chain.genesisRef().hash();
    Bytes bitfield = Bytes.wrap(new byte[] {1 << BUSY});
    byte[] message = SignedAssurance.message(anchor, bitfield);
    return new SignedAssurance(anchor, bitfield, secrets.get(validator).ed25519().sign(message));
  }

  /** The contents of a block in which the pending report becomes available. */
  Extrinsic assured() {
    List<Assurance> assurances = new ArrayList<>();
    for (int validator = 0; validator < TINY.validators(); validator++) {
      assurances.add(assurance(validator).by(validator));
    }
    return new Extrinsic(List.of(), List.of(), List.of(), assurances, Disputes.NONE);
  }

  /** A validator's announcement that it audits what has become available in a block. */
  AuditAnnouncement announcement(int validator, EncodedBlock block) {
    ValidatorSecrets keys = secrets.get(validator);
    AuditedReport report = new AuditedReport(BUSY, hash(pending.report()));
    JamWriter reports = new JamWriter();
    reports.elements(AuditedReport.CODEC, List.of(report));
    byte[] message = AuditInputs.announcement(0, Bytes.wrap(reports.toByteArray()), block.hash());
    byte[] input = AuditInputs.first(VrfOutput.of(block.header().entropySource()));
    AuditStatement statement = new AuditStatement(List.of(report), keys.ed25519().sign(message));
    return new AuditAnnouncement(
        new AuditAnnouncement.Claim(block.hash(), 0, statement),
        new AuditEvidence.First(keys.bandersnatch().sign(input, new byte[0])));
  }
}
