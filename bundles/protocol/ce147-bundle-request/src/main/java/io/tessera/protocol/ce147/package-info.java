/**
 * CE 147: an auditor gets a work-package bundle from a guarantor (JAMNP-S, "CE 147: Bundle
 * request").
 */
package io.tessera.protocol.ce147;
