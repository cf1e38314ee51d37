/**
 * {@link io.tessera.net.NetworkService}, the programmer's door: it puts together what the peer
 * manager, the stream runtime and the chain offer, and has no state of its own.
 */
package io.tessera.core.network;
