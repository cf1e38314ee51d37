package io.tessera.lib.crypto.ring;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.RingVrfSignature;

/**
 * What a ring VRF signature is said to sign. For a ticket the input is {@code "jam_ticket_seal"},
 * the entropy eta_2 and the attempt, and there is no additional data (Gray Paper, section "The
 * Extrinsic", tickets).
 *
 * @param input what the output follows from, of any length
 * @param aux additional data that is signed, of any length
 * @param signature the signature
 */
public record RingClaim(Bytes input, Bytes aux, RingVrfSignature signature) {}
