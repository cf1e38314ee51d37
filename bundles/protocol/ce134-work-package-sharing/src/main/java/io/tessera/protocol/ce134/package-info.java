/**
 * CE 134: a guarantor shares a work-package bundle with the others of its core (JAMNP-S, "CE 134:
 * Work-package sharing").
 */
package io.tessera.protocol.ce134;
