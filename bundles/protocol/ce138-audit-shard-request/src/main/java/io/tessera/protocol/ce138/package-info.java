/**
 * CE 138: an auditor gets a shard of a work-package bundle from an assurer (JAMNP-S, "CE 138: Audit
 * shard request").
 */
package io.tessera.protocol.ce138;
