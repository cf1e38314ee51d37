/**
 * CE 129: a node asks another one for a range of a state (JAMNP-S, "CE 129: State request").
 *
 * <pre>
 *  asker                                                            holder
 *    | -- hash (32) ++ start (31) ++ end (31) ++ maximum size (4) --> |   one message of 98 bytes
 *    | -- FIN ------------------------------------------------------> |
 *    | <------------ node (64) ++ node (64) ++ ... ------------------ |   one message: the boundary
 *    | <------------ key (31) ++ length ++ value ++ key ++ ... ------ |   one message: the items
 *    | <------------------------------------------------------- FIN - |
 * </pre>
 *
 * <p>The state is the one after the block named. The boundary is the paths to the start and to the
 * last item, which together with the items lead to the state's root. The holder may send fewer
 * items than the range has, but at least one; it resets the stream where it does not know the whole
 * state.
 *
 * <p>{@link io.tessera.protocol.ce129.StateRequestProtocol} is the holder, {@link
 * io.tessera.protocol.ce129.PeerStateFetcher} the asker.
 */
package io.tessera.protocol.ce129;
