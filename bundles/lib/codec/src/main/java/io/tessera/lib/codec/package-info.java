/**
 * The JAM serialization codec (Gray Paper, appendix "Serialization Codec") and the value types that
 * everything else is made of: byte strings, hashes, keys and peer ids; and a chain's protocol
 * parameters (JIP-4).
 *
 * <p>Numbers are fixed-length little-endian or naturals of variable length. A value has exactly one
 * encoding: what decodes encodes to the same bytes again. Reading is made for bytes that nobody
 * vouches for; it allocates in proportion to what is really there and fails with {@link
 * io.tessera.lib.codec.CodecException} only.
 */
@Export
@Version("1.0.0")
package io.tessera.lib.codec;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
