/**
 * CE 148: a guarantor or builder gets segments from a guarantor (JAMNP-S, "CE 148: Segment
 * request").
 */
package io.tessera.protocol.ce148;
