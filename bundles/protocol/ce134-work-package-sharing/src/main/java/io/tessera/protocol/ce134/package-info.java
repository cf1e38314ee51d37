/**
 * CE 134: a guarantor shares a work-package with another one of its core (JAMNP-S, "CE 134:
 * Work-package sharing").
 *
 * <pre>
 *  guarantor                                          guarantor of the same core
 *    | -- core (2) ++ segments-root mappings ----------> |   a number, then 64 bytes each
 *    | -- work-package bundle -------------------------> |   W_B bytes and its encoding at most
 *    | -- FIN -----------------------------------------> |
 *    | <--- work-report hash (32) ++ signature (64) ---- |
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>Shared is only what could be reported and has all its imports. The other one verifies that,
 * and refines ({@link io.tessera.work.WorkPackageProcessor}); it resets the stream where it comes
 * to no report, or cannot refine. {@link io.tessera.protocol.ce134.PeerPackageSharer} is the one,
 * {@link io.tessera.protocol.ce134.WorkPackageSharingProtocol} the other.
 */
package io.tessera.protocol.ce134;
