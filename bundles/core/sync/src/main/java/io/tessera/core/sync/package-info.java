/**
 * The sync controller: knows what peers say about their chains, runs the sync mode that the
 * configuration names or an operator has switched to, and tells how far it is.
 *
 * <p>Modes and fetchers are plugins that come and go; {@link io.tessera.core.sync.FetcherFacade}
 * and {@link io.tessera.core.sync.StateFetcherFacade} are what others hold on to instead of a
 * fetcher. {@link io.tessera.core.sync.PeerStateAccess} reads the state here or at peers. A mode
 * that keeps other data than the one before has another store and another chain; {@link
 * io.tessera.core.sync.Handover} is what a run leaves to the next one.
 */
package io.tessera.core.sync;
