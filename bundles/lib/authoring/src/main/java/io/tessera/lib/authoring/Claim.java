package io.tessera.lib.authoring;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;

/**
 * The right to seal a slot.
 *
 * @param slot the slot
 * @param author index of the validator in its epoch's set
 * @param key the validator's key pair
 * @param input what the seal is a function of
 * @param output what the seal's output will be; the ticket's id in an epoch of tickets
 */
public record Claim(long slot, int author, BandersnatchKeyPair key, Bytes input, Hash output) {}
