/**
 * Keeps blocks, heads and states in RocksDB below the node's data directory: one component that
 * opens the store and registers it as a {@link io.tessera.chain.BlockStore}.
 */
package io.tessera.store.rocksdb;
