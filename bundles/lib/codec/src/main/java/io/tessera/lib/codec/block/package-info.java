/**
 * The types that blocks and work-packages are made of, as immutable records with their codecs.
 *
 * <p>Which fields are of fixed length and which are naturals of variable length follows the Gray
 * Paper 0.7.2, appendix "Serialization Codec", section "Block Serialization"; the names are those
 * of the public test vectors' readable form. Where the length of a sequence is a protocol parameter
 * and therefore not written (validators of an epoch mark, tickets of a tickets mark, votes of a
 * verdict, bits of an assurance), the codec is made for a chain's {@link
 * io.tessera.lib.codec.ProtocolParameters}.
 *
 * <p>Decoding accepts exactly the encodings of values of these types; the rules that make a block
 * valid are checked elsewhere. Numbers: 32-bit fields are {@code long}, 64-bit ones are unsigned
 * {@code long}.
 */
@Export
@Version("1.0.0")
package io.tessera.lib.codec.block;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
