package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import java.util.List;
import java.util.function.Function;

/**
 * A component of the state: where it stands and how it is serialized (Gray Paper, appendix "State
 * Merklization", T(σ)). The letter is the component's name in the Gray Paper.
 *
 * @param <T> what it is when decoded
 */
public final class StateComponent<T> {

  /** α: the authorizers that each core accepts now; one list a core. */
  public static final StateComponent<List<List<Hash>>> AUTHORIZER_POOLS =
      of(
          1,
          "authorizer_pools",
          p ->
              Codec.array(
                  "pools", HashLists.atMost("pool", p.authorizationsPoolSize()), p.cores()));

  /** φ: the authorizers that come into each core's pool next; one list a core. */
  public static final StateComponent<List<List<Hash>>> AUTHORIZER_QUEUES =
      of(
          2,
          "authorizer_queues",
          p ->
              Codec.array(
                  "queues",
                  Codec.array("queue", Hash.CODEC, p.authorizationsQueueSize()),
                  p.cores()));

  /** β: the most recent blocks and the accumulation output log. */
  public static final StateComponent<RecentHistory> RECENT_HISTORY =
      of(3, "recent_history", RecentHistory::codec);

  /** γ: block production: the next validators, the seal keys and the ticket contest. */
  public static final StateComponent<SafroleState> SAFROLE = of(4, "safrole", SafroleState::codec);

  /** ψ: past judgments and offenders. */
  public static final StateComponent<DisputeRecords> DISPUTES =
      of(5, "disputes", parameters -> DisputeRecords.CODEC);

  /** η: entropy of now and of the last three epochs' ends. */
  public static final StateComponent<EntropyPool> ENTROPY =
      of(6, "entropy", parameters -> EntropyPool.CODEC);

  /** ι: the validators that are enqueued to become the next ones. */
  public static final StateComponent<List<ValidatorData>> STAGING_SET =
      of(7, "staging_set", ValidatorData::setCodec);

  /** κ: the validators of this epoch. */
  public static final StateComponent<List<ValidatorData>> ACTIVE_SET =
      of(8, "active_set", ValidatorData::setCodec);

  /** λ: the validators of the epoch before. */
  public static final StateComponent<List<ValidatorData>> PREVIOUS_SET =
      of(9, "previous_set", ValidatorData::setCodec);

  /** ρ: the reports that are not available yet. */
  public static final StateComponent<PendingReports> PENDING_REPORTS =
      of(10, "pending_reports", PendingReports::codec);

  /** τ: the time slot of the most recent block. */
  public static final StateComponent<Long> SLOT =
      of(11, "slot", parameters -> Codec.of("slot", JamReader::u32, (slot, out) -> out.u32(slot)));

  /** χ: which services have which privilege. */
  public static final StateComponent<Privileges> PRIVILEGES =
      of(12, "privileges", Privileges::codec);

  /** π: what validators, cores and services did. */
  public static final StateComponent<ActivityStatistics> STATISTICS =
      of(13, "statistics", ActivityStatistics::codec);

  /** ω: reports that wait for others to be accumulated; one list for each slot of an epoch. */
  public static final StateComponent<List<List<ReadyReport>>> READY_QUEUE =
      of(14, "ready_queue", ReadyReport::queueCodec);

  /** ξ: hashes of accumulated work-packages; one ascending list for each of the last E blocks. */
  public static final StateComponent<List<List<Hash>>> ACCUMULATED =
      of(15, "accumulated", p -> Codec.array("accumulated", HashLists.CODEC, p.epochLength()));

  /** θ: what the last block's accumulation yielded. */
  public static final StateComponent<List<AccumulationOutput>> ACCUMULATION_OUTPUTS =
      of(16, "accumulation_outputs", parameters -> AccumulationOutput.LIST_CODEC);

  /** All of them, by index. */
  public static final List<StateComponent<?>> ALL =
      List.of(
          AUTHORIZER_POOLS,
          AUTHORIZER_QUEUES,
          RECENT_HISTORY,
          SAFROLE,
          DISPUTES,
          ENTROPY,
          STAGING_SET,
          ACTIVE_SET,
          PREVIOUS_SET,
          PENDING_REPORTS,
          SLOT,
          PRIVILEGES,
          STATISTICS,
          READY_QUEUE,
          ACCUMULATED,
          ACCUMULATION_OUTPUTS);

  private final int index;
  private final String name;
  private final StateKey key;
  private final Function<ProtocolParameters, Codec<T>> codec;

  private StateComponent(int index, String name, Function<ProtocolParameters, Codec<T>> codec) {
    this.index = index;
    this.name = name;
    this.key = StateKeys.component(index);
    this.codec = codec;
  }

  private static <T> StateComponent<T> of(
      int index, String name, Function<ProtocolParameters, Codec<T>> codec) {
    return new StateComponent<>(index, name, codec);
  }

  /** 1 to 16: the argument of C. */
  public int index() {
    return index;
  }

  /** Where it stands. */
  public StateKey key() {
    return key;
  }

  /** Its codec for a chain with these parameters. Cheap to get, better kept. */
  public Codec<T> codec(ProtocolParameters parameters) {
    return codec.apply(parameters);
  }

  /** The component's name, for messages. */
  @Override
  public String toString() {
    return name;
  }
}
