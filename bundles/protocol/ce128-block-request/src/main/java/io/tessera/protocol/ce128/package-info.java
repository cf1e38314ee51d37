/**
 * CE 128: a node asks another one for a sequence of blocks (JAMNP-S, "CE 128: Block request").
 *
 * <pre>
 *  asker                                              holder
 *    | -- hash (32) ++ direction (1) ++ maximum (4) --> |   one message of 37 bytes
 *    | -- FIN ------------------------------------------> |
 *    | <------------------- block ++ block ++ ... ------- |   one message, however many blocks
 *    | <------------------------------------------- FIN - |
 * </pre>
 *
 * <p>Ascending (0) starts with a child of the block named, descending (1) with the block itself.
 * The holder may send fewer blocks than asked, and none where there are none: an empty message
 * then. It resets the stream where the request cannot be satisfied, for instance since it does not
 * have the block or since that block can no longer be finalized.
 *
 * <p>{@link io.tessera.protocol.ce128.BlockRequestProtocol} is the holder, {@link
 * io.tessera.protocol.ce128.PeerBlockFetcher} the asker.
 */
package io.tessera.protocol.ce128;
