/**
 * Light sync: fetches every block after the own head through CE 128, since JAMNP-S has no request
 * for headers, and hands it to a chain that keeps the header only.
 *
 * <pre>
 *   LightSync     which peer next?                       Conducts: back-off, standing
 *      | once, when there is a checkpoint and nothing yet
 *   Walk          down from the checkpoint over three changes of epoch
 *      | then again and again
 *   Download      up from the own head, or down from a leaf; imports piece by piece
 * </pre>
 *
 * <p>One peer is asked at a time, and blocks are imported while its answer comes in: an answer that
 * is faster than signatures are checked is held back by flow control, so that no more than one
 * piece is in memory. What is not checked here is what headers do not tell; the chain counts it.
 */
package io.tessera.sync.light;
