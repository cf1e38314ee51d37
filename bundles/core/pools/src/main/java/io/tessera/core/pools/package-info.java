/**
 * What came over the network and awaits a block, bounded and checked against the chain before it is
 * taken: preimages, work-packages, guarantees.
 */
package io.tessera.core.pools;
