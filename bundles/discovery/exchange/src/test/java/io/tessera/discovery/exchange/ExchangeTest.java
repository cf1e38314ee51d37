package io.tessera.discovery.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerBook.Verdict;
import io.tessera.net.PeerRecord;
import io.tessera.net.PeerStream;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.testing.testkit.PeerPair;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both halves, over a connection in memory. */
@Timeout(30)
class ExchangeTest {
  private static final Exchange.Settings SETTINGS =
      new Exchange.Settings(Duration.ofSeconds(300), Duration.ofSeconds(15), 2);

  private final PeerPair pair = new PeerPair();
  private final Side dialer = new Side(pair.initiator());
  private final Side listener = new Side(pair.acceptor());

  /** One of the two nodes. */
  private final class Side {
    final FakeBook book = new FakeBook();
    final PeerPair.End end;
    final Exchange exchange;
    final ExchangeProtocol protocol;
    List<Peer> connected;

    Side(PeerPair.End end) {
      this.end = end;
      connected = List.of(end.other());
      book.own = Optional.of(Golden.decoded(end.node().id().key().get(0)));
      exchange =
          new Exchange(
              peers(),
              book,
              end.node(),
              end.node().streams(),
              Golden.workers(),
              SETTINGS,
              pair.clock()::nanoTime,
              new Random(3));
      protocol = new ExchangeProtocol(book, Golden.workers(), peer -> {}, pair.clock()::nanoTime);
    }

    private Peers peers() {
      return (Peers)
          Proxy.newProxyInstance(
              ExchangeTest.class.getClassLoader(),
              new Class<?>[] {Peers.class},
              (self, method, arguments) -> {
                assertEquals("connected", method.getName());
                return connected;
              });
    }

    /** Lets rounds go by until so many answers, or resets, have come. */
    void ask(String status) {
      while (!exchange.status().contains(status)) {
        step();
      }
    }

    /** A round; time passes while nobody waits for an answer. */
    void step() {
      exchange.round();
      if (exchange.asking() == 0) {
        pair.advance(Duration.ofMillis(500));
      }
      Thread.onSpinWait();
    }

    PeerId other() {
      return end.other().id();
    }
  }

  @AfterEach
  void close() {
    pair.close();
  }

  private static void await(Runnable step, BooleanSupplier there) {
    while (!there.getAsBoolean()) {
      step.run();
      Thread.onSpinWait();
    }
  }

  @Test
  void takesOtherIntervalsWhileItRuns() {
    assertTrue(dialer.exchange.status().contains("every 15 s"), "few peers");
    dialer.exchange.configure(
        new Exchange.Settings(Duration.ofSeconds(200), Duration.ofSeconds(20), 1));
    assertTrue(dialer.exchange.status().contains("every 200 s"), "one is not few any more");
  }

  @Test
  void eachLearnsOfTheOtherAndOfWhomItKnows() {
    listener.end.serve(250, listener.protocol);
    listener.book.reachable.addAll(List.of(Golden.decoded(0x31), Golden.decoded(0x32)));
    dialer.ask("1 answers");
    await(() -> {}, () -> dialer.exchange.found() == 2);
    assertEquals(List.of(Golden.decoded(0x31), Golden.decoded(0x32)), dialer.book.offered);
    assertEquals(List.of(dialer.book.own.get()), listener.book.offered);
  }

  @Test
  void whatIsNotNewIsNotFound() {
    listener.end.serve(250, listener.protocol);
    listener.book.reachable.addAll(List.of(Golden.decoded(0x31), Golden.decoded(0x32)));
    dialer.book.verdict =
        record -> record.equals(Golden.decoded(0x31)) ? Verdict.KNOWN : Verdict.NEW;
    dialer.ask("1 answers");
    await(() -> {}, () -> dialer.book.offered.size() == 2 && dialer.exchange.found() == 1);
    assertTrue(dialer.end.node().misbehaviourOf(dialer.other()).isEmpty());
  }

  @Test
  void whoHandsOnABadSignatureMisbehaves() {
    listener.end.serve(250, listener.protocol);
    listener.book.reachable.add(Golden.decoded(0x31));
    for (Verdict bad : List.of(Verdict.BAD_SIGNATURE, Verdict.OTHER_CHAIN)) {
      int before = dialer.end.node().misbehaviourOf(dialer.other()).size();
      dialer.book.verdict = record -> bad;
      dialer.ask((before + 1) + " answers");
      await(() -> {}, () -> dialer.end.node().misbehaviourOf(dialer.other()).size() > before);
    }
  }

  @Test
  void aPeerThatDoesNotSpeakItIsNotAskedAgain() {
    dialer.ask("1 do not speak it");
    listener.end.serve(250, listener.protocol);
    for (int i = 0; i < 2_000; i++) {
      dialer.exchange.round();
      pair.advance(Duration.ofSeconds(1));
    }
    assertTrue(dialer.exchange.status().contains("asks 0 peers"), dialer.exchange.status());
    assertTrue(dialer.exchange.status().contains(" 0 answers"), dialer.exchange.status());
  }

  @Test
  void fewPeersAreAskedMoreOften() {
    assertTrue(dialer.exchange.status().contains("every 15 s"));
    dialer.connected = List.of(dialer.end.other(), listener.end.other());
    assertTrue(dialer.exchange.status().contains("every 300 s"));
  }

  @Test
  void moreRecordsThanAskedForAreMisbehaviourAndNoneIsTaken() throws Exception {
    PeerRecord record = Golden.decoded(0x31);
    listener.end.serve(
        250,
        new StreamProtocol() {
          @Override
          public String name() {
            return "too much";
          }

          @Override
          public void serve(PeerStream stream) throws StreamException {
            stream.read(ExchangeRequest.CODEC);
            stream.readFin();
            var out = new JamWriter();
            out.elements(PeerRecord.CODEC, Collections.nCopies(33, record));
            stream.write(Bytes.wrap(out.toByteArray()));
            stream.finish();
          }
        });
    await(dialer::step, () -> !dialer.end.node().misbehaviourOf(dialer.other()).isEmpty());
    assertEquals(List.of(), dialer.book.offered);
  }
}
