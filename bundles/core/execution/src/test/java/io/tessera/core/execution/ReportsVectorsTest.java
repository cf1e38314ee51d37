package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.authoring.GuarantorState;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.CoreActivity;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.ReportedPackage;
import io.tessera.lib.codec.state.ServiceAccount;
import io.tessera.lib.codec.state.ServiceActivity;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportsVectorsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private static final List<BlockFault> ERRORS =
      List.of(
          BlockFault.BAD_CORE_INDEX,
          BlockFault.FUTURE_REPORT_SLOT,
          BlockFault.REPORT_EPOCH_BEFORE_LAST,
          BlockFault.INSUFFICIENT_GUARANTEES,
          BlockFault.OUT_OF_ORDER_GUARANTEE,
          BlockFault.NOT_SORTED_OR_UNIQUE_GUARANTORS,
          BlockFault.WRONG_ASSIGNMENT,
          BlockFault.CORE_ENGAGED,
          BlockFault.ANCHOR_NOT_RECENT,
          BlockFault.BAD_SERVICE_ID,
          BlockFault.BAD_CODE_HASH,
          BlockFault.DEPENDENCY_MISSING,
          BlockFault.DUPLICATE_PACKAGE,
          BlockFault.BAD_STATE_ROOT,
          BlockFault.BAD_BEEFY_MMR_ROOT,
          BlockFault.CORE_UNAUTHORIZED,
          BlockFault.BAD_VALIDATOR_INDEX,
          BlockFault.WORK_REPORT_GAS_TOO_HIGH,
          BlockFault.SERVICE_ITEM_GAS_TOO_LOW,
          BlockFault.TOO_MANY_DEPENDENCIES,
          BlockFault.SEGMENT_ROOT_LOOKUP_INVALID,
          BlockFault.BAD_SIGNATURE,
          BlockFault.WORK_REPORT_TOO_BIG,
          BlockFault.BANNED_VALIDATOR,
          BlockFault.LOOKUP_ANCHOR_NOT_RECENT,
          BlockFault.MISSING_WORK_RESULTS);

  private record State(
      PendingReports reports,
      List<ValidatorData> active,
      List<ValidatorData> previous,
      EntropyPool entropy,
      List<Ed25519Public> offenders,
      RecentHistory history,
      List<List<Hash>> pools,
      Map<Long, ServiceAccount> accounts,
      List<CoreActivity> cores,
      List<ServiceActivity> services) {

    static State read(JamReader in) {
      return new State(
          StateComponent.PENDING_REPORTS.codec(TINY).decode(in),
          StateComponent.ACTIVE_SET.codec(TINY).decode(in),
          StateComponent.PREVIOUS_SET.codec(TINY).decode(in),
          EntropyPool.CODEC.decode(in),
          Codec.list("offenders", Ed25519Public.CODEC, 1).decode(in),
          StateComponent.RECENT_HISTORY.codec(TINY).decode(in),
          StateComponent.AUTHORIZER_POOLS.codec(TINY).decode(in),
          accounts(in),
          CoreActivity.listCodec(TINY).decode(in),
          ServiceActivity.LIST_CODEC.decode(in));
    }

    private static Map<Long, ServiceAccount> accounts(JamReader in) {
      Map<Long, ServiceAccount> accounts = new HashMap<>();
      int count = in.count(1);
      for (int i = 0; i < count; i++) {
        accounts.put(in.u32(), ServiceAccount.CODEC.decode(in));
      }
      return accounts;
    }
  }

  private record Output(List<ReportedPackage> reported, List<Ed25519Public> reporters) {}

  @Test
  void vectors() {
    int refused = 0;
    for (Path file : Vectors.transition("reports", 42)) {
      refused += check(file) ? 1 : 0;
    }
    assertEquals(28, refused);
  }

  private static boolean check(Path file) {
    JamReader in = new JamReader(Vectors.read(file));
    List<Guarantee> guarantees = Extrinsic.guaranteesCodec(TINY).decode(in);
    long slot = in.u32();
    List<Hash> known = Codec.list("known", Hash.CODEC, 1).decode(in);
    State prior = State.read(in);
    Optional<BlockFault> error = Vectors.error(in, ERRORS);
    Output output =
        error.isPresent()
            ? null
            : new Output(
                Codec.list("reported", ReportedPackage.CODEC, 1).decode(in),
                Codec.list("reporters", Ed25519Public.CODEC, 1).decode(in));
    State posterior = State.read(in);
    in.expectEnd();

    Signatures signatures = new Signatures(null);
    UncheckedCounts unchecked = new UncheckedCounts();
    CredentialRules credentials =
        new CredentialRules(
            TINY,
            new GuarantorState(slot, prior.entropy, prior.active, prior.previous, prior.offenders),
            signatures);
    ReportRules contents =
        new ReportRules(
            TINY,
            prior.reports,
            Optional.of(prior.pools),
            Optional.of(service -> Optional.ofNullable(prior.accounts.get(service))),
            unchecked);
    // The vectors have no ancestors: any lookup anchor is one.
    ReportContextRules contexts =
        new ReportContextRules(
            TINY,
            new ReportContextRules.Chain(
                slot,
                prior.history,
                (header, anchorSlot) -> true,
                hash -> false,
                Optional.of(known::contains)),
            unchecked);
    try {
      PendingReports actual =
          GuaranteesTransition.apply(
              guarantees, prior.reports, slot, credentials, contents, contexts);
      Checks.requireAll(signatures);
      assertEquals(Optional.empty(), error, file.toString());
      assertEquals(posterior.reports, actual, file.toString());
      assertEquals(output.reporters, List.copyOf(credentials.reporters()), file.toString());
      assertEquals(output.reported, reported(guarantees), file.toString());
      List<WorkReport> incoming = guarantees.stream().map(Guarantee::report).toList();
      assertEquals(
          posterior.cores,
          CoreActivities.of(TINY, incoming, List.of(), List.of()),
          file.toString());
      assertEquals(
          posterior.services, ServiceActivities.of(incoming, List.of(), Map.of()), file.toString());
      assertEquals(Map.of(), unchecked.counts());
    } catch (BlockRejectedException rejected) {
      assertEquals(error, Optional.of(rejected.fault()), file + ": " + rejected.getMessage());
    }
    return error.isPresent();
  }

  private static List<ReportedPackage> reported(List<Guarantee> guarantees) {
    return guarantees.stream()
        .map(guarantee -> guarantee.report().packageSpec())
        .map(spec -> new ReportedPackage(spec.hash(), spec.exportsRoot()))
        .sorted(Comparator.comparing(ReportedPackage::hash))
        .toList();
  }
}
