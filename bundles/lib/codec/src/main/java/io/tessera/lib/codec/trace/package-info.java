/**
 * The files of a trace, the exchange format for recorded chains: {@code genesis.bin}, then one file
 * a block with the states around it ({@code traces/schema.asn} of the public JAM test vectors).
 */
@Export
@Version("1.0.0")
package io.tessera.lib.codec.trace;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
