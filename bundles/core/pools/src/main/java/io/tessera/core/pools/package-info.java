/**
 * What came over the network and awaits a block, bounded and checked against the chain before it is
 * taken: preimages, and tickets for the slots of the next epoch. The author asks for it when it
 * makes a block.
 */
package io.tessera.core.pools;
