/**
 * The ring VRF by which a validator hands in tickets without telling who it is.
 *
 * <ul>
 *   <li>What it is for: Gray Paper, section "Sealing and Tickets", appendix "Bandersnatch VRF".
 *   <li>The signature: bandersnatch-vrf-spec, section 4: a Pedersen VRF signature by a blinded key,
 *       and the proof that the key is one of a ring's.
 *   <li>The proof: ring-proof-spec; where that leaves something open (labels of the transcript, the
 *       addition law of the twisted Edwards form), the crates {@code w3f-ring-proof} and {@code
 *       ark-transcript}.
 *   <li>The commitments: KZG with Zcash's powers of tau, in the bundle as {@code powers-of-tau.bin}
 *       and, worked out for the places of a ring, {@code ring-N.bin}.
 * </ul>
 *
 * <p>{@link io.tessera.lib.crypto.ring.RingRoot} commits to keys, {@link
 * io.tessera.lib.crypto.ring.RingVerifier} checks tickets against such a root, {@link
 * io.tessera.lib.crypto.ring.RingProver} makes them. All of it computes for milliseconds and calls
 * native code: callers on virtual threads hand it to a platform pool.
 */
@Export
@Version("1.0.0")
package io.tessera.lib.crypto.ring;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
