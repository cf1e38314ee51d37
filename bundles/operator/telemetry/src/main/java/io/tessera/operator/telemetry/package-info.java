/**
 * JIP-3 telemetry: tells a server what happens in this node, over TCP.
 *
 * <pre>
 * node -> server   node information              first on each connection
 * node -> server   (time, discriminator, fields) for each event
 * </pre>
 *
 * <p>Each message has its size in front, as in JAMNP-S; the server says nothing. What happens comes
 * in as {@link io.tessera.net.event.NodeEvent}s, to {@code Watch}; those of streams go to a {@code
 * Story} for each stream, since JIP-3 tells most of its events by protocol. Both make records of
 * them that are named as in JIP-3, which the {@code Recorder} gives a time, an id and a place in a
 * bounded buffer. The {@code Sender} empties it, and connects again when it must. Whoever tells of
 * an event never waits for the server: what there is no room for is dropped, and counted in JIP-3's
 * own way.
 *
 * <p>Specification: <a
 * href="https://github.com/polkadot-fellows/JIPs/blob/main/JIP-3.md">JIP-3</a>. Which event is told
 * by what, and which are not had, is listed in docs/spec-map.md.
 */
package io.tessera.operator.telemetry;
