package io.tessera.chain.event;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.Side;
import io.tessera.net.event.StreamFact;
import java.util.function.Supplier;

/**
 * Blocks that are made, imported and exchanged (JIP-3, "Block authoring/importing events" and
 * "Block distribution events").
 */
public final class BlockEvents {
  private BlockEvents() {}

  /** The beginning of what makes a block part of the chain. */
  public sealed interface BlockBegun extends NodeEvent permits Authoring, Importing {}

  /** This node begins to make a block for a slot on a parent. */
  public record Authoring(long slot, Hash parent) implements BlockBegun {}

  /** Nothing came of it. */
  public record AuthoringFailed(Authoring begun, String reason) implements NodeEvent {}

  /** The block is made; it is not part of the chain yet. */
  public record Authored(Authoring begun, EncodedBlock block) implements NodeEvent {}

  /** A block that this node has not made is looked at: its parent is there. */
  public record Importing(EncodedBlock block) implements BlockBegun {}

  /** The block breaks a rule. */
  public record BlockVerificationFailed(Importing begun, String reason) implements NodeEvent {}

  /** The block breaks no rule that could be checked here. */
  public record BlockVerified(Importing begun) implements NodeEvent {}

  /** A block that was right, or that this node has made, could not be executed. */
  public record BlockExecutionFailed(BlockBegun begun, String reason) implements NodeEvent {}

  /** The block is executed, with accumulation, and its state known as a whole. */
  public record BlockExecuted(BlockBegun begun) implements NodeEvent {}

  /** Word of a block went over the stream (UP 0). */
  public record BlockAnnounced(BlockRef block, Side announcer) implements StreamFact {}

  /** What the stream asks for (CE 128). */
  public record BlocksRequested(BlockRequest request) implements StreamFact {}

  /**
   * A block went over the stream (CE 128).
   *
   * @param block decoded when somebody wants to know
   * @param last whether it is the answer's last
   */
  public record BlockTransferred(Supplier<EncodedBlock> block, boolean last)
      implements StreamFact {}
}
