/**
 * What an operator sees of a node from outside: figures for Prometheus, and a page for people. One
 * HTTP server on loopback, off by default:
 *
 * <pre>
 * /metrics      the Prometheus text format, or OpenMetrics where the scraper asks for it
 * /             the status page: plain HTML and SVG, which refreshes itself
 * /status.json  the same for programs
 * /healthz      200 when the node is healthy, else 503; says why not
 * </pre>
 *
 * <p>All figures are read when somebody asks, from the interfaces of {@code api/}; what the node
 * does costs nothing for it. Nothing that a peer can choose becomes the name or the label of a
 * metric.
 */
package io.tessera.operator.metrics;
