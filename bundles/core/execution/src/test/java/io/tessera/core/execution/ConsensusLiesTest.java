package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.StateComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is still found out when only the consensus state is known. */
class ConsensusLiesTest {
  private static final Trace WORK = Trace.read("storage_light");

  @Test
  void signaturesAndReportSlots() throws BlockRejectedException {
    int slot = slotWithGuarantee();
    refused(
        slot,
        b ->
            Mutations.assurances(
                b,
                list -> {
                  List<Assurance> changed = new ArrayList<>(list);
                  Assurance it = list.getFirst();
                  changed.set(
                      0,
                      new Assurance(
                          it.anchor(),
                          it.bitfield(),
                          it.validatorIndex(),
                          list.get(1).signature()));
                  return changed;
                }),
        BlockFault.BAD_SIGNATURE);
    refused(
        slot,
        b ->
            Mutations.guarantees(
                b,
                list ->
                    List.of(
                        new Guarantee(
                            list.getFirst().report(), slot + 1, list.getFirst().signatures()))),
        BlockFault.FUTURE_REPORT_SLOT);
  }

  @Test
  void anchors() throws BlockRejectedException {
    Hash other = Hash.fromHex("5a".repeat(Hash.SIZE));
    refused(
        slotWithGuarantee(),
        b ->
            Mutations.context(
                b,
                it ->
                    new RefineContext(
                        it.anchor(),
                        other,
                        it.beefyRoot(),
                        it.lookupAnchor(),
                        it.lookupAnchorSlot(),
                        it.prerequisites())),
        BlockFault.BAD_STATE_ROOT);
  }

  @Test
  void epochMarkThatIsMissing() throws BlockRejectedException {
    refused(
        12, b -> Mutations.marks(b, Optional.empty(), Optional.empty()), BlockFault.BAD_EPOCH_MARK);
  }

  /** The staging set is not known, but that an offender must not be in it is. */
  @Test
  void epochMarkWithAnOffender() throws BlockRejectedException {
    TestChain chain = before(12);
    Block block = block(12);
    Ed25519Public offender =
        block.header().epochMark().orElseThrow().validators().getFirst().ed25519();
    DisputeRecords records = new DisputeRecords(List.of(), List.of(), List.of(), List.of(offender));
    chain
        .state()
        .put(StateComponent.DISPUTES.key(), Bytes.wrap(DisputeRecords.CODEC.encode(records)));
    BlockRejectedException rejected =
        assertThrows(
            BlockRejectedException.class, () -> chain.execute(EncodedBlock.of(block, Trace.TINY)));
    assertEquals(BlockFault.BAD_EPOCH_MARK, rejected.fault());
  }

  private static int slotWithGuarantee() {
    for (int slot = 6; slot < 12; slot++) {
      Block block = block(slot);
      if (!block.extrinsic().guarantees().isEmpty() && block.extrinsic().assurances().size() > 1) {
        return slot;
      }
    }
    throw new AssertionError("no guarantee");
  }

  private static Block block(int slot) {
    return WORK.steps().get(slot - 1).block().block();
  }

  /** A chain that does not accumulate, up to a slot. */
  private static TestChain before(int slot) throws BlockRejectedException {
    TestChain chain = TestChain.before(new TransitionExecutor(Trace.TINY, Proofs.REAL), WORK, 1);
    for (Trace.Step step : WORK.steps().subList(0, slot - 1)) {
      chain.append(step.block());
    }
    return chain;
  }

  private static void refused(int slot, UnaryOperator<Block> change, BlockFault fault)
      throws BlockRejectedException {
    TestChain chain = before(slot);
    Block lie = change.apply(block(slot));
    BlockRejectedException rejected =
        assertThrows(
            BlockRejectedException.class, () -> chain.append(EncodedBlock.of(lie, Trace.TINY)));
    assertEquals(fault, rejected.fault(), rejected.getMessage());
  }
}
