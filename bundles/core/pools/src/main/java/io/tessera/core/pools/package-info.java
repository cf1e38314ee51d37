/**
 * What came over the network and awaits a block, bounded and checked against the chain before it is
 * taken: tickets, preimages, work-packages, guarantees, assurances, judgments; and what auditors
 * need beside: reports, announcements of audits.
 */
package io.tessera.core.pools;
