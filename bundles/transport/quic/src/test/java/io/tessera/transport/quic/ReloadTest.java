package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerAddress;
import io.tessera.net.event.NodeEvents;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionListener;
import io.tessera.net.transport.Transport;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a swap of the bundle does: its classes come from a loader of their own, Netty stays. */
class ReloadTest {
  private static final int COLLECTIONS = 50;

  /** Loads this package itself and everything else from the parent. */
  private static final class BundleLoader extends URLClassLoader {
    BundleLoader() {
      super(
          new URL[] {QuicTransport.class.getProtectionDomain().getCodeSource().getLocation()},
          ReloadTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.tessera.transport.quic.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }

  @Test
  void nothingOfAStoppedTransportStays() throws Exception {
    useOnce(new ReferenceQueue<>()); // what Netty keeps from the first use is not ours
    ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    WeakReference<ClassLoader> loader = useOnce(collected);
    boolean gone = false;
    for (int i = 0; i < COLLECTIONS && !gone; i++) {
      System.gc();
      gone = collected.remove(100) != null;
    }
    assertTrue(gone, "still there: " + loader.get());
  }

  /** Two transports of a new loader: one dials the other, a stream goes to and fro, both stop. */
  private static WeakReference<ClassLoader> useOnce(ReferenceQueue<ClassLoader> queue)
      throws Exception {
    try (BundleLoader loader = new BundleLoader()) {
      LinkedBlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
      Transport a = make(loader, any -> {});
      Transport b = make(loader, accepted::add);
      PeerAddress address =
          new PeerAddress("127.0.0.1", b.localAddresses().get(0).getPort(), Optional.empty());
      Connection dialed = Node.get(a.dial(address, false));
      Wires.echo(accepted.poll(Node.SECONDS, TimeUnit.SECONDS));
      Wire wire = Wires.start(dialed).open();
      wire.finish(new byte[100_000]);
      Node.get(wire.fin);
      ((AutoCloseable) a).close();
      ((AutoCloseable) b).close();
      return new WeakReference<>(loader, queue);
    }
  }

  private static Transport make(ClassLoader loader, ConnectionListener listener) throws Exception {
    Object settings =
        loader
            .loadClass(QuicSettings.class.getName())
            .getMethod("listenOn", String.class, int.class)
            .invoke(null, "127.0.0.1", 0);
    Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
    NetworkIdentity network = () -> Node.CHAIN;
    return (Transport)
        loader
            .loadClass(QuicTransport.class.getName())
            .getConstructor(
                settings.getClass(),
                NodeKey.class,
                NetworkIdentity.class,
                ConnectionListener.class,
                NodeEvents.class)
            .newInstance(settings, Node.key(keys), network, listener, NodeEvents.NONE);
  }
}
