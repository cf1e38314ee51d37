package io.tessera.chain;

/**
 * Where a chain begins that does not begin at genesis.
 *
 * @param block the first block whose state this node has had; nothing below it is ever finalized
 *     again
 * @param trust on whose word it was taken, for people, such as {@code checkpoint} or {@code 2
 *     peers}: what was checked since then follows from the block, not the block itself
 */
public record Beginning(BlockRef block, String trust) {}
