package io.tessera.work;

import io.tessera.lib.codec.block.PackageSpec;

/**
 * What an assurer keeps of a report.
 *
 * @param spec the package, as the report has it
 * @param shard index of the shards
 * @param slot of the block that reported it
 * @param shards proved against the spec's erasure-root
 */
public record AssignedShards(PackageSpec spec, int shard, long slot, ProvedShards shards) {}
