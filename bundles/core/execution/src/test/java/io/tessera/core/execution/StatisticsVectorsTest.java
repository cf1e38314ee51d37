package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorActivity;
import io.tessera.lib.codec.state.ValidatorData;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatisticsVectorsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private record State(ValidatorActivities activities, long slot, List<ValidatorData> validators) {
    static State read(JamReader in) {
      Codec<List<ValidatorActivity>> codec = ValidatorActivity.listCodec(TINY);
      return new State(
          new ValidatorActivities(codec.decode(in), codec.decode(in)),
          in.u32(),
          StateComponent.ACTIVE_SET.codec(TINY).decode(in));
    }
  }

  /** The vectors have no entropy to assign guarantors with: the credentials' indices stand. */
  @Test
  void vectors() throws BlockRejectedException {
    for (Path file : Vectors.transition("statistics", 3)) {
      JamReader in = new JamReader(Vectors.read(file));
      long slot = in.u32();
      int author = in.u16();
      Extrinsic extrinsic = Extrinsic.codec(TINY).decode(in);
      State prior = State.read(in);
      State posterior = State.read(in);
      in.expectEnd();

      Set<Integer> reporters =
          extrinsic.guarantees().stream()
              .flatMap(guarantee -> guarantee.signatures().stream())
              .map(ValidatorSignature::validatorIndex)
              .collect(Collectors.toSet());
      Timing time = Timing.of(TINY, prior.slot, slot);
      assertEquals(
          posterior.activities,
          prior.activities.with(time, author, extrinsic, reporters::contains),
          file.toString());
    }
  }
}
