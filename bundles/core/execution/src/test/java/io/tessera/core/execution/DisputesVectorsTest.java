package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisputesVectorsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private static final List<BlockFault> ERRORS =
      List.of(
          BlockFault.ALREADY_JUDGED,
          BlockFault.BAD_VOTE_SPLIT,
          BlockFault.VERDICTS_NOT_SORTED_UNIQUE,
          BlockFault.JUDGEMENTS_NOT_SORTED_UNIQUE,
          BlockFault.CULPRITS_NOT_SORTED_UNIQUE,
          BlockFault.FAULTS_NOT_SORTED_UNIQUE,
          BlockFault.NOT_ENOUGH_CULPRITS,
          BlockFault.NOT_ENOUGH_FAULTS,
          BlockFault.CULPRITS_VERDICT_NOT_BAD,
          BlockFault.FAULT_VERDICT_WRONG,
          BlockFault.OFFENDER_ALREADY_REPORTED,
          BlockFault.BAD_JUDGEMENT_AGE,
          BlockFault.BAD_VALIDATOR_INDEX,
          BlockFault.BAD_SIGNATURE,
          BlockFault.BAD_GUARANTOR_KEY,
          BlockFault.BAD_AUDITOR_KEY);

  private record State(
      DisputeRecords records,
      PendingReports reports,
      long slot,
      List<ValidatorData> active,
      List<ValidatorData> previous) {
    static State read(JamReader in) {
      return new State(
          DisputeRecords.CODEC.decode(in),
          StateComponent.PENDING_REPORTS.codec(TINY).decode(in),
          in.u32(),
          StateComponent.ACTIVE_SET.codec(TINY).decode(in),
          StateComponent.PREVIOUS_SET.codec(TINY).decode(in));
    }
  }

  @Test
  void vectors() {
    int refused = 0;
    for (Path file : Vectors.transition("disputes", 28)) {
      refused += check(file) ? 1 : 0;
    }
    assertEquals(20, refused);
  }

  private static boolean check(Path file) {
    JamReader in = new JamReader(Vectors.read(file));
    Disputes disputes = Disputes.codec(TINY).decode(in);
    State prior = State.read(in);
    Optional<BlockFault> error = Vectors.error(in, ERRORS);
    List<Ed25519Public> offenders =
        error.isEmpty() ? Codec.list("offenders", Ed25519Public.CODEC, 1).decode(in) : List.of();
    State posterior = State.read(in);
    in.expectEnd();

    Signatures signatures = new Signatures(null);
    try {
      DisputesTransition.Posterior actual =
          new DisputesTransition(TINY)
              .apply(
                  disputes,
                  prior.records,
                  prior.reports,
                  prior.slot,
                  prior.active,
                  prior.previous,
                  signatures);
      Checks.requireAll(signatures);
      assertEquals(Optional.empty(), error, file.toString());
      assertEquals(offenders, actual.offenders(), file.toString());
      assertEquals(posterior.records, actual.records(), file.toString());
      assertEquals(posterior.reports, actual.reports(), file.toString());
    } catch (BlockRejectedException rejected) {
      assertEquals(error, Optional.of(rejected.fault()), file + ": " + rejected.getMessage());
    }
    return error.isPresent();
  }
}
