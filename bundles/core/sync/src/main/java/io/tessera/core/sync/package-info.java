/**
 * The sync controller: knows what peers say about their chains, runs the sync mode that the
 * configuration names, and tells operators how far it is.
 *
 * <p>Modes and block fetchers are plugins that come and go; {@link
 * io.tessera.core.sync.FetcherFacade} is what a mode holds on to instead of a fetcher.
 */
package io.tessera.core.sync;
