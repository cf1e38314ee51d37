/**
 * CE 139 and CE 140: a guarantor gets shards of segments from an assurer (JAMNP-S, "CE 139/140:
 * Segment shard request").
 */
package io.tessera.protocol.ce139;
