/**
 * CE 133: a builder gives a work-package to a guarantor (JAMNP-S, "CE 133: Work-package
 * submission").
 */
package io.tessera.protocol.ce133;
