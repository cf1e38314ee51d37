/**
 * CE 142: a node tells a validator that it has a preimage which a service requested (JAMNP-S, "CE
 * 142: Preimage announcement").
 *
 * <pre>
 *  node                                               validator
 *    | -- service (4) ++ hash (32) ++ length (4) ------> |   one message of 40 bytes
 *    | -- FIN -----------------------------------------> |
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>The validator fetches the preimage from the node (CE 143) if its chain has the request and it
 * does not have the preimage, and announces it to its own neighbours in the grid then.
 */
package io.tessera.protocol.ce142;
