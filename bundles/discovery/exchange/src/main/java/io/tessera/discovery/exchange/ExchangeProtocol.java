package io.tessera.discovery.exchange;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.PeerBook;
import io.tessera.net.PeerBook.Verdict;
import io.tessera.net.PeerRecord;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells peers that ask of peers that were reached lately. */
final class ExchangeProtocol implements StreamProtocol {
  static final int KIND = 250;

  /** Time between two answers to a peer, from the third on. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Limits LIMITS =
      new Limits(ExchangeRequest.MAX_SIZE, Duration.ofSeconds(5), 2);

  private final PeerBook book;
  private final Workers workers;
  private final Consumer<PeerId> speaks;
  private final AskLimit limit;

  /**
   * Hands on what the book says may be.
   *
   * @param speaks is told of each peer that asks properly
   */
  ExchangeProtocol(PeerBook book, Workers workers, Consumer<PeerId> speaks, LongSupplier nanoTime) {
    this.book = book;
    this.workers = workers;
    this.speaks = speaks;
    limit = new AskLimit(INTERVAL, nanoTime);
  }

  @Override
  public String name() {
    return "250 peer exchange";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    ExchangeRequest request = stream.read(ExchangeRequest.CODEC);
    stream.readFin();
    PeerId asker = stream.peer().id();
    if (request.own().isPresent() && !request.own().get().peer().equals(asker)) {
      throw new StreamException(Fault.MISBEHAVED, "another peer's record as its own");
    }
    if (!limit.admits(asker)) {
      throw new StreamException(
          Fault.REFUSED, "asked more often than every " + INTERVAL.toSeconds() + " s");
    }
    stream.write(answer(asker, request));
    stream.finish();
    speaks.accept(asker);
  }

  private Bytes answer(PeerId asker, ExchangeRequest request) throws StreamException {
    try {
      return workers.compute(
          () -> {
            learn(request.own());
            return encoded(records(asker, request.wanted()));
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while records were looked up", e);
    }
  }

  private void learn(Optional<PeerRecord> own) throws StreamException {
    if (own.isPresent() && book.offer(own.get(), ExchangeConfig.SOURCE) == Verdict.BAD_SIGNATURE) {
      throw new StreamException(Fault.MISBEHAVED, "its own record has a bad signature");
    }
  }

  private List<PeerRecord> records(PeerId asker, int wanted) {
    // One more, since the asker's own may be among them.
    return book.reachable(wanted + 1).stream()
        .filter(record -> !record.peer().equals(asker))
        .limit(wanted)
        .toList();
  }

  private static Bytes encoded(List<PeerRecord> records) {
    JamWriter out = new JamWriter();
    out.elements(PeerRecord.CODEC, records);
    return Bytes.wrap(out.toByteArray());
  }
}
