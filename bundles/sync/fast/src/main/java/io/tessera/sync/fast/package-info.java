/**
 * Fast sync: takes the state after a finalized block from peers (CE 129), each part with its proof,
 * then the blocks beneath it (CE 128), lets the chain begin there, and goes on as full sync does.
 *
 * <pre>
 *   FastSync        the mode
 *     CatchUp         one step after another, the same again after a restart
 *       Quorum          which block?        Links: how finals hang together
 *       StateDownload   ranges in parallel  RangeTask: one request
 *       Heal            another block?      what of the state is still right
 *       BlockDownload   backwards, at least L slots
 *     FullFollower    the mode that runs from then on, and may be swapped
 *   Sources         whom to ask, and how they have done
 * </pre>
 *
 * <p>The state is that after the block's parent: its root stands in the block's header. That header
 * is believed on the word of a quorum of peers, or of whoever configured a checkpoint, and on
 * nothing else: the validators whose seals could be checked come out of the very state that it
 * commits to.
 */
package io.tessera.sync.fast;
