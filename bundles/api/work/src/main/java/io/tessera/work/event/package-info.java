/**
 * What happens to work-packages, guarantees, shards and assurances, for listeners as {@link
 * io.tessera.net.event} has them: named as in JIP-3.
 */
@Export
@Version("1.0.0")
package io.tessera.work.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
