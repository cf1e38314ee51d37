/** CE 137: an assurer gets its shards from a guarantor (JAMNP-S, "CE 137: Shard distribution"). */
package io.tessera.protocol.ce137;
