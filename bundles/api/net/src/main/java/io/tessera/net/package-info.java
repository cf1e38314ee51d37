/**
 * Peers, streams and what a plugin implements to speak a protocol or to find peers.
 *
 * <p>A protocol plugin registers a {@link io.tessera.net.StreamProtocol} (or {@link
 * io.tessera.net.PersistentProtocol}) with a {@link io.tessera.net.StreamKind}; it opens streams of
 * its own through {@link io.tessera.net.Streams} and gets its threads from {@link
 * io.tessera.net.Workers}. A discovery plugin hands what it finds to {@link
 * io.tessera.net.Peers#offer}.
 */
@Export
@Version("1.3.0")
package io.tessera.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
