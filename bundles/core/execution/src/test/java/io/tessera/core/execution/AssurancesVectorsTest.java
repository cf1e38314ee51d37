package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssurancesVectorsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private static final List<BlockFault> ERRORS =
      List.of(
          BlockFault.BAD_ATTESTATION_PARENT,
          BlockFault.BAD_VALIDATOR_INDEX,
          BlockFault.CORE_NOT_ENGAGED,
          BlockFault.BAD_SIGNATURE,
          BlockFault.NOT_SORTED_OR_UNIQUE_ASSURERS);

  private record State(PendingReports reports, List<ValidatorData> validators) {
    static State read(JamReader in) {
      return new State(
          StateComponent.PENDING_REPORTS.codec(TINY).decode(in),
          StateComponent.ACTIVE_SET.codec(TINY).decode(in));
    }
  }

  @Test
  void vectors() {
    int refused = 0;
    for (Path file : Vectors.transition("assurances", 10)) {
      refused += check(file) ? 1 : 0;
    }
    assertEquals(6, refused);
  }

  private static boolean check(Path file) {
    JamReader in = new JamReader(Vectors.read(file));
    List<Assurance> assurances = Extrinsic.assurancesCodec(TINY).decode(in);
    long slot = in.u32();
    Hash parent = Hash.CODEC.decode(in);
    State prior = State.read(in);
    Optional<BlockFault> error = Vectors.error(in, ERRORS);
    List<WorkReport> available =
        error.isEmpty() ? Codec.list("reported", WorkReport.CODEC, 1).decode(in) : List.of();
    State posterior = State.read(in);
    in.expectEnd();

    Signatures signatures = new Signatures(null);
    try {
      AssurancesTransition.Posterior actual =
          new AssurancesTransition(TINY)
              .apply(assurances, prior.reports, slot, parent, prior.validators, signatures);
      Checks.requireAll(signatures);
      assertEquals(Optional.empty(), error, file.toString());
      assertEquals(available, actual.available(), file.toString());
      assertEquals(posterior.reports, actual.reports(), file.toString());
    } catch (BlockRejectedException rejected) {
      assertEquals(error, Optional.of(rejected.fault()), file + ": " + rejected.getMessage());
    }
    return error.isPresent();
  }
}
