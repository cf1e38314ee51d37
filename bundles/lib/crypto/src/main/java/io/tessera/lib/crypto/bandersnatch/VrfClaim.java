package io.tessera.lib.crypto.bandersnatch;

import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;

/**
 * What a VRF signature is said to sign: see {@link IetfVrf}.
 *
 * @param input what the output follows from, together with the key; of any length
 * @param aux what is signed besides; of any length
 * @param signature the signature
 */
public record VrfClaim(Bytes input, Bytes aux, BandersnatchSignature signature) {}
