/**
 * The curve Bandersnatch and its verifiable random functions, in plain Java.
 *
 * <ul>
 *   <li>The curve and its fast endomorphism: eprint 2021/1152.
 *   <li>The suite Bandersnatch_SHA-512_ELL2 with its IETF and Pedersen signatures: Bandersnatch VRF
 *       specification, sections 1 to 3, on top of RFC 9381 and RFC 9380.
 *   <li>What they are for: Gray Paper, appendix "Bandersnatch VRF".
 * </ul>
 *
 * <p>Everything here computes, a verification for some hundreds of microseconds: callers on virtual
 * threads hand it to a platform pool. Signing branches and indexes on nothing secret; verifying
 * does as it likes.
 */
@Export
@Version("1.0.0")
package io.tessera.lib.crypto.bandersnatch;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
