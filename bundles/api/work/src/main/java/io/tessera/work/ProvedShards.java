package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.erasure.Justification;

/**
 * The shards of one index, proved against the erasure-root (JAMNP-S, "CE 137: Shard distribution").
 *
 * @param bundleShard of the work-bundle
 * @param segmentShards of the exported and then of the proof segments, one after another
 * @param justification of both
 */
public record ProvedShards(Bytes bundleShard, Bytes segmentShards, Justification justification) {}
