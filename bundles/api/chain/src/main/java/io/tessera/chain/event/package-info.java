/**
 * What happens to blocks, tickets and preimages, for listeners as {@link io.tessera.net.event} has
 * them: named as in JIP-3.
 */
@Export
@Version("1.0.0")
package io.tessera.chain.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
