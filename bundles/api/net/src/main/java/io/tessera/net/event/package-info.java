/**
 * What happens in the node, for whoever watches it: a {@link
 * io.tessera.net.event.NodeEventListener} that is registered as a service is told of every {@link
 * io.tessera.net.event.NodeEvent}; whoever has something to tell does so through {@link
 * io.tessera.net.event.NodeEvents}, a service that is always there. Events are named as in JIP-3
 * where that has them. Those about blocks and about work are in packages of their rooms.
 *
 * <p>An event that belongs to an earlier one refers to the very object: listeners compare by
 * identity, as two attempts to do the same are two.
 */
@Export
@Version("1.0.0")
package io.tessera.net.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
