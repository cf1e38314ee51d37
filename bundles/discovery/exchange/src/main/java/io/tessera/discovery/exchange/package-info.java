/**
 * Peers tell each other of peers. Not part of JAMNP-S: a common ephemeral stream of kind 250, which
 * is far above the kinds that it has. A peer that does not speak it resets the stream, and is not
 * asked again.
 *
 * <pre>
 *  asker                                                     asked
 *    | -- wanted (1) ++ 0, or 1 ++ own record (at most 217) --> |   one message
 *    | -- FIN ------------------------------------------------> |
 *    | <---------------------- record ++ record ++ ... -------- |   one message of at most `wanted`
 *    | <------------------------------------------------- FIN - |
 * </pre>
 *
 * <p>A record is a {@link io.tessera.net.PeerRecord}, signed by the peer that it is about. The
 * asked hands on those of peers that it has reached lately, never the asker's own. 1 to 32 are
 * wanted. The asked answers a peer twice at once and then every ten seconds at most; over that it
 * resets the stream with REFUSED.
 *
 * <p>{@link io.tessera.discovery.exchange.ExchangeProtocol} is the asked; {@link
 * io.tessera.discovery.exchange.Exchange} decides whom to ask when and {@link
 * io.tessera.discovery.exchange.Asker} asks. What a record is worth, and whether its peer is
 * dialed, the peer book decides.
 */
package io.tessera.discovery.exchange;
