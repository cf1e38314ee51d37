package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;

/**
 * χ: the services with privileges (Gray Paper, section "Privileged Services"). Services are 32-bit
 * numbers.
 *
 * @param manager may change all of these
 * @param assigners one a core: may change the core's queue of authorizers
 * @param delegator may set the staging set of validators
 * @param registrar may create services with low indices
 * @param alwaysAccumulate accumulated in every block, ascending by service
 */
public record Privileges(
    long manager,
    List<Long> assigners,
    long delegator,
    long registrar,
    List<FreeGas> alwaysAccumulate) {

  private static final Codec<Long> SERVICE =
      Codec.of("service", JamReader::u32, (service, out) -> out.u32(service));

  private static final Codec<List<FreeGas>> ALWAYS =
      Codec.list("always_accumulate", FreeGas.CODEC, FreeGas.SIZE);

  /** Takes copies of the lists. */
  public Privileges {
    assigners = List.copyOf(assigners);
    alwaysAccumulate = List.copyOf(alwaysAccumulate);
  }

  /**
   * A service that is accumulated in every block.
   *
   * @param service its index
   * @param gas what it may use each time, an unsigned 64-bit number
   */
  public record FreeGas(long service, long gas) {
    /** Four bytes, then eight. */
    public static final Codec<FreeGas> CODEC =
        Codec.of(
            "free_gas",
            in -> new FreeGas(in.u32(), in.u64()),
            (free, out) -> {
              out.u32(free.service);
              out.u64(free.gas);
            });

    /** Bytes of an encoding. */
    static final int SIZE = 12;
  }

  /** The codec for a chain of C cores. */
  public static Codec<Privileges> codec(ProtocolParameters parameters) {
    Codec<List<Long>> assigners = Codec.array("assigners", SERVICE, parameters.cores());
    return Codec.of(
        "privileges",
        in -> new Privileges(in.u32(), assigners.decode(in), in.u32(), in.u32(), ALWAYS.decode(in)),
        (privileges, out) -> {
          out.u32(privileges.manager);
          assigners.encode(privileges.assigners, out);
          out.u32(privileges.delegator);
          out.u32(privileges.registrar);
          ALWAYS.encode(privileges.alwaysAccumulate, out);
        });
  }
}
