package io.tessera.lib.authoring;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.lib.codec.state.ActivityStatistics;
import io.tessera.lib.codec.state.CoreActivity;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.EpochRoot;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.Privileges;
import io.tessera.lib.codec.state.RecentBlock;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorActivity;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.HeaderHash;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.lib.crypto.ring.RingRoot;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The genesis of a development chain: V validators of trivial seeds (JIP-5), the same in every
 * epoch, who seal with fallback keys until there are tickets. Header, entropy, validators and their
 * addresses are those of the public development chains, so that the header of a chain of tiny
 * parameters has the hash that other implementations know.
 */
public final class DevGenesis {
  /** The port in the metadata of validator 0; each next one has the next. */
  public static final int FIRST_PORT = 40_000;

  /** 127.0.0.1 as an IPv6 address. */
  private static final Bytes LOOPBACK = Bytes.fromHex("00000000000000000000ffff7f000001");

  /** What stands for nobody in the author index. */
  private static final int NOBODY = 0xffff;

  private static final BandersnatchSignature UNSIGNED =
      BandersnatchSignature.wrap(new byte[BandersnatchSignature.SIZE]);

  private final ProtocolParameters parameters;
  private final DevService service;
  private final List<ValidatorData> validators;

  private DevGenesis(
      ProtocolParameters parameters, DevService service, List<ValidatorData> validators) {
    this.parameters = parameters;
    this.service = service;
    this.validators = validators;
  }

  /**
   * Header and whole state of a chain with these parameters and this service. Takes a scalar
   * multiplication or two for each validator.
   */
  public static TraceGenesis of(ProtocolParameters parameters, DevService service) {
    List<ValidatorData> validators =
        IntStream.range(0, parameters.validators())
            .mapToObj(i -> validator(i, secrets(i)))
            .toList();
    return new DevGenesis(parameters, service, validators).make();
  }

  /** The secrets of a validator, which everybody knows. */
  public static ValidatorSecrets secrets(int validator) {
    return ValidatorSecrets.derive(ValidatorSecrets.trivialSeed(validator));
  }

  /** The secrets of all V validators. */
  public static List<ValidatorSecrets> secrets(ProtocolParameters parameters) {
    return IntStream.range(0, parameters.validators()).mapToObj(DevGenesis::secrets).toList();
  }

  /** Its keys; no BLS key, which JIP-5 knows none of. The address is as in JAMNP-S, "Metadata". */
  private static ValidatorData validator(int index, ValidatorSecrets secrets) {
    JamWriter metadata = new JamWriter(ValidatorData.METADATA_SIZE);
    metadata.bytes(LOOPBACK);
    metadata.u16((FIRST_PORT + index) & 0xffff);
    metadata.bytes(new byte[ValidatorData.METADATA_SIZE - metadata.size()]);
    return new ValidatorData(
        secrets.bandersnatch().publicKey(),
        secrets.ed25519().publicKey(),
        ValidatorData.NULL.bls(),
        Bytes.wrap(metadata.toByteArray()));
  }

  private TraceGenesis make() {
    EntropyPool entropy = new EntropyPool(entropy(0), entropy(1), entropy(2), entropy(3));
    Header header = header(entropy);
    List<KeyValue> items = new ArrayList<>(service.items());
    RecentBlock genesis =
        new RecentBlock(HeaderHash.of(header, parameters), Hash.ZERO, Hash.ZERO, List.of());
    int cores = parameters.cores();
    int slots = parameters.epochLength();
    add(items, StateComponent.AUTHORIZER_POOLS, Collections.nCopies(cores, List.of()));
    add(
        items,
        StateComponent.AUTHORIZER_QUEUES,
        Collections.nCopies(
            cores, Collections.nCopies(parameters.authorizationsQueueSize(), Hash.ZERO)));
    add(items, StateComponent.RECENT_HISTORY, new RecentHistory(List.of(genesis), List.of()));
    add(items, StateComponent.SAFROLE, safrole(entropy));
    add(items, StateComponent.DISPUTES, DisputeRecords.NONE);
    add(items, StateComponent.ENTROPY, entropy);
    add(items, StateComponent.STAGING_SET, validators);
    add(items, StateComponent.ACTIVE_SET, validators);
    add(items, StateComponent.PREVIOUS_SET, validators);
    add(
        items,
        StateComponent.PENDING_REPORTS,
        new PendingReports(Collections.nCopies(cores, Optional.empty())));
    add(items, StateComponent.SLOT, 0L);
    add(
        items,
        StateComponent.PRIVILEGES,
        new Privileges(
            DevService.INDEX,
            Collections.nCopies(cores, DevService.INDEX),
            DevService.INDEX,
            DevService.INDEX,
            List.of()));
    add(items, StateComponent.STATISTICS, statistics());
    add(items, StateComponent.READY_QUEUE, Collections.nCopies(slots, List.of()));
    add(items, StateComponent.ACCUMULATED, Collections.nCopies(slots, List.of()));
    add(items, StateComponent.ACCUMULATION_OUTPUTS, List.of());
    return new TraceGenesis(header, new RawState(StateTrie.root(items), items));
  }

  private <T> void add(List<KeyValue> items, StateComponent<T> component, T value) {
    items.add(new KeyValue(component.key(), Bytes.wrap(component.codec(parameters).encode(value))));
  }

  /** The hash of a number in one byte: as good as any. */
  private static Hash entropy(int number) {
    return Blake2b.hash(new byte[] {(byte) number});
  }

  private Header header(EntropyPool entropy) {
    List<ValidatorKeys> keys =
        validators.stream().map(it -> new ValidatorKeys(it.bandersnatch(), it.ed25519())).toList();
    return new Header(
        Hash.ZERO,
        Hash.ZERO,
        Hash.ZERO,
        0,
        Optional.of(new EpochMark(entropy.first(), entropy.second(), keys)),
        Optional.empty(),
        NOBODY,
        UNSIGNED,
        List.of(),
        UNSIGNED);
  }

  private SafroleState safrole(EntropyPool entropy) {
    List<BandersnatchPublic> ring = validators.stream().map(ValidatorData::bandersnatch).toList();
    return new SafroleState(
        validators,
        EpochRoot.wrap(RingRoot.of(ring).toByteArray()),
        new SealKeys.Fallback(
            SlotKeys.fallback(entropy.second(), validators, parameters.epochLength())),
        List.of());
  }

  private ActivityStatistics statistics() {
    List<ValidatorActivity> nothing =
        Collections.nCopies(parameters.validators(), ValidatorActivity.NONE);
    return new ActivityStatistics(
        nothing, nothing, Collections.nCopies(parameters.cores(), CoreActivity.NONE), List.of());
  }
}
