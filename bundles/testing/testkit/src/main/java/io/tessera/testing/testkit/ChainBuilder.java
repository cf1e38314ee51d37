package io.tessera.testing.testkit;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.crypto.ExtrinsicHash;
import io.tessera.lib.crypto.HeaderHash;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Makes chains and forks of blocks that are valid except for their signatures, which are random: a
 * parent, an ascending slot, the right extrinsic hash, an epoch mark in the first block of each
 * epoch. The same calls on builders of the same seed give the same blocks. Confined to one thread.
 */
public final class ChainBuilder {
  private static final int METADATA_AND_BLS = 144 + 128;

  private final ProtocolParameters parameters;
  private final Random random;
  private final TraceGenesis genesis;

  /** A builder for a chain whose genesis is random too. */
  public ChainBuilder(ProtocolParameters parameters, long seed) {
    this.parameters = parameters;
    random = new Random(seed);
    genesis = makeGenesis();
  }

  /** A builder that goes on from a genesis of others. */
  public ChainBuilder(ProtocolParameters parameters, TraceGenesis genesis, long seed) {
    this.parameters = parameters;
    random = new Random(seed);
    this.genesis = genesis;
  }

  /** A builder for a chain of tiny parameters. */
  public static ChainBuilder tiny(long seed) {
    return new ChainBuilder(ProtocolParameters.TINY, seed);
  }

  /** The chain's parameters. */
  public ProtocolParameters parameters() {
    return parameters;
  }

  /** Genesis header and state: encoded, this is a {@code genesis.bin}. */
  public TraceGenesis genesis() {
    return genesis;
  }

  /** The genesis block, for a parent. */
  public BlockRef genesisRef() {
    return new BlockRef(HeaderHash.of(genesis.header(), parameters), genesis.header().slot());
  }

  /** The chain's specification (JIP-4 JSON). */
  public String chainSpec() {
    return GenesisJson.of("test", genesis, parameters);
  }

  /** So many blocks on top of genesis, one in each slot. */
  public List<EncodedBlock> chain(int length) {
    return chain(genesisRef(), length, 0);
  }

  /**
   * So many blocks on top of one, one in each slot.
   *
   * @param extrinsicBytes size of the data in each block's extrinsic; 0 for an empty extrinsic
   */
  public List<EncodedBlock> chain(BlockRef parent, int length, int extrinsicBytes) {
    List<EncodedBlock> blocks = new ArrayList<>(length);
    BlockRef at = parent;
    for (int i = 0; i < length; i++) {
      EncodedBlock block = child(at, at.slot() + 1, extrinsic(extrinsicBytes));
      blocks.add(block);
      at = block.ref();
    }
    return blocks;
  }

  /** A block with an empty extrinsic. */
  public EncodedBlock child(BlockRef parent, long slot) {
    return child(parent, slot, Extrinsic.EMPTY);
  }

  /** A block; a different one each time. Nothing keeps the slot from breaking the rules. */
  public EncodedBlock child(BlockRef parent, long slot, Extrinsic extrinsic) {
    boolean newEpoch = parameters.epochOf(slot) > parameters.epochOf(parent.slot());
    return seal(header(parent.hash(), ExtrinsicHash.of(extrinsic), slot, newEpoch), extrinsic);
  }

  /** A block with this header and extrinsic, whether they belong together or not. */
  public EncodedBlock seal(Header header, Extrinsic extrinsic) {
    return EncodedBlock.of(new Block(header, extrinsic), parameters);
  }

  /** An extrinsic that carries so many random bytes. */
  public Extrinsic extrinsic(int bytes) {
    return bytes == 0
        ? Extrinsic.EMPTY
        : new Extrinsic(
            List.of(),
            List.of(new Preimage(0, Bytes.wrap(random(bytes)))),
            List.of(),
            List.of(),
            Extrinsic.EMPTY.disputes());
  }

  private Header header(Hash parent, Hash extrinsicHash, long slot, boolean newEpoch) {
    return new Header(
        parent,
        hash(),
        extrinsicHash,
        slot,
        newEpoch ? Optional.of(mark(validators())) : Optional.empty(),
        Optional.empty(),
        random.nextInt(parameters.validators()),
        BandersnatchSignature.wrap(random(BandersnatchSignature.SIZE)),
        List.of(),
        BandersnatchSignature.wrap(random(BandersnatchSignature.SIZE)));
  }

  private TraceGenesis makeGenesis() {
    List<ValidatorKeys> next = validators();
    List<KeyValue> state =
        List.of(component(9, validators()), component(8, validators()), component(4, next));
    Header header =
        new Header(
            Hash.ZERO,
            Hash.ZERO,
            Hash.ZERO,
            0,
            Optional.of(mark(next)),
            Optional.empty(),
            0xffff,
            BandersnatchSignature.wrap(new byte[BandersnatchSignature.SIZE]),
            List.of(),
            BandersnatchSignature.wrap(new byte[BandersnatchSignature.SIZE]));
    return new TraceGenesis(header, new RawState(StateTrie.root(state), state));
  }

  private KeyValue component(int number, List<ValidatorKeys> validators) {
    byte[] key = new byte[StateKey.SIZE];
    key[0] = (byte) number;
    String value =
        validators.stream()
            .map(
                keys ->
                    keys.bandersnatch().toHex()
                        + keys.ed25519().toHex()
                        + "00".repeat(METADATA_AND_BLS))
            .collect(Collectors.joining());
    return new KeyValue(StateKey.wrap(key), Bytes.fromHex(value));
  }

  private EpochMark mark(List<ValidatorKeys> validators) {
    return new EpochMark(hash(), hash(), validators);
  }

  private List<ValidatorKeys> validators() {
    List<ValidatorKeys> validators = new ArrayList<>();
    for (int i = 0; i < parameters.validators(); i++) {
      validators.add(
          new ValidatorKeys(
              BandersnatchPublic.wrap(random(BandersnatchPublic.SIZE)),
              Ed25519Public.wrap(random(Ed25519Public.SIZE))));
    }
    return validators;
  }

  private Hash hash() {
    return Hash.wrap(random(Hash.SIZE));
  }

  private byte[] random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
