/**
 * What came over the network and awaits a block, bounded and checked against the chain before it is
<<<<<<< HEAD
 * taken: preimages, assurances.
=======
 * taken: preimages, work-packages, guarantees.
>>>>>>> h-work
 */
package io.tessera.core.pools;
