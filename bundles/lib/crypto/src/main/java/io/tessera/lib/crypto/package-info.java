/**
 * Hashes, signatures and key derivation, on top of Bouncy Castle's lightweight algorithms.
 *
 * <ul>
 *   <li>Blake2b-256 and Keccak-256: Gray Paper, section "Cryptography"; RFC 7693; the Keccak of
 *       Ethereum, with the padding from before FIPS 202.
 *   <li>Ed25519: RFC 8032; which edge cases count as valid is decided by ZIP 215, since all nodes
 *       must agree on it.
 *   <li>Key derivation and trivial seeds: JIP-5.
 *   <li>Header and extrinsic hash: Gray Paper, section "The Header".
 * </ul>
 *
 * <p>Everything here computes: callers on virtual threads hand it to a platform pool. Nothing is
 * kept between calls, so that no thread holds on to this bundle.
 */
@Export
@Version("1.0.0")
package io.tessera.lib.crypto;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
