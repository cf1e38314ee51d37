/**
 * What this node keeps available for others, and how it gets back what others keep: the shards of
 * work-packages, on disk for as long as the protocol asks for them; the assurer, which fetches
 * them; and the way from shards back to bundles and segments.
 */
package io.tessera.core.availability;
