/**
 * Merkle commitments. Now: the root of the state's binary Patricia trie (Gray Paper, appendix
 * "State Merklization"). Pure computation, nothing is kept between calls.
 */
@Export
@Version("1.0.0")
package io.tessera.lib.merkle;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
