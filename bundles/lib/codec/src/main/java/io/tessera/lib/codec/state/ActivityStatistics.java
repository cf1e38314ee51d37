package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;

/**
 * π: what validators, cores and services did (Gray Paper, section "Statistics").
 *
 * @param current each validator's activity in this epoch
 * @param last each validator's activity in the epoch before
 * @param cores each core's activity in the most recent block
 * @param services the activity of those services that had some in the most recent block, ascending
 */
public record ActivityStatistics(
    List<ValidatorActivity> current,
    List<ValidatorActivity> last,
    List<CoreActivity> cores,
    List<ServiceActivity> services) {

  /** Takes copies of the lists. */
  public ActivityStatistics {
    current = List.copyOf(current);
    last = List.copyOf(last);
    cores = List.copyOf(cores);
    services = List.copyOf(services);
  }

  /** The codec for a chain with these parameters (V and C matter). */
  public static Codec<ActivityStatistics> codec(ProtocolParameters parameters) {
    Codec<List<ValidatorActivity>> validators = ValidatorActivity.listCodec(parameters);
    Codec<List<CoreActivity>> cores = CoreActivity.listCodec(parameters);
    return Codec.of(
        "statistics",
        in ->
            new ActivityStatistics(
                validators.decode(in),
                validators.decode(in),
                cores.decode(in),
                ServiceActivity.LIST_CODEC.decode(in)),
        (statistics, out) -> {
          validators.encode(statistics.current, out);
          validators.encode(statistics.last, out);
          cores.encode(statistics.cores, out);
          ServiceActivity.LIST_CODEC.encode(statistics.services, out);
        });
  }
}
