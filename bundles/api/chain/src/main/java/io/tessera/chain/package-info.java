/**
 * Blocks, the chain they form, where they are stored and how a node catches up with them.
 *
 * <p>{@link io.tessera.chain.Chain} imports and reads; {@link io.tessera.chain.BlockStore} keeps,
 * and {@link io.tessera.chain.StateStore} with it; {@link io.tessera.chain.SyncMode} is what a sync
 * plugin implements; {@link io.tessera.chain.BlockFetcher}, {@link io.tessera.chain.StateFetcher}
 * and {@link io.tessera.chain.Announcements} join chain and protocols; {@link
 * io.tessera.chain.StateAccess} reads the state wherever it is; {@link io.tessera.chain.Adoption}
 * lets a chain begin with a state that others have proved; {@link io.tessera.chain.ExtrinsicSource}
 * is what an author asks for the contents of a block, and {@link io.tessera.chain.SlotClock} tells
 * the time.
 */
@Export
@Version("1.7.0")
package io.tessera.chain;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
