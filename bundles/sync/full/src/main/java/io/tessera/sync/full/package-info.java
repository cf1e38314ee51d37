/**
 * Full sync: fetches every block after the own head through CE 128 and imports it, then follows
 * what neighbours announce through UP 0.
 *
 * <pre>
 *   FullSync      which peer next?        PeerBook: back-off, speed
 *      | one session after another
 *   Session       imports on its thread   BlockQueue: bounded
 *      |                                       ^
 *   Download      asks one peer, on a second thread, and checks that blocks hang together
 * </pre>
 *
 * <p>A block's hash is only known from its child or from an announcement, so ascending requests go
 * out one after another; while one is answered, the blocks of the one before are imported. All that
 * a session leaves behind is the chain: the next one, with the same peer or another, of this run or
 * another one, starts at the head.
 */
package io.tessera.sync.full;
