package io.tessera.core.chain;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.chain.ImportResult.Rejection;
import io.tessera.lib.codec.block.Header;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The rules that a block whose parent is known must keep, the cheap ones first. Confined to the
 * import thread.
 */
final class BlockRules {
  private final LongSupplier slot;
  private final BadBlocks bad;

  BlockRules(LongSupplier slot, BadBlocks bad) {
    this.slot = slot;
    this.bad = bad;
  }

  /**
   * What is wrong with a header; empty when nothing is. Gray Paper, section "The Header": the time
   * slot is above the parent's and has begun.
   */
  Optional<Rejection> checkHeader(EncodedBlock block, BlockNode parent) {
    Header header = block.header();
    long parentSlot = parent.entry().ref().slot();
    if (header.slot() <= parentSlot) {
      String detail = "slot " + header.slot() + " is not above the parent's, " + parentSlot;
      return Optional.of(invalid(block, detail));
    }
    long now = slot.getAsLong();
    if (header.slot() > now) {
      return rejection(
          block, Reason.IN_THE_FUTURE, "slot " + header.slot() + " has not begun, it is " + now);
    }
    return Optional.empty();
  }

  /** What is wrong with a block whose parent is not in the fork tree. */
  Rejection orphan(EncodedBlock block, boolean parentStored) {
    String parent = block.header().parent().toShortHex();
    Optional<String> parentFault = bad.reason(block.header().parent());
    if (parentFault.isPresent()) {
      String detail = "parent " + parent + " is invalid: " + parentFault.get();
      return invalid(block, detail);
    }
    return parentStored
        ? new Rejection(
            block.ref(),
            Reason.NOT_FINALIZABLE,
            "parent " + parent + " is not the latest finalized block or above it")
        : new Rejection(block.ref(), Reason.PARENT_UNKNOWN, "parent " + parent + " is not known");
  }

  /** A block that breaks a rule on top of its parent, and always will: it is remembered. */
  Rejection invalid(EncodedBlock block, String detail) {
    bad.add(block.hash(), detail);
    return new Rejection(block.ref(), Reason.INVALID, detail);
  }

  /** Why a block was refused before; empty when it was not, or is not remembered. */
  Optional<Rejection> remembered(EncodedBlock block) {
    return bad.reason(block.hash())
        .map(reason -> new Rejection(block.ref(), Reason.INVALID, reason));
  }

  static Optional<Rejection> rejection(EncodedBlock block, Reason reason, String detail) {
    return Optional.of(new Rejection(block.ref(), reason, detail));
  }
}
