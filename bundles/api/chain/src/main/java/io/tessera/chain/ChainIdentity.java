package io.tessera.chain;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;

/**
 * What makes a chain this chain and no other: two chains can share a genesis header, but not all
 * three.
 *
 * @param genesisHash Blake2b-256 of the genesis header's encoding
 * @param genesisStateRoot root of the genesis state's trie
 * @param parameters the protocol parameters
 */
public record ChainIdentity(
    Hash genesisHash, Hash genesisStateRoot, ProtocolParameters parameters) {}
