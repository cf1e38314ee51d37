package io.tessera.discovery.dht;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerListener;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks dialed peers for their node records, and tells its own: the way into the table. */
final class RecordProtocol implements StreamProtocol, PeerListener {
  /** Outside JAMNP-S's range; a node that does not know it resets the stream. */
  static final int KIND = 251;

  /** A message of all its bytes, of which a record has 300 at most. */
  private static final Codec<Bytes> RECORD =
      Codec.of(
          "node record",
          in -> Bytes.wrap(in.bytes((int) in.remaining())),
          (record, out) -> out.bytes(record));

  private static final Codec<Bytes> NOTHING =
      Codec.of("nothing", in -> Bytes.EMPTY, (nothing, out) -> {});

  private static final int MAX_SIZE = NodeRecord.MAX_ENCODED_SIZE;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Limits LIMITS = new Limits(MAX_SIZE, TIMEOUT, 1);
  private static final Logger LOG = LoggerFactory.getLogger(RecordProtocol.class);

  private final DhtNode node;
  private final Streams streams;
  private final Workers workers;

  RecordProtocol(DhtNode node, Streams streams, Workers workers) {
    this.node = node;
    this.streams = streams;
    this.workers = workers;
  }

  @Override
  public String name() {
    return "CE 251 DHT record";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    stream.read(NOTHING, 0);
    stream.readFin();
    stream.finish(RECORD, own());
  }

  /** Only the dialer asks: see the package's description. */
  @Override
  public void connected(Peer peer) {
    if (peer.initiator()) {
      Future<?> unused =
          workers.start("DHT record of " + peer.id().shortName(), () -> ask(peer.id()));
    }
  }

  private void ask(PeerId peer) {
    try (PeerStream stream = streams.open(peer, KIND, TIMEOUT)) {
      stream.finish(NOTHING, Bytes.EMPTY);
      take(peer, stream.read(RECORD, MAX_SIZE));
      stream.readFin();
    } catch (StreamException e) { // most nodes do not speak this
      LOG.debug("No DHT record of {}: {}", peer.shortName(), e.getMessage());
    }
  }

  private Bytes own() {
    return Records.ours(node.record().serialize());
  }

  /** A record that is not the peer's own may be anybody's whom it wants to have packets sent to. */
  private void take(PeerId peer, Bytes encoded) throws StreamException {
    try {
      if (!node.introduce(peer, encoded).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new StreamException(Fault.MISBEHAVED, "the DHT record is another node's");
      }
    } catch (ExecutionException e) {
      throw new StreamException(Fault.MALFORMED, e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new StreamException(Fault.UNAVAILABLE, "the DHT stops", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.UNAVAILABLE, "the DHT stops", e);
    }
  }
}
