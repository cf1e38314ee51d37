/**
 * CE 143: a validator asks a node that announced a preimage for it (JAMNP-S, "CE 143: Preimage
 * request").
 *
 * <pre>
 *  validator                                          node
 *    | -- hash (32) -----------------------------------> |
 *    | -- FIN -----------------------------------------> |
 *    | <------------------------------------ preimage -- |   one message
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>The node resets the stream where it does not have the preimage. {@link
 * io.tessera.protocol.ce143.PreimageRequestProtocol} is the node, {@link
 * io.tessera.protocol.ce143.PeerPreimageFetcher} the validator.
 */
package io.tessera.protocol.ce143;
