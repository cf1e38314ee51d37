package io.tessera.operator.rpc;

import static io.tessera.operator.rpc.Bed.base64;
import static io.tessera.operator.rpc.Bed.block;
import static io.tessera.operator.rpc.Bed.error;
import static io.tessera.operator.rpc.Bed.request;
import static io.tessera.operator.rpc.Bed.result;
import static io.tessera.operator.rpc.Bed.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.Sync;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.StateKeys;
import io.tessera.lib.merkle.StateTrie;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection in memory: requests at once, and subscriptions over time. */
class SessionTest {
  private static final int UNREAD = 1_000;

  private final Bed bed = new Bed();
  private final Recorder client = new Recorder();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Session session =
      new Session(
          client,
          bed.dispatcher,
          Bed.LIMITS,
          bed.workers,
          new AtomicLong(),
          new Unread(UNREAD),
          over -> ended.countDown());

  /** What was sent, and the last word about reading. */
  private static final class Recorder implements Client {
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(1_000);
    private final Semaphore told = new Semaphore(0);
    private volatile boolean reading = true;
    private volatile boolean gone;

    @Override
    public void send(String text) throws IOException, InterruptedException {
      room.acquire();
      if (gone) {
        throw new IOException("gone");
      }
      sent.add(text);
    }

    @Override
    public void read(boolean on) {
      reading = on;
      told.release();
    }

    void awaitReading() throws InterruptedException {
      while (!reading) {
        assertTrue(told.tryAcquire(10, TimeUnit.SECONDS), "is read from again");
      }
    }

    String next() throws InterruptedException {
      String next = sent.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing is sent");
      }
      return next;
    }
  }

  @AfterEach
  void close() {
    session.close();
    bed.close();
  }

  private void grow(EncodedBlock block) {
    bed.chain.importBlocks(List.of(block), Origin.FILE);
    session.changed();
  }

  private static String told(String method, long subscription, String result) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\""
        + method
        + "\",\"params\":{\"subscription\":"
        + subscription
        + ",\"result\":"
        + result
        + "}}";
  }

  private static String update(EncodedBlock block, String value) {
    String descriptor = block(block);
    return descriptor.substring(0, descriptor.length() - 1) + ",\"value\":" + value + "}";
  }

  @Test
  void headsFromTheSubscriptionToItsEnd() throws Exception {
    session.received(request("subscribeBestBlock"));
    assertEquals(result("1"), client.next());
    assertEquals(told("subscribeBestBlock", 1, block(bed.head())), client.next());
    session.received(request("subscribeFinalizedBlock"));
    assertEquals(result("2"), client.next());
    assertEquals(told("subscribeFinalizedBlock", 2, block(bed.blocks.get(3))), client.next());

    EncodedBlock seventh = bed.builder.child(bed.head().ref(), 7);
    grow(seventh);
    assertEquals(told("subscribeBestBlock", 1, block(seventh)), client.next());
    assertEquals(told("subscribeFinalizedBlock", 2, block(bed.blocks.get(4))), client.next());
    session.changed(); // nothing is

    session.received(request("unsubscribeFinalizedBlock", 1));
    assertEquals(result("false"), client.next(), "another method began it");
    session.received(request("unsubscribeBestBlock", 1));
    assertEquals(result("true"), client.next());
    session.received(request("unsubscribeBestBlock", 1));
    assertEquals(result("false"), client.next());
    grow(bed.builder.child(seventh.ref(), 8));
    assertEquals(told("subscribeFinalizedBlock", 2, block(bed.blocks.get(5))), client.next());
    assertTrue(client.sent.isEmpty());
  }

  @Test
  void valuesWhenTheyChange() throws Exception {
    String service = "7";
    StateTrie state = with(bed.state(), StateKeys.account(7), "aa");
    bed.know(bed.head(), state);
    session.received(request("subscribeServiceData", service, "false"));
    assertEquals(result("1"), client.next());
    assertEquals(told("subscribeServiceData", 1, update(bed.head(), "\"qg==\"")), client.next());

    // Is told of heads after the value was looked at.
    session.received(request("subscribeBestBlock"));
    assertEquals(result("2"), client.next());
    assertEquals(told("subscribeBestBlock", 2, block(bed.head())), client.next());

    EncodedBlock same = bed.builder.child(bed.head().ref(), 7);
    bed.know(same, with(state, StateComponent.SLOT, 7L));
    grow(same);
    assertEquals(told("subscribeBestBlock", 2, block(same)), client.next(), "no news of the value");
    session.received(request("unsubscribeBestBlock", 2));
    assertEquals(result("true"), client.next());
    EncodedBlock unknown = bed.builder.child(same.ref(), 8);
    grow(unknown);
    String error = client.next();
    assertTrue(
        error.startsWith(
            "{\"jsonrpc\":\"2.0\",\"method\":\"subscribeServiceData\",\"params\":{\"subscription\":1,"
                + "\"error\":\"Block unavailable: "),
        error);
    session.changed(); // the same failure is not told again
    EncodedBlock gone = bed.builder.child(unknown.ref(), 9);
    bed.know(gone, bed.state());
    grow(gone);
    assertEquals(told("subscribeServiceData", 1, update(gone, "null")), client.next());
  }

  @Test
  void finalizedValuesAreThoseOfFinalizedBlocks() throws Exception {
    bed.know(bed.head(), bed.state());
    EncodedBlock finalized = bed.blocks.get(3);
    bed.know(finalized, with(bed.state(), StateComponent.STATISTICS.key(), "01"));
    session.received(request("subscribeStatistics", true));
    assertEquals(result("1"), client.next());
    assertEquals(told("subscribeStatistics", 1, update(finalized, "\"AQ==\"")), client.next());
    bed.know(bed.blocks.get(4), with(bed.state(), StateComponent.STATISTICS.key(), "02"));
    grow(bed.builder.child(bed.head().ref(), 7));
    assertEquals(
        told("subscribeStatistics", 1, update(bed.blocks.get(4), "\"Ag==\"")), client.next());
  }

  @Test
  void aPackagesStatusIsFollowed() throws Exception {
    String anchor = base64(bed.head().hash());
    session.received(request("subscribeWorkPackageStatus", anchor, anchor, false));
    assertEquals(result("1"), client.next());
    String reportable = "{\"Reportable\":{\"remaining_blocks\":%d}}";
    assertEquals(
        told("subscribeWorkPackageStatus", 1, update(bed.head(), reportable.formatted(8))),
        client.next());
    EncodedBlock next = bed.builder.child(bed.head().ref(), 7, Extrinsic.EMPTY);
    grow(next);
    assertEquals(
        told("subscribeWorkPackageStatus", 1, update(next, reportable.formatted(7))),
        client.next());
  }

  @Test
  void syncStatusIsTheLastWord() throws Exception {
    bed.node.sync = new MethodsTest.Syncing(Sync.State.SYNCING);
    session.received(request("subscribeSyncStatus"));
    assertEquals(result("1"), client.next());
    assertEquals(told("subscribeSyncStatus", 1, "\"InProgress\""), client.next());
    bed.node.sync = new MethodsTest.Syncing(Sync.State.SYNCED);
    session.changed();
    assertEquals(told("subscribeSyncStatus", 1, "\"Completed\""), client.next());
  }

  @Test
  void aBatchSubscribesOnceItIsAnswered() throws Exception {
    String one = request("subscribeBestBlock");
    session.received("[" + one + "," + one + "," + one + "," + one + "]");
    String answer = client.next();
    String full =
        error(
            0,
            "this connection has 3 subscriptions (max_subscriptions); end one first\"},\"id\":1}");
    assertEquals(
        "[" + result("1") + "," + result("2") + "," + result("3") + "," + full + "]", answer);
    for (int i = 1; i <= 3; i++) {
      assertEquals(told("subscribeBestBlock", i, block(bed.head())), client.next());
    }
    session.received(request("unsubscribeBestBlock", 2));
    assertEquals(result("true"), client.next());
    assertEquals(2, session.subscriptions());
  }

  /** Two of a client's requests are worked on, one waits, and no more is read. */
  @Test
  void requestsAtOnceAreBounded() throws Exception {
    client.room.drainPermits();
    String one = request("bestBlock");
    session.received(one);
    session.received(one);
    assertTrue(client.reading);
    session.received(one);
    assertTrue(!client.reading, "not read from");
    client.room.release(3);
    for (int i = 0; i < 3; i++) {
      assertEquals(result(block(bed.head())), client.next());
    }
    assertTrue(client.reading, "read from again, before the last was taken up");
  }

  /** A message and another are worked on; together they are half of the largest. */
  @Test
  void bytesAtOnceAreBounded() throws Exception {
    client.room.drainPermits();
    String small = request("bestBlock");
    String large = request("bestBlock") + " ".repeat(Bed.LIMITS.message() / 2 - 2 * small.length());
    session.received(large);
    assertTrue(client.reading);
    session.received(small);
    assertTrue(!client.reading, "not read from");
    client.room.release(2);
    assertEquals(result(block(bed.head())), client.next());
    assertEquals(result(block(bed.head())), client.next());
    client.awaitReading();
  }

  /** Who reads nothing is told so, and others too, until something is read. */
  @Test
  void answersThatAreNotReadAreBounded() throws Exception {
    client.room.drainPermits();
    String large = "ab".repeat(UNREAD / 2);
    bed.know(bed.head(), with(bed.state(), StateComponent.STATISTICS.key(), large));
    String statistics = request("statistics", base64(bed.head().hash()));
    session.received("[" + statistics + "," + statistics + "]");
    client.room.release(1);
    String answers = client.next();
    String full = "clients have too many answers to read already; read, and ask again";
    assertTrue(answers.contains("\"result\":\"q6ur"), answers);
    assertTrue(answers.endsWith(error(0, full) + "\"},\"id\":1}]"), answers);
    client.room.release(1);
    session.received(statistics);
    assertTrue(client.next().startsWith("{\"jsonrpc\":\"2.0\",\"result\":"), "one was read");
  }

  /** Who has gone, or reads nothing, is given up with all that is under way. */
  @Test
  void nothingIsLeftOfAClientThatHasGone() throws Exception {
    session.received(request("subscribeBestBlock"));
    client.next();
    client.next();
    client.gone = true;
    grow(bed.builder.child(bed.head().ref(), 7));
    assertTrue(ended.await(10, TimeUnit.SECONDS));
    assertEquals(0, session.subscriptions());
    session.received(request("bestBlock"));
    assertTrue(client.sent.isEmpty());
  }

  @Test
  void closingInterruptsWhatWaits() throws Exception {
    client.room.drainPermits();
    session.received(request("bestBlock"));
    session.received(request("subscribeBestBlock"));
    session.close();
    bed.workers.close(); // waits for its threads, and says so when one stays
    client.room.release(10);
    assertTrue(client.sent.isEmpty());
  }
}
