/**
 * The part of log4j's API that the embedded discv5 library calls, on top of SLF4J. log4j's own jars
 * look for providers and keep values on shared threads, both of which go wrong in a bundle that is
 * swapped (ADR 10).
 */
package org.apache.logging.log4j;
