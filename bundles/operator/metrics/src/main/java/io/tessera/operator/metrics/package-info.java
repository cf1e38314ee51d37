/** Metrics and status page. */
package io.tessera.operator.metrics;
