/**
 * CE 148: a guarantor or builder asks a guarantor for segments that are imported (JAMNP-S, "CE 148:
 * Segment request").
 *
 * <pre>
 *  guarantor, builder                                 guarantor
 *    | -- for each package: segments-root (32)           |   one message
 *    |      ++ len ++ segment indices (2 each) --------> |
 *    | -- FIN -----------------------------------------> |
 *    | <------------------------------------ segments -- |   one message, in the order asked
 *    | <------------- for each: len ++ hashes (32) ----- |   one message: J_0 of each segment
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>At most W_M segments are asked for at once. Who does not get what proves itself goes on to CE
 * 139. {@link io.tessera.protocol.ce148.SegmentRequestProtocol} is who is asked, {@link
 * io.tessera.protocol.ce148.PeerSegmentFetcher} who asks.
 */
package io.tessera.protocol.ce148;
