package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tessera.net.StreamProtocol;
import io.tessera.net.event.NodeEvents;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A plugin's class loader can go when its protocol has been unbound, whatever it was doing. */
@Timeout(30)
class LoaderTest {

  /** Loads the protocol's class again, as another bundle would. */
  private static final class PluginLoader extends ClassLoader {
    private final String name;

    PluginLoader(String name) {
      super(LoaderTest.class.getClassLoader());
      this.name = name;
    }

    @Override
    protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
      if (!wanted.startsWith(name)) {
        return super.loadClass(wanted, resolve);
      }
      try (InputStream in = getResourceAsStream(wanted.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(wanted, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(wanted, e);
      }
    }
  }

  private static StreamProtocol load() throws ReflectiveOperationException {
    String name = WaitingProtocol.class.getName();
    Class<?> type = new PluginLoader(name).loadClass(name);
    assertNotSame(WaitingProtocol.class, type);
    return (StreamProtocol) type.getDeclaredConstructor().newInstance();
  }

  @Test
  void nothingKeepsTheLoader() throws Exception {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    Settings usual = Settings.DEFAULT;
    Settings impatient =
        new Settings(
            usual.streamInbound(),
            usual.connectionInbound(),
            usual.streamOutbound(),
            usual.connectionOutbound(),
            usual.acceptedStreams(),
            usual.sweep(),
            java.time.Duration.ofMillis(50),
            usual.firstRetry(),
            usual.lastRetry());
    try (StreamRuntime runtime =
        new StreamRuntime(impatient, System::nanoTime, timer, NodeEvents.NONE)) {
      FakeConnection connection = new FakeConnection(false);
      runtime.attach(connection, connection);
      StreamProtocol protocol = load();
      WeakReference<ClassLoader> loader = new WeakReference<>(protocol.getClass().getClassLoader());
      runtime.bind(200, protocol, new Provider("test", "1.0.0", 0, 0));
      FakeStream served = connection.peerOpens().comes("c8 01000000 00");
      FakeStream waiting = connection.peerOpens().comes("c8 01000000 01");
      FakeStream unfinished = connection.peerOpens().comes("c8 0100");
      connection.handler.readComplete();
      served.handler.fin();
      connection.handler.readComplete();
      assertEquals("0100000000", served.awaitFin());
      runtime.unbind(protocol);
      assertEquals(3, waiting.awaitReset());
      assertEquals(3, unfinished.awaitReset());
      protocol = null;
      for (int i = 0; i < 100 && loader.get() != null; i++) {
        System.gc();
      }
      assertNull(loader.get());
    } finally {
      timer.shutdownNow();
    }
  }
}
