package io.tessera.core.chain;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.authoring.AuthoringState;
import io.tessera.lib.authoring.Claim;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.SealInputs;
import io.tessera.lib.authoring.Sealer;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.ExtrinsicHash;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real block with something changed, sealed again by the validator whose slot it is. */
final class Lies {
  private static final Sealer SEALER =
      new Sealer(
          VerifiedChain.TINY,
          DevGenesis.secrets(VerifiedChain.TINY).stream()
              .map(ValidatorSecrets::bandersnatch)
              .toList());

  private final Claim claim;
  private Hash parent;
  private Hash priorStateRoot;
  private long slot;
  private Optional<EpochMark> epochMark;
  private Optional<List<TicketBody>> ticketsMark;
  private int author;
  private List<Ed25519Public> offenders;
  private Extrinsic extrinsic;
  private Optional<Hash> extrinsicHash = Optional.empty();

  /** Lies about a block of the chain's trace. */
  Lies(VerifiedChain chain, EncodedBlock block) {
    StateTrie state = StateTrie.of(chain.step((int) block.header().slot()).pre().keyvals());
    AuthoringState prior = AuthoringState.read(VerifiedChain.TINY, state::get);
    claim =
        SEALER.claim(SlotView.of(VerifiedChain.TINY, prior, block.header().slot())).orElseThrow();
    Header header = block.header();
    parent = header.parent();
    priorStateRoot = header.priorStateRoot();
    slot = header.slot();
    epochMark = header.epochMark();
    ticketsMark = header.ticketsMark();
    author = header.authorIndex();
    offenders = header.offendersMark();
    extrinsic = block.block().extrinsic();
  }

  Lies parent(Hash value) {
    parent = value;
    return this;
  }

  Lies priorStateRoot(Hash value) {
    priorStateRoot = value;
    return this;
  }

  Lies slot(long value) {
    slot = value;
    return this;
  }

  Lies epochMark(EpochMark value) {
    epochMark = Optional.ofNullable(value);
    return this;
  }

  Lies ticketsMark(List<TicketBody> value) {
    ticketsMark = Optional.ofNullable(value);
    return this;
  }

  Lies author(int value) {
    author = value;
    return this;
  }

  Lies offenders(List<Ed25519Public> value) {
    offenders = value;
    return this;
  }

  /** Another extrinsic, of which the header says the hash. */
  Lies extrinsic(Extrinsic value) {
    extrinsic = value;
    return this;
  }

  /** The first guarantee gives its lookup anchor's slot as so many later. */
  Lies lookupAnchorSlot(int later) {
    List<Guarantee> guarantees = new ArrayList<>(extrinsic.guarantees());
    Guarantee first = guarantees.getFirst();
    WorkReport report = first.report();
    RefineContext c = report.context();
    guarantees.set(
        0,
        new Guarantee(
            new WorkReport(
                report.packageSpec(),
                new RefineContext(
                    c.anchor(),
                    c.stateRoot(),
                    c.beefyRoot(),
                    c.lookupAnchor(),
                    c.lookupAnchorSlot() + later,
                    c.prerequisites()),
                report.coreIndex(),
                report.authorizerHash(),
                report.authGasUsed(),
                report.authOutput(),
                report.segmentRootLookup(),
                report.results()),
            first.slot(),
            first.signatures()));
    return extrinsic(
        new Extrinsic(
            extrinsic.tickets(),
            extrinsic.preimages(),
            guarantees,
            extrinsic.assurances(),
            extrinsic.disputes()));
  }

  Lies extrinsicHash(Hash value) {
    extrinsicHash = Optional.of(value);
    return this;
  }

  /** The block with valid signatures. */
  EncodedBlock sealed() {
    BandersnatchSignature entropy =
        claim.key().sign(SealInputs.entropySource(claim.output()), new byte[0]);
    BandersnatchSignature none = BandersnatchSignature.wrap(new byte[BandersnatchSignature.SIZE]);
    byte[] unsealed = header(entropy, none).encodeUnsealed(VerifiedChain.TINY);
    return block(header(entropy, claim.key().sign(claim.input().toByteArray(), unsealed)));
  }

  /** The block with these signatures. */
  EncodedBlock signed(BandersnatchSignature entropySource, BandersnatchSignature seal) {
    return block(header(entropySource, seal));
  }

  private Header header(BandersnatchSignature entropySource, BandersnatchSignature seal) {
    return new Header(
        parent,
        priorStateRoot,
        extrinsicHash.orElseGet(() -> ExtrinsicHash.of(extrinsic)),
        slot,
        epochMark,
        ticketsMark,
        author,
        entropySource,
        offenders,
        seal);
  }

  private EncodedBlock block(Header header) {
    return EncodedBlock.of(new Block(header, extrinsic), VerifiedChain.TINY);
  }

  /** The block as it is but for its seal. */
  static EncodedBlock brokenSeal(EncodedBlock block) {
    Header h = block.header();
    Header other =
        new Header(
            h.parent(),
            h.priorStateRoot(),
            h.extrinsicHash(),
            h.slot(),
            h.epochMark(),
            h.ticketsMark(),
            h.authorIndex(),
            h.entropySource(),
            h.offendersMark(),
            broken(h.seal()));
    return EncodedBlock.of(new Block(other, block.block().extrinsic()), VerifiedChain.TINY);
  }

  /** The block as it is but for its parent: its seal is of another header then. */
  static EncodedBlock parent(EncodedBlock block, Hash parent) {
    Header h = block.header();
    Header other =
        new Header(
            parent,
            h.priorStateRoot(),
            h.extrinsicHash(),
            h.slot(),
            h.epochMark(),
            h.ticketsMark(),
            h.authorIndex(),
            h.entropySource(),
            h.offendersMark(),
            h.seal());
    return EncodedBlock.of(new Block(other, block.block().extrinsic()), VerifiedChain.TINY);
  }

  /** A signature whose scalar is another: its output stays. */
  static BandersnatchSignature broken(BandersnatchSignature signature) {
    byte[] bytes = signature.toByteArray();
    bytes[64] ^= 1;
    return BandersnatchSignature.wrap(bytes);
  }
}
