/**
 * What a transport implements and what it calls. Authenticated connections go to the {@link
 * io.tessera.net.transport.ConnectionListener}; bytes of streams go to handlers, on the transport's
 * own event loop, which therefore must never block.
 */
@Export
@Version("1.1.0")
package io.tessera.net.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
