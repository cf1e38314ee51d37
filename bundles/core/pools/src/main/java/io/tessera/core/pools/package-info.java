/**
 * What came over the network and awaits a block, bounded and checked against the chain before it is
 * taken: preimages, assurances.
 */
package io.tessera.core.pools;
