package io.tessera.discovery.exchange;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerRecord;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks one peer for records. Nothing of them is believed yet. */
final class Asker {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Streams streams;

  Asker(Streams streams) {
    this.streams = streams;
  }

  /**
   * What the peer tells.
   *
   * @param own this node's own record, for the peer to learn
   * @throws StreamException RESET when the peer does not speak this; MISBEHAVED when it sends more
   *     than was asked for
   */
  List<PeerRecord> ask(PeerId peer, int wanted, Optional<PeerRecord> own) throws StreamException {
    try (PeerStream stream = streams.open(peer, ExchangeProtocol.KIND, TIMEOUT)) {
      stream.finish(ExchangeRequest.CODEC, new ExchangeRequest(wanted, own));
      List<PeerRecord> records = read(stream, wanted);
      stream.readFin();
      return records;
    }
  }

  private static List<PeerRecord> read(PeerStream stream, int wanted) throws StreamException {
    MessageReader message = stream.beginRead((long) ExchangeRequest.MOST * PeerRecord.MAX_SIZE);
    List<PeerRecord> records = new ArrayList<>();
    while (message.hasNext()) {
      if (records.size() == wanted) {
        throw new StreamException(
            Fault.MISBEHAVED, "more records than the " + wanted + " asked for");
      }
      records.add(message.next(PeerRecord.CODEC, PeerRecord.MAX_SIZE));
    }
    return records;
  }
}
