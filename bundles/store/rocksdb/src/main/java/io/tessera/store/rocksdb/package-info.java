/**
 * Keeps blocks, heads and states in RocksDB below the node's data directory: one component that
 * opens the store and registers it as a {@link io.tessera.chain.BlockStore}, and the peers beside
 * it as a {@link io.tessera.net.PeerStore}.
 */
package io.tessera.store.rocksdb;
