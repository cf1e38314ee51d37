package io.tessera.lib.codec;

/**
 * What a chain may choose: the protocol parameters of JIP-4, in the order of the Gray Paper's fetch
 * host call (appendix "Virtual Machine Invocations", general functions). The letter is the
 * constant's name in the Gray Paper.
 *
 * <p>A number is a count of something that fits in memory, so 32-bit fields are limited to 2^31 -
 * 1; deposits and gas are unsigned 64-bit numbers.
 *
 * @param itemDeposit B_I: balance that each item of a service's elective state requires
 * @param byteDeposit B_L: balance that each octet of a service's elective state requires
 * @param baseDeposit B_S: balance that every service requires
 * @param cores C: number of cores
 * @param expungePeriod D: slots after which an unreferenced preimage may be expunged
 * @param epochLength E: slots in an epoch
 * @param reportAccumulateGas G_A: gas for accumulating one work-report
 * @param packageAuthorizeGas G_I: gas for authorizing one work-package
 * @param packageRefineGas G_R: gas for refining one work-package
 * @param blockAccumulateGas G_T: gas for all accumulation of one block
 * @param recentHistory H: blocks in the recent history
 * @param maxPackageItems I: most work-items in a work-package
 * @param maxReportDependencies J: most dependencies of a work-report
 * @param maxTicketsPerBlock K: most tickets in one extrinsic
 * @param lookupAnchorAge L: greatest age of a lookup anchor, in slots
 * @param ticketsPerValidator N: ticket entries of each validator; attempts run from 0 to N - 1
 * @param authorizationsPoolSize O: most items in a core's authorizations pool
 * @param slotSeconds P: seconds in a slot
 * @param authorizationsQueueSize Q: items in a core's authorizations queue
 * @param rotationPeriod R: slots until the assignment of validators to cores rotates
 * @param maxPackageExtrinsics T: most extrinsics of a work-package
 * @param assuranceTimeout U: slots after which work that did not become available may be replaced
 * @param validators V: number of validators
 * @param maxAuthorizerCodeSize W_A: most octets of is-authorized code
 * @param maxBundleSize W_B: most octets of a work-package with its extrinsics and imports
 * @param maxServiceCodeSize W_C: most octets of service code
 * @param erasurePieceSize W_E: octets of a basic erasure-coded piece
 * @param maxPackageImports W_M: most imported segments of a work-package
 * @param segmentPieces W_P: erasure-coded pieces in a segment
 * @param maxReportSize W_R: most octets of all unbounded blobs in a work-report
 * @param transferMemoSize W_T: octets of a transfer's memo
 * @param maxPackageExports W_X: most exported segments of a work-package
 * @param ticketSubmissionEnd Y: slots into an epoch at which ticket submission ends
 */
public record ProtocolParameters(
    long itemDeposit,
    long byteDeposit,
    long baseDeposit,
    int cores,
    int expungePeriod,
    int epochLength,
    long reportAccumulateGas,
    long packageAuthorizeGas,
    long packageRefineGas,
    long blockAccumulateGas,
    int recentHistory,
    int maxPackageItems,
    int maxReportDependencies,
    int maxTicketsPerBlock,
    int lookupAnchorAge,
    int ticketsPerValidator,
    int authorizationsPoolSize,
    int slotSeconds,
    int authorizationsQueueSize,
    int rotationPeriod,
    int maxPackageExtrinsics,
    int assuranceTimeout,
    int validators,
    int maxAuthorizerCodeSize,
    int maxBundleSize,
    int maxServiceCodeSize,
    int erasurePieceSize,
    int maxPackageImports,
    int segmentPieces,
    int maxReportSize,
    int transferMemoSize,
    int maxPackageExports,
    int ticketSubmissionEnd) {
  /** Length in bytes of the encoding. */
  public static final int SIZE = 134;

  /** All fields as fixed-length integers. */
  public static final Codec<ProtocolParameters> CODEC =
      Codec.of("protocol_parameters", ProtocolParameters::read, ProtocolParameters::write);

  /**
   * Six validators on two cores: the parameters of the public test vectors and of development
   * chains.
   */
  public static final ProtocolParameters TINY =
      new ProtocolParameters(
          /* itemDeposit */ 10,
          /* byteDeposit */ 1,
          /* baseDeposit */ 100,
          /* cores */ 2,
          /* expungePeriod */ 32,
          /* epochLength */ 12,
          /* reportAccumulateGas */ 10_000_000L,
          /* packageAuthorizeGas */ 50_000_000L,
          /* packageRefineGas */ 1_000_000_000L,
          /* blockAccumulateGas */ 20_000_000L,
          /* recentHistory */ 8,
          /* maxPackageItems */ 16,
          /* maxReportDependencies */ 8,
          /* maxTicketsPerBlock */ 3,
          /* lookupAnchorAge */ 24,
          /* ticketsPerValidator */ 3,
          /* authorizationsPoolSize */ 8,
          /* slotSeconds */ 6,
          /* authorizationsQueueSize */ 80,
          /* rotationPeriod */ 4,
          /* maxPackageExtrinsics */ 128,
          /* assuranceTimeout */ 5,
          /* validators */ 6,
          /* maxAuthorizerCodeSize */ 64_000,
          /* maxBundleSize */ 13_791_360,
          /* maxServiceCodeSize */ 4_000_000,
          /* erasurePieceSize */ 4,
          /* maxPackageImports */ 3_072,
          /* segmentPieces */ 1_026,
          /* maxReportSize */ 49_152,
          /* transferMemoSize */ 128,
          /* maxPackageExports */ 3_072,
          /* ticketSubmissionEnd */ 10);

  /** The parameters that the Gray Paper lists (appendix "Index of Notation", constants). */
  public static final ProtocolParameters FULL =
      new ProtocolParameters(
          /* itemDeposit */ 10,
          /* byteDeposit */ 1,
          /* baseDeposit */ 100,
          /* cores */ 341,
          /* expungePeriod */ 19_200,
          /* epochLength */ 600,
          /* reportAccumulateGas */ 10_000_000L,
          /* packageAuthorizeGas */ 50_000_000L,
          /* packageRefineGas */ 5_000_000_000L,
          /* blockAccumulateGas */ 3_500_000_000L,
          /* recentHistory */ 8,
          /* maxPackageItems */ 16,
          /* maxReportDependencies */ 8,
          /* maxTicketsPerBlock */ 16,
          /* lookupAnchorAge */ 14_400,
          /* ticketsPerValidator */ 2,
          /* authorizationsPoolSize */ 8,
          /* slotSeconds */ 6,
          /* authorizationsQueueSize */ 80,
          /* rotationPeriod */ 10,
          /* maxPackageExtrinsics */ 128,
          /* assuranceTimeout */ 5,
          /* validators */ 1023,
          /* maxAuthorizerCodeSize */ 64_000,
          /* maxBundleSize */ 13_791_360,
          /* maxServiceCodeSize */ 4_000_000,
          /* erasurePieceSize */ 684,
          /* maxPackageImports */ 3_072,
          /* segmentPieces */ 6,
          /* maxReportSize */ 49_152,
          /* transferMemoSize */ 128,
          /* maxPackageExports */ 3_072,
          /* ticketSubmissionEnd */ 500);

  /**
   * Checks what every rule takes for granted.
   *
   * @throws IllegalArgumentException when a number that others are divided by or measured against
   *     is zero, or one is negative
   */
  public ProtocolParameters {
    positive("cores", cores);
    positive("epoch length", epochLength);
    positive("slot seconds", slotSeconds);
    positive("rotation period", rotationPeriod);
    positive("validators", validators);
    if (ticketSubmissionEnd > epochLength) {
      throw new IllegalArgumentException(
          "ticket submission ends at slot "
              + ticketSubmissionEnd
              + " of an epoch of "
              + epochLength);
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value);
    }
  }

  /** The same with slots of another length, as development chains may have them. */
  public ProtocolParameters withSlotSeconds(int seconds) {
    return new ProtocolParameters(
        itemDeposit,
        byteDeposit,
        baseDeposit,
        cores,
        expungePeriod,
        epochLength,
        reportAccumulateGas,
        packageAuthorizeGas,
        packageRefineGas,
        blockAccumulateGas,
        recentHistory,
        maxPackageItems,
        maxReportDependencies,
        maxTicketsPerBlock,
        lookupAnchorAge,
        ticketsPerValidator,
        authorizationsPoolSize,
        seconds,
        authorizationsQueueSize,
        rotationPeriod,
        maxPackageExtrinsics,
        assuranceTimeout,
        validators,
        maxAuthorizerCodeSize,
        maxBundleSize,
        maxServiceCodeSize,
        erasurePieceSize,
        maxPackageImports,
        segmentPieces,
        maxReportSize,
        transferMemoSize,
        maxPackageExports,
        ticketSubmissionEnd);
  }

  /** More than two thirds of the validators: floor(2V/3) + 1, the judgments in a verdict. */
  public int superMajority() {
    return 2 * validators / 3 + 1;
  }

  /** Octets of an assurance's bitfield: one bit a core, ceil(C/8). */
  public int availabilityBitfieldBytes() {
    return (cores + 7) / 8;
  }

  /** Octets of a segment: W_G = W_P W_E. */
  public long segmentSize() {
    return (long) segmentPieces * erasurePieceSize;
  }

  /** The epoch of a time slot. */
  public long epochOf(long slot) {
    return slot / epochLength;
  }

  /** How many slots of its epoch precede a time slot: 0 to E - 1. */
  public int phaseOf(long slot) {
    return (int) (slot % epochLength);
  }

  /** The rotation of core assignments that a time slot is in, counted over all epochs. */
  public long rotationOf(long slot) {
    return slot / rotationPeriod;
  }

  private static ProtocolParameters read(JamReader in) {
    long start = in.offset();
    try {
      return new ProtocolParameters(
          /* itemDeposit */ in.u64(),
          /* byteDeposit */ in.u64(),
          /* baseDeposit */ in.u64(),
          /* cores */ in.u16(),
          /* expungePeriod */ int32(in),
          /* epochLength */ int32(in),
          /* reportAccumulateGas */ in.u64(),
          /* packageAuthorizeGas */ in.u64(),
          /* packageRefineGas */ in.u64(),
          /* blockAccumulateGas */ in.u64(),
          /* recentHistory */ in.u16(),
          /* maxPackageItems */ in.u16(),
          /* maxReportDependencies */ in.u16(),
          /* maxTicketsPerBlock */ in.u16(),
          /* lookupAnchorAge */ int32(in),
          /* ticketsPerValidator */ in.u16(),
          /* authorizationsPoolSize */ in.u16(),
          /* slotSeconds */ in.u16(),
          /* authorizationsQueueSize */ in.u16(),
          /* rotationPeriod */ in.u16(),
          /* maxPackageExtrinsics */ in.u16(),
          /* assuranceTimeout */ in.u16(),
          /* validators */ in.u16(),
          /* maxAuthorizerCodeSize */ int32(in),
          /* maxBundleSize */ int32(in),
          /* maxServiceCodeSize */ int32(in),
          /* erasurePieceSize */ int32(in),
          /* maxPackageImports */ int32(in),
          /* segmentPieces */ int32(in),
          /* maxReportSize */ int32(in),
          /* transferMemoSize */ int32(in),
          /* maxPackageExports */ int32(in),
          /* ticketSubmissionEnd */ int32(in));
    } catch (IllegalArgumentException unusable) {
      throw in.failAt(start, unusable.getMessage());
    }
  }

  private static int int32(JamReader in) {
    long offset = in.offset();
    long value = in.u32();
    if (value > Integer.MAX_VALUE) {
      throw in.failAt(offset, value + " is beyond any use");
    }
    return (int) value;
  }

  private static void write(ProtocolParameters p, JamWriter out) {
    out.u64(p.itemDeposit);
    out.u64(p.byteDeposit);
    out.u64(p.baseDeposit);
    out.u16(p.cores);
    out.u32(p.expungePeriod);
    out.u32(p.epochLength);
    out.u64(p.reportAccumulateGas);
    out.u64(p.packageAuthorizeGas);
    out.u64(p.packageRefineGas);
    out.u64(p.blockAccumulateGas);
    out.u16(p.recentHistory);
    out.u16(p.maxPackageItems);
    out.u16(p.maxReportDependencies);
    out.u16(p.maxTicketsPerBlock);
    out.u32(p.lookupAnchorAge);
    out.u16(p.ticketsPerValidator);
    out.u16(p.authorizationsPoolSize);
    out.u16(p.slotSeconds);
    out.u16(p.authorizationsQueueSize);
    out.u16(p.rotationPeriod);
    out.u16(p.maxPackageExtrinsics);
    out.u16(p.assuranceTimeout);
    out.u16(p.validators);
    out.u32(p.maxAuthorizerCodeSize);
    out.u32(p.maxBundleSize);
    out.u32(p.maxServiceCodeSize);
    out.u32(p.erasurePieceSize);
    out.u32(p.maxPackageImports);
    out.u32(p.segmentPieces);
    out.u32(p.maxReportSize);
    out.u32(p.transferMemoSize);
    out.u32(p.maxPackageExports);
    out.u32(p.ticketSubmissionEnd);
  }
}
