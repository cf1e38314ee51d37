/**
 * Merkle commitments. Pure computation; values are immutable and safe from any thread.
 *
 * <ul>
 *   <li>The state's binary Patricia trie, parts of it and their proofs: {@link
 *       io.tessera.lib.merkle.StateTrie}, {@link io.tessera.lib.merkle.StateRange}, {@link
 *       io.tessera.lib.merkle.StateProof} (Gray Paper, appendix "State Merklization"; JAMNP-S, "CE
 *       129: State request").
 *   <li>Trees over sequences: {@link io.tessera.lib.merkle.BalancedTree}, {@link
 *       io.tessera.lib.merkle.ConstantDepthTree} (appendix "General Merklization").
 *   <li>{@link io.tessera.lib.merkle.MountainRange}, to which can be appended (section "Merkle
 *       Mountain Ranges and Belts").
 * </ul>
 */
@Export
@Version("1.1.0")
package io.tessera.lib.merkle;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
