/**
 * CE 146: a builder gives a complete work-package bundle to a guarantor (JAMNP-S, "CE 146:
 * Work-package bundle submission").
 */
package io.tessera.protocol.ce146;
