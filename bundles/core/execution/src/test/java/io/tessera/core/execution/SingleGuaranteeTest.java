package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.BlockState;
import io.tessera.chain.GuaranteeRules;
import io.tessera.chain.SignatureCheck;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.ServiceAccount;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.StateKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The rules for one guarantee are those for a block: the vectors' verdicts with and without one.
 */
class SingleGuaranteeTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final Path FOLDER = Vectors.ROOT.resolve("stf").resolve("reports").resolve("tiny");

  private final GuaranteeRules rules = new GuaranteeRulesComponent().forChain(TINY);
  private final Map<StateKey, Bytes> state = new HashMap<>();
  private List<Guarantee> guarantees;
  private long slot;
  private Hash root;

  private void read(String name) {
    JamReader in = new JamReader(Vectors.read(FOLDER.resolve(name + "-1.bin")));
    guarantees = Extrinsic.guaranteesCodec(TINY).decode(in);
    slot = in.u32();
    List<Hash> known = Codec.list("known", Hash.CODEC, 1).decode(in);
    copy(StateComponent.PENDING_REPORTS, in);
    copy(StateComponent.ACTIVE_SET, in);
    copy(StateComponent.PREVIOUS_SET, in);
    put(StateComponent.ENTROPY, EntropyPool.CODEC.decode(in));
    List<Ed25519Public> offenders = Codec.list("offenders", Ed25519Public.CODEC, 1).decode(in);
    put(StateComponent.DISPUTES, new DisputeRecords(List.of(), List.of(), List.of(), offenders));
    RecentHistory history = copy(StateComponent.RECENT_HISTORY, in);
    root = history.blocks().getLast().stateRoot(); // the vectors have told it already
    copy(StateComponent.AUTHORIZER_POOLS, in);
    int accounts = in.count(1);
    for (int i = 0; i < accounts; i++) {
      StateKey key = StateKeys.account(in.u32());
      state.put(key, Bytes.wrap(ServiceAccount.CODEC.encode(ServiceAccount.CODEC.decode(in))));
    }
    put(StateComponent.SLOT, slot - 1);
    List<List<Hash>> accumulated =
        new ArrayList<>(Collections.nCopies(TINY.epochLength(), List.of()));
    accumulated.set(2, known);
    put(StateComponent.ACCUMULATED, accumulated);
    put(StateComponent.READY_QUEUE, Collections.nCopies(TINY.epochLength(), List.of()));
  }

  private <T> T copy(StateComponent<T> component, JamReader in) {
    T value = component.codec(TINY).decode(in);
    put(component, value);
    return value;
  }

  private <T> void put(StateComponent<T> component, T value) {
    state.put(component.key(), Bytes.wrap(component.codec(TINY).encode(value)));
  }

  private GuaranteeRules.Check in() {
    BlockState prior =
        new BlockState(
            StateKnowledge.COMPLETE,
            root,
            key -> Optional.ofNullable(state.get(key)),
            (from, to, size) -> {
              throw new AssertionError("no ranges");
            });
    // The vectors have no ancestors: any lookup anchor is one.
    return rules.in(new GuaranteeRules.Place(slot, prior, (header, anchorSlot) -> true));
  }

  private void assertFault(BlockFault fault, String name) {
    read(name);
    GuaranteeRules.Check check = in();
    BlockRejectedException rejected =
        assertThrows(
            BlockRejectedException.class,
            () -> {
              for (Guarantee guarantee : guarantees) {
                for (SignatureCheck signature : check.check(guarantee, List.of())) {
                  signature.require();
                }
              }
            },
            name);
    assertEquals(fault, rejected.fault(), name);
  }

  private List<SignatureCheck> assertGood(String name) throws BlockRejectedException {
    read(name);
    List<SignatureCheck> signatures = new ArrayList<>();
    for (Guarantee guarantee : guarantees) {
      List<SignatureCheck> own = in().check(guarantee, guarantees.subList(0, 0));
      assertEquals(guarantee.signatures().size(), own.size(), name);
      signatures.addAll(own);
    }
    for (SignatureCheck signature : signatures) {
      signature.require();
    }
    return signatures;
  }

  /** With hundreds of cores there are hundreds of guarantees in a slot. */
  @Test
  void whatWasAccumulatedIsCollectedOnceForAState() {
    read("report_curr_rotation");
    SingleGuarantee rule = new SingleGuarantee(TINY);
    PriorState prior =
        new PriorState(key -> Optional.ofNullable(state.get(key)), new ComponentCache(TINY));
    Set<Hash> packages = rule.pipeline(prior);
    assertSame(packages, rule.pipeline(prior));
    Hash another = Hash.fromHex("ab".repeat(32));
    List<List<Hash>> accumulated =
        new ArrayList<>(Collections.nCopies(TINY.epochLength(), List.of()));
    accumulated.set(3, List.of(another));
    put(StateComponent.ACCUMULATED, accumulated);
    assertEquals(Set.of(another), rule.pipeline(prior), "of another state");
  }

  @Test
  void whatABlockMayBringIsGood() throws Exception {
    for (String name :
        List.of(
            "report_curr_rotation",
            "report_prev_rotation",
            "multiple_reports",
            "high_work_report_gas",
            "big_work_report_output",
            "many_dependencies")) {
      assertGood(name);
    }
  }

  @Test
  void whatABlockMayNotBringHasTheSameFault() {
    assertFault(BlockFault.BAD_CORE_INDEX, "bad_core_index");
    assertFault(BlockFault.FUTURE_REPORT_SLOT, "future_report_slot");
    assertFault(BlockFault.REPORT_EPOCH_BEFORE_LAST, "report_before_last_rotation");
    assertFault(BlockFault.INSUFFICIENT_GUARANTEES, "no_enough_guarantees");
    assertFault(BlockFault.NOT_SORTED_OR_UNIQUE_GUARANTORS, "not_sorted_guarantor");
    assertFault(BlockFault.WRONG_ASSIGNMENT, "wrong_assignment");
    assertFault(BlockFault.ANCHOR_NOT_RECENT, "anchor_not_recent");
    assertFault(BlockFault.BAD_SERVICE_ID, "bad_service_id");
    assertFault(BlockFault.BAD_CODE_HASH, "bad_code_hash");
    assertFault(BlockFault.DEPENDENCY_MISSING, "dependency_missing");
    assertFault(BlockFault.DUPLICATE_PACKAGE, "duplicate_package_in_recent_history");
    assertFault(BlockFault.BAD_STATE_ROOT, "bad_state_root");
    assertFault(BlockFault.BAD_BEEFY_MMR_ROOT, "bad_beefy_mmr");
    assertFault(BlockFault.CORE_UNAUTHORIZED, "not_authorized");
    assertFault(BlockFault.BAD_VALIDATOR_INDEX, "bad_validator_index");
    assertFault(BlockFault.WORK_REPORT_GAS_TOO_HIGH, "too_high_work_report_gas");
    assertFault(BlockFault.SERVICE_ITEM_GAS_TOO_LOW, "service_item_gas_too_low");
    assertFault(BlockFault.TOO_MANY_DEPENDENCIES, "too_many_dependencies");
    assertFault(BlockFault.SEGMENT_ROOT_LOOKUP_INVALID, "segment_root_lookup_invalid");
    assertFault(BlockFault.BAD_SIGNATURE, "bad_signature");
    assertFault(BlockFault.WORK_REPORT_TOO_BIG, "too_big_work_report_output");
    assertFault(BlockFault.BANNED_VALIDATOR, "banned_validator_guarantee");
    assertFault(BlockFault.MISSING_WORK_RESULTS, "report_with_no_results");
  }

  /** Whether it is free the block's assurances decide. */
  @Test
  void aCoreWithAReportIsNoFault() throws Exception {
    assertGood("core_engaged");
  }

  @Test
  void whatIsInTheSameBlockIsKnown() throws Exception {
    read("reports_with_dependencies");
    assertEquals(2, guarantees.size());
    Guarantee first = guarantees.getFirst();
    Guarantee second = guarantees.getLast();
    in().check(first, List.of(second));
    in().check(second, List.of(first));
    assertThrows(
        BlockRejectedException.class,
        () -> {
          in().check(first, List.of());
          in().check(second, List.of());
        });
  }

  @Test
  void equalStatementsAreEqualChecks() throws Exception {
    assertEquals(assertGood("report_curr_rotation"), assertGood("report_curr_rotation"));
  }
}
