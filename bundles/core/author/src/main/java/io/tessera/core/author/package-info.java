/**
 * Authors blocks on the head of the best chain, with the keys of development validators, which
 * everybody knows (Gray Paper, section "Block Production and Chain Growth").
 *
 * <p>{@link io.tessera.core.author.Author} makes one block when there is one to make; {@link
 * io.tessera.core.author.AuthorLoop} lets it try at the right times, on one platform thread. {@link
 * io.tessera.core.author.SealedSlots} remembers on disk what was sealed, so that no slot is sealed
 * twice. Tickets are proven on threads of their own ({@link io.tessera.core.author.OwnTickets}).
 * What others bring comes from the {@link io.tessera.chain.ExtrinsicSource}s ({@link
 * io.tessera.core.author.BlockContents}) and is tried before the block is sealed ({@link
 * io.tessera.core.author.Trial}).
 */
package io.tessera.core.author;
