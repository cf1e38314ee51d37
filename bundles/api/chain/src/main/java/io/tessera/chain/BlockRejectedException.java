package io.tessera.chain;

/** A block breaks a rule of the state transition, and always will on top of its parent. */
public final class BlockRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Which rule it breaks. */
  private final BlockFault fault;

  /**
   * A rule that is broken.
   *
   * @param fault which rule
   * @param detail what is wrong, for people
   */
  public BlockRejectedException(BlockFault fault, String detail) {
    super(detail, null, false, false);
    this.fault = fault;
  }

  /** Which rule. */
  public BlockFault fault() {
    return fault;
  }
}
