/**
 * For tests, without a container, sockets or sleeps: two nodes over an in-memory connection ({@link
 * io.tessera.testing.testkit.PeerPair}), a peer that sends bytes as they are ({@link
 * io.tessera.testing.testkit.RawPeer}), and time that passes when the test says so ({@link
 * io.tessera.testing.testkit.VirtualClock}).
 *
 * <p>A protocol's test, both halves:
 *
 * <pre>{@code
 * try (PeerPair pair = new PeerPair()) {
 *   pair.acceptor().serve(128, new BlockRequestProtocol(chain));
 *   try (PeerStream stream = pair.initiator().open(128)) {
 *     stream.write(BlockRequest.CODEC, request);
 *     stream.finish();
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>Golden bytes, and hostile ones:
 *
 * <pre>{@code
 * try (TestNode node = new TestNode(); RawPeer raw = RawPeer.dialing(node)) {
 *   node.serve(128, new BlockRequestProtocol(chain));
 *   RawStream stream = raw.open();
 *   stream.send("80 25000000 ...");
 *   stream.fin();
 *   assertEquals("...", stream.receiveAll());
 * }
 * }</pre>
 */
@Export
@Version("1.0.0")
package io.tessera.testing.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
