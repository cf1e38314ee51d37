/**
 * The stream runtime: everything between a transport's bytes and a protocol's messages.
 *
 * <p>Bytes come in on a connection's event loop, which follows the framing and buffers them ({@link
 * io.tessera.core.streams.Inbox}); at the end of a read cycle the virtual threads that have
 * something to do are woken together ({@link io.tessera.core.streams.Dispatcher}). A protocol's
 * thread reads and writes messages ({@link io.tessera.core.streams.MessageStream}); errors become
 * resets in one place ({@link io.tessera.core.streams.Served}).
 *
 * <p>{@link io.tessera.core.streams.StreamRuntime} is plain Java; {@link
 * io.tessera.core.streams.StreamsComponent} puts it into the container.
 */
package io.tessera.core.streams;
