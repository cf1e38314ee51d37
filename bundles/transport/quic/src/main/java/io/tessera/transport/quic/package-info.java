/**
 * JAMNP-S over QUIC: the sections "Encryption and handshake", "Alternative name" and "ALPN" of the
 * JAM Simple Networking Protocol, on Netty's QUIC codec.
 *
 * <pre>
 *   QuicComponent ─ makes ─▶ QuicTransport ─ opens ─▶ one UDP socket on one event loop
 *
 *   datagram ─▶ Demux ─▶ server codec (peers that dialed us) ─┐
 *                 └────▶ client codec (peers that we dialed) ─┴▶ Handshake ─▶ QuicConnection ─▶ QuicStream
 * </pre>
 *
 * <p>All that is received is delivered on the event loop, within the read cycle that brought it;
 * when the cycle is over each connection's handler is told once ({@link ReadCycle}). All that is
 * sent, from whichever thread, goes through the connection's {@link Outbox} and is written in
 * batches.
 */
package io.tessera.transport.quic;
