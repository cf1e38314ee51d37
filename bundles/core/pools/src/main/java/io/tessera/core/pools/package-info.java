/**
 * What came over the network and awaits a block, bounded and checked against the chain before it is
 * taken: preimages, judgments, announcements of audits; and the work-reports these are about.
 */
package io.tessera.core.pools;
