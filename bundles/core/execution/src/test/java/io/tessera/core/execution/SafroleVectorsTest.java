package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.EpochRoot;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SafroleVectorsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private static final List<BlockFault> ERRORS =
      List.of(
          BlockFault.BAD_SLOT,
          BlockFault.UNEXPECTED_TICKET,
          BlockFault.BAD_TICKET_ORDER,
          BlockFault.BAD_TICKET_PROOF,
          BlockFault.BAD_TICKET_ATTEMPT,
          BlockFault.BAD_TICKET_PROOF,
          BlockFault.DUPLICATE_TICKET);

  private record State(
      long slot,
      SafroleTransition.Prior safrole,
      List<ValidatorData> staging,
      List<Ed25519Public> offenders) {

    static State read(JamReader in) {
      Codec<List<ValidatorData>> sets = StateComponent.ACTIVE_SET.codec(TINY);
      long slot = in.u32();
      EntropyPool entropy = EntropyPool.CODEC.decode(in);
      List<ValidatorData> previous = sets.decode(in);
      List<ValidatorData> active = sets.decode(in);
      List<ValidatorData> pending = sets.decode(in);
      List<ValidatorData> staging = sets.decode(in);
      List<TicketBody> accumulator = SafroleState.accumulatorCodec(TINY).decode(in);
      SealKeys sealKeys = SealKeys.codec(TINY).decode(in);
      EpochRoot epochRoot = EpochRoot.CODEC.decode(in);
      return new State(
          slot,
          new SafroleTransition.Prior(
              entropy,
              new SafroleState(pending, epochRoot, sealKeys, accumulator),
              active,
              previous),
          staging,
          Codec.list("offenders", Ed25519Public.CODEC, 1).decode(in));
    }
  }

  @Test
  void vectors() {
    int refused = 0;
    for (Path file : Vectors.transition("safrole", 21)) {
      refused += check(file) ? 1 : 0;
    }
    assertEquals(6, refused);
  }

  private static boolean check(Path file) {
    JamReader in = new JamReader(Vectors.read(file));
    long slot = in.u32();
    Hash vrfOutput = Hash.CODEC.decode(in);
    List<TicketEnvelope> tickets = Extrinsic.ticketsCodec(TINY).decode(in);
    State prior = State.read(in);
    Optional<BlockFault> error = Vectors.error(in, ERRORS);
    Optional<EpochMark> epochMark =
        error.isEmpty() ? in.optional(EpochMark.codec(TINY)) : Optional.empty();
    Optional<List<TicketBody>> winnersMark =
        error.isEmpty()
            ? in.optional(Codec.array("tickets_mark", TicketBody.CODEC, TINY.epochLength()))
            : Optional.empty();
    State posterior = State.read(in);
    in.expectEnd();

    Signatures signatures = new Signatures(Proofs.REAL);
    try {
      SafroleTransition.Posterior actual =
          new SafroleTransition(TINY, Proofs.REAL)
              .apply(
                  Timing.of(TINY, prior.slot, slot),
                  vrfOutput,
                  prior.safrole,
                  () -> prior.staging,
                  prior.offenders,
                  tickets,
                  signatures);
      Checks.requireAll(signatures);
      assertEquals(Optional.empty(), error, file.toString());
      assertEquals(posterior.safrole.entropy(), actual.entropy(), file.toString());
      assertEquals(posterior.safrole.safrole(), actual.safrole(), file.toString());
      assertEquals(posterior.safrole.activeSet(), actual.activeSet(), file.toString());
      assertEquals(posterior.safrole.previousSet(), actual.previousSet(), file.toString());
      assertEquals(epochMark, actual.epochMark(), file.toString());
      assertEquals(winnersMark, actual.winnersMark(), file.toString());
    } catch (BlockRejectedException rejected) {
      assertEquals(error, Optional.of(rejected.fault()), file + ": " + rejected.getMessage());
    }
    return error.isPresent();
  }
}
