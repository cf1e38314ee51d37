/**
 * UP 0: neighbours tell each other of new blocks (JAMNP-S, "UP 0: Block announcement").
 *
 * <pre>
 *  each side, independently of the other
 *    | -- finalized (36) ++ count ++ leaves (36 each) --> |   the handshake, once
 *    | -- header ++ finalized (36) ---------------------> |   an announcement, again and again
 * </pre>
 *
 * <p>A leaf is a block above (or the) latest finalized one that has no known children. A new block
 * is announced unless a descendant of it is announced instead, unless it does not descend from the
 * latest finalized block, or unless the other side has announced it or a descendant of it.
 *
 * <p>A node that keeps headers only announces nothing, and its handshake is that of a node which
 * has nothing but genesis: it has no block to give to whoever would ask for what it announced.
 *
 * <p>These rules make a queue needless: of all blocks, only the leaves that the other side has not
 * been told of remain to be announced. So what a stream has to remember is bounded, however slow
 * its peer reads; see {@link io.tessera.protocol.up0.Told}.
 */
package io.tessera.protocol.up0;
