/**
 * The JAM serialization codec (Gray Paper, appendix "Serialization Codec") and the value types that
 * everything else is made of: byte strings, hashes, keys and peer ids.
 */
@Export
@Version("1.0.0")
package io.tessera.lib.codec;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
