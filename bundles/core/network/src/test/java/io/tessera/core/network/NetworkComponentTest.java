package io.tessera.core.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.net.Fault;
import io.tessera.net.NetworkService;
import io.tessera.net.NetworkSwitch;
import io.tessera.net.Peer;
import io.tessera.net.PeerListener;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Workers;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.PeerPair;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NetworkComponentTest {
  private static final int KIND = 200;

  private final PeerPair pair = new PeerPair();
  private final Power power = new Power();
  private final Threads threads = new Threads();
  private final NetworkComponent network =
      new NetworkComponent(power, pair.initiator().node().streams(), threads);

  @AfterEach
  void close() {
    pair.close();
    threads.executor.close();
  }

  @Test
  void startAndStopSwitchTheNetwork() {
    assertFalse(network.isStarted());
    network.start();
    assertTrue(network.isStarted() && power.isOn());
    network.stop();
    assertFalse(network.isStarted() || power.isOn());
    assertEquals(List.of(), network.peers(), "without a peer manager");
    assertEquals(List.of(), network.addresses(), "without a transport");
  }

  @Test
  void sendCarriesMessagesAndBringsReplies() throws Exception {
    List<Bytes> came = new ArrayList<>();
    serve(
        stream -> {
          came.add(stream.read(ALL));
          came.add(stream.read(ALL));
          stream.readFin();
          stream.write(Bytes.fromHex("0a"));
          stream.write(Bytes.EMPTY);
          stream.finish();
        });
    List<Bytes> replies =
        network.send(peer().id(), KIND, Bytes.fromHex("0102"), Bytes.fromHex("03")).get();
    assertEquals(List.of(Bytes.fromHex("0102"), Bytes.fromHex("03")), came);
    assertEquals(List.of(Bytes.fromHex("0a"), Bytes.EMPTY), replies);
  }

  @Test
  void repliesAreBoundedInBytes() {
    Bytes half = Bytes.wrap(new byte[NetworkService.MAX_REPLY / 2 + 1]);
    serve(
        stream -> {
          stream.read(ALL);
          stream.readFin();
          stream.write(half);
          stream.write(half);
          stream.finish();
        });
    String message = failure().getMessage();
    assertTrue(message.startsWith("MALFORMED: a message of " + half.size() + " bytes"), message);
  }

  @Test
  void repliesAreBoundedInNumber() {
    serve(
        stream -> {
          stream.read(ALL);
          stream.readFin();
          for (int i = 0; i <= Exchange.MAX_REPLIES; i++) {
            stream.write(Bytes.EMPTY);
          }
          stream.finish();
        });
    assertTrue(failure().getMessage().contains("more than 4096 messages"));
  }

  /** Each reply may take its time, the whole must not: the clock of the streams stands still. */
  @Test
  void anExchangeThatDoesNotEndIsEndedAndThePeerToldSo() throws Exception {
    CountDownLatch serving = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    serve(
        stream -> {
          stream.read(ALL);
          stream.write(Bytes.EMPTY);
          try {
            serving.await();
          } catch (InterruptedException e) {
            told.countDown();
          }
        });
    NetworkComponent hasty =
        new NetworkComponent(
            power, pair.initiator().node().streams(), threads, Duration.ofMillis(50));
    ExecutionException failure =
        assertThrows(
            ExecutionException.class, () -> hasty.send(peer().id(), KIND, Bytes.EMPTY).get());
    assertEquals(
        Fault.TIMEOUT, assertInstanceOf(StreamException.class, failure.getCause()).fault());
    told.await();
  }

  @Test
  void aPersistentKindOrNoMessageIsAMistake() {
    assertThrows(IllegalArgumentException.class, () -> network.send(peer().id(), 127, Bytes.EMPTY));
    assertThrows(IllegalArgumentException.class, () -> network.send(peer().id(), 256, Bytes.EMPTY));
    assertThrows(IllegalArgumentException.class, () -> network.send(peer().id(), 128));
  }

  @Test
  void aBroadcastBlockIsImportedOrTheReasonIsSaid() throws Exception {
    ChainBuilder builder = ChainBuilder.tiny(1);
    List<EncodedBlock> blocks = builder.chain(2);
    assertTrue(reason(blocks.get(0).raw()).contains("no chain"));
    MemoryChain chain = MemoryChain.of(builder, List.of());
    network.chain = chain;
    assertTrue(reason(blocks.get(1).raw()).contains("PARENT_UNKNOWN"));
    assertTrue(reason(Bytes.fromHex("0102")).contains("2 bytes are no block"));
    assertEquals(blocks.get(0).hash(), network.broadcastBlock(blocks.get(0).raw()).get());
    assertEquals(blocks.get(0).ref(), chain.best());
  }

  @Test
  void aFailingListenerDoesNotKeepOthersFromTheirEvents() {
    List<String> told = new ArrayList<>();
    PeerListener failing =
        new PeerListener() {
          @Override
          public void connected(Peer peer) {
            throw new IllegalStateException("on purpose");
          }
        };
    PeerListener good =
        new PeerListener() {
          @Override
          public void connected(Peer peer) {
            told.add("connected");
          }

          @Override
          public void disconnected(Peer peer, String reason) {
            told.add(reason);
          }
        };
    network.addListener(failing);
    network.addListener(good);
    network.connected(peer());
    network.disconnected(peer(), "gone");
    network.removeListener(good);
    network.connected(peer());
    assertEquals(List.of("connected", "gone"), told);
  }

  private Peer peer() {
    return pair.initiator().other();
  }

  private Throwable failure() {
    Throwable cause =
        assertThrows(
                ExecutionException.class, () -> network.send(peer().id(), KIND, Bytes.EMPTY).get())
            .getCause();
    return assertInstanceOf(StreamException.class, cause);
  }

  private String reason(Bytes block) {
    Throwable cause =
        assertThrows(ExecutionException.class, () -> network.broadcastBlock(block).get())
            .getCause();
    return assertInstanceOf(IOException.class, cause).getMessage();
  }

  private interface Body {
    void serve(PeerStream stream) throws StreamException;
  }

  private void serve(Body body) {
    pair.acceptor()
        .serve(
            KIND,
            new StreamProtocol() {
              @Override
              public String name() {
                return "test";
              }

              @Override
              public void serve(PeerStream stream) throws StreamException {
                body.serve(stream);
              }
            });
  }

  private static final Codec<Bytes> ALL =
      new Codec<>() {
        @Override
        public Bytes decode(JamReader in) {
          return Bytes.wrap(in.bytes((int) in.remaining()));
        }

        @Override
        public void encode(Bytes value, JamWriter out) {
          out.bytes(value);
        }
      };

  private static final class Power implements NetworkSwitch {
    private boolean on;

    @Override
    public void on() {
      on = true;
    }

    @Override
    public void off() {
      on = false;
    }

    @Override
    public boolean isOn() {
      return on;
    }
  }

  private static final class Threads implements Workers {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public Future<?> start(String name, Task task) {
      return executor.submit(
          () -> {
            task.run();
            return null;
          });
    }

    @Override
    public Future<?> startLater(String name, Duration pause, Task task) {
      return start(
          name,
          () -> {
            Thread.sleep(pause);
            task.run();
          });
    }

    @Override
    public Future<?> repeat(String name, Duration period, Task task) {
      throw new UnsupportedOperationException();
    }
  }
}
