package io.tessera.protocol.ce129;

import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateRequest;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.lib.merkle.StateProof;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks a peer for a range of a state, and proves what comes before anybody sees it. */
@Component(service = StateFetcher.class, configurationPid = StateRequestConfig.PID)
public final class PeerStateFetcher implements StateFetcher {
  private static final Codec<Bytes> NODE =
      Codec.of(
          "boundary node",
          in -> Bytes.wrap(in.bytes(StateRequestProtocol.NODE_SIZE)),
          (node, out) -> out.bytes(node));

  /** A message's size is written in 32 bits. */
  private static final long LARGEST_MESSAGE = 0xffff_ffffL;

  /** A whole path, and some value. */
  private static final long LARGEST_PATH = 64 * 1024;

  /** Most bytes of a length. */
  private static final int NATURAL = 9;

  private final Streams streams;
  private final Workers workers;
  private final int maxItem;
  private final Duration timeout;

  /** Asks through the streams given. */
  @Activate
  public PeerStateFetcher(
      @Reference Streams streams, @Reference Workers workers, StateRequestConfig config) {
    this(
        streams,
        workers,
        config.max__value__bytes(),
        Duration.ofSeconds(config.timeout__seconds()));
  }

  PeerStateFetcher(Streams streams, Workers workers, int maxValue, Duration timeout) {
    this.streams = streams;
    this.workers = workers;
    maxItem = Math.addExact(maxValue, StateKey.SIZE + NATURAL);
    this.timeout = timeout;
  }

  /** What a peer answers, proved. */
  private record Answer(List<Bytes> boundary, ProvedItems items) {}

  @Override
  public ProvedItems fetch(PeerId peer, StateRequest request, Hash root) throws StreamException {
    return ask(peer, request, root).items();
  }

  /** A range of one key has no boundary but the path to it. */
  @Override
  public List<Bytes> path(PeerId peer, Hash block, StateKey key, Hash root) throws StreamException {
    return ask(peer, StateRequest.of(block, key, LARGEST_PATH), root).boundary();
  }

  private Answer ask(PeerId peer, StateRequest request, Hash root) throws StreamException {
    try (PeerStream stream = streams.open(peer, StateRequestProtocol.KIND, timeout)) {
      stream.finish(StateRequest.CODEC, request);
      List<Bytes> boundary = readNodes(stream);
      long left = request.maximumSize() - (long) boundary.size() * StateRequestProtocol.NODE_SIZE;
      List<KeyValue> items = readItems(stream, left);
      stream.readFin();
      return new Answer(boundary, proved(request, root, boundary, items));
    }
  }

  private static List<Bytes> readNodes(PeerStream stream) throws StreamException {
    MessageReader message =
        stream.beginRead((long) StateProof.MOST_NODES * StateRequestProtocol.NODE_SIZE);
    List<Bytes> nodes = new ArrayList<>();
    while (message.hasNext()) {
      nodes.add(message.next(NODE, StateRequestProtocol.NODE_SIZE));
    }
    return nodes;
  }

  /** A single item may be larger than what is left of the size asked for, several may not. */
  private List<KeyValue> readItems(PeerStream stream, long left) throws StreamException {
    MessageReader message = stream.beginRead(Math.min(LARGEST_MESSAGE, Math.max(left, maxItem)));
    List<KeyValue> items = new ArrayList<>();
    while (message.hasNext()) {
      items.add(message.next(KeyValue.CODEC, maxItem));
      if (message.hasNext() && message.size() > left) {
        throw new StreamException(Fault.MISBEHAVED, "more bytes than were asked for");
      }
    }
    return items;
  }

  private ProvedItems proved(
      StateRequest request, Hash root, List<Bytes> boundary, List<KeyValue> items)
      throws StreamException {
    if (!items.isEmpty() && items.getLast().key().compareTo(request.end()) > 0) {
      throw new StreamException(Fault.MISBEHAVED, "an item behind the end of the range");
    }
    try {
      var next =
          workers.compute(() -> StateProof.verifyRange(root, request.start(), items, boundary));
      return new ProvedItems(items, next.filter(key -> key.compareTo(request.end()) <= 0));
    } catch (InvalidProofException e) {
      throw new StreamException(Fault.MISBEHAVED, e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while the proof was checked", e);
    }
  }
}
