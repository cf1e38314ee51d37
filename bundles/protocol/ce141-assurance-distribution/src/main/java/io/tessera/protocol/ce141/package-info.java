/**
 * CE 141: an assurer tells all who may author the next block which reports' shards it holds
 * (JAMNP-S, "CE 141: Assurance distribution").
 *
 * <pre>
 *  assurer                                            validator
 *    | -- anchor (32) ++ bitfield ++ signature (64) ---> |   one message; one bit a core
 *    | -- FIN -----------------------------------------> |
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>Nothing in it says whose it is: it counts as that of the peer whose connection it comes by,
 * and nobody hands it on. When to send and to whom, the assurer of core/availability says. {@link
 * io.tessera.protocol.ce141.AssuranceDistributionProtocol} is both sides.
 */
package io.tessera.protocol.ce141;
