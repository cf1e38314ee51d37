package io.tessera.testing.bench;

import io.netty.incubator.codec.quic.QuicChannel;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Peer;
import io.tessera.net.transport.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The node against bare Netty QUIC on loopback, both ends of each in this JVM. The two take turns,
 * and the median of the turns' ratios is what to quote: machines differ and drift, ratios less.
 */
final class NetworkBench {
  private static final int ROUNDS = 5;

  /** For each figure: by then the compiler has done its work, also on a busy machine. */
  private static final double WARM_UP_SECONDS = 30;

  private static final long TRANSFER = 128L << 20;
  private static final int STREAMS = 24_000;
  private static final int IN_FLIGHT = 64;
  private static final int HANDSHAKES = 320;

  private NetworkBench() {}

  static void run() throws Exception {
    try (BareQuic bare = new BareQuic();
        BenchNode server = new BenchNode(0, Hash.ZERO);
        BenchNode client = new BenchNode(1, Hash.ZERO)) {
      server.serve(Transfer.KIND, new Transfer());
      QuicChannel channel = bare.connect();
      Peer peer = client.connect(server);
      compare(
          "one stream of 128 MiB",
          "MB/s",
          TRANSFER / 1e6,
          () -> BareQuic.transfer(channel, TRANSFER),
          () -> Transfer.ask(client.runtime(), peer.id(), TRANSFER));
      compare(
          "40 B -> 300 B, 1 in flight",
          "streams/s",
          STREAMS / 8,
          () -> BareQuic.streams(channel, STREAMS / 8, 1),
          () -> exchanges(client, peer, STREAMS / 8, 1));
      compare(
          "40 B -> 300 B, 64 in flight",
          "streams/s",
          STREAMS,
          () -> BareQuic.streams(channel, STREAMS, IN_FLIGHT),
          () -> exchanges(client, peer, STREAMS, IN_FLIGHT));
      compare(
          "handshakes, one at a time",
          "/s",
          HANDSHAKES,
          () -> bareHandshakes(bare, HANDSHAKES, 1),
          () -> handshakes(client, server, HANDSHAKES, 1));
      compare(
          "handshakes, 16 at once",
          "/s",
          HANDSHAKES,
          () -> bareHandshakes(bare, HANDSHAKES, 16),
          () -> handshakes(client, server, HANDSHAKES, 16));
    }
  }

  private static void exchanges(BenchNode client, Peer peer, int total, int inFlight)
      throws Exception {
    AtomicInteger left = new AtomicInteger(total);
    List<Callable<Void>> loops = new ArrayList<>();
    for (int i = 0; i < inFlight; i++) {
      loops.add(
          () -> {
            while (left.getAndDecrement() > 0) {
              Transfer.ask(client.runtime(), peer.id(), 296);
            }
            return null;
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> loop : threads.invokeAll(loops)) {
        loop.get();
      }
    }
  }

  private static void bareHandshakes(BareQuic bare, int total, int atOnce) throws Exception {
    for (int i = 0; i < total; i += atOnce) {
      List<Future<QuicChannel>> dials = new ArrayList<>();
      for (int j = 0; j < atOnce; j++) {
        dials.add(bare.connectLater());
      }
      for (Future<QuicChannel> dial : dials) {
        var unused = dial.get().close();
      }
    }
  }

  private static void handshakes(BenchNode client, BenchNode server, int total, int atOnce)
      throws Exception {
    for (int i = 0; i < total; i += atOnce) {
      List<Future<Connection>> dials = new ArrayList<>();
      for (int j = 0; j < atOnce; j++) {
        dials.add(client.dial(server));
      }
      for (Future<Connection> dial : dials) {
        dial.get().close(0, "bench");
      }
    }
  }

  private static void compare(String name, String unit, double amount, Work bare, Work node)
      throws Exception {
    List<Double> bareRates = new ArrayList<>();
    List<Double> nodeRates = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (double spent = 0; spent < WARM_UP_SECONDS; ) {
      spent += Figures.seconds(bare) + Figures.seconds(node);
    }
    for (int round = 0; round < ROUNDS; round++) {
      double bareRate = amount / Figures.seconds(bare);
      double nodeRate = amount / Figures.seconds(node);
      bareRates.add(bareRate);
      nodeRates.add(nodeRate);
      ratios.add(nodeRate / bareRate);
    }
    System.out.printf(
        "%-28s bare %,9.0f  node %,9.0f %-10s ratio %.2f (%.2f to %.2f)%n",
        name,
        Figures.median(bareRates),
        Figures.median(nodeRates),
        unit,
        Figures.median(ratios),
        ratios.stream().min(Double::compare).orElseThrow(),
        ratios.stream().max(Double::compare).orElseThrow());
  }
}
