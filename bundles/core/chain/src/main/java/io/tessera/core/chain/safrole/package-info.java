/**
 * Which headers may follow which: the header's rules and Safrole's (Gray Paper, sections "The
 * Header" and "Block Production and Chain Growth"). Pure functions over immutable values, for any
 * thread.
 *
 * <p>A header is checked in two steps, and what its markers say about the state when the block is
 * executed:
 *
 * <ol>
 *   <li>{@link io.tessera.core.chain.safrole.HeaderRules}: slot, author, markers, and who may seal;
 *       takes microseconds, needs the parent's {@link io.tessera.core.chain.safrole.Consensus} and
 *       gives that after the header.
 *   <li>{@link io.tessera.core.chain.safrole.SealRules}: the two signatures; takes the better part
 *       of a millisecond, but no header waits for another, so that many are checked at once.
 * </ol>
 */
package io.tessera.core.chain.safrole;
