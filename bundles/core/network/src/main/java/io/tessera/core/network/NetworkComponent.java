package io.tessera.core.network;

import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.Origin;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.NetworkService;
import io.tessera.net.NetworkSwitch;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerListener;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import io.tessera.net.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network service over the peer manager, the stream runtime and the chain. */
@Component(service = {NetworkService.class, PeerListener.class})
public final class NetworkComponent implements NetworkService, PeerListener {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkComponent.class);
  private static final int FIRST_EPHEMERAL = 128;
  private static final int LAST_KIND = 255;

  /** Longest exchange: a peer that sends a little from time to time could go on for half a day. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final NetworkSwitch power;
  private final Streams streams;
  private final Workers workers;
  private final Duration longest;
  private final List<PeerListener> listeners = new CopyOnWriteArrayList<>();

  /** Comes and goes with the network. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Peers peers;

  /** While the network is on. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile NodeKey key;

  /** Those that listen. */
  @Reference(policyOption = ReferencePolicyOption.GREEDY)
  volatile List<Transport> transports;

  /** There is none until one was configured. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Chain chain;

  /** A door to what there is. */
  @Activate
  public NetworkComponent(
      @Reference NetworkSwitch power, @Reference Streams streams, @Reference Workers workers) {
    this(power, streams, workers, LONGEST);
  }

  NetworkComponent(NetworkSwitch power, Streams streams, Workers workers, Duration longest) {
    this.longest = longest;
    this.power = power;
    this.streams = streams;
    this.workers = workers;
  }

  @Override
  public void start() {
    power.on();
  }

  @Override
  public void stop() {
    power.off();
  }

  @Override
  public boolean isStarted() {
    return power.isOn();
  }

  @Override
  public List<PeerAddress> addresses() {
    NodeKey self = key;
    List<Transport> now = transports;
    if (self == null || now == null) {
      return List.of();
    }
    return now.stream()
        .flatMap(transport -> transport.localAddresses().stream())
        .map(address -> PeerAddress.of(address, self.id()))
        .toList();
  }

  @Override
  public List<Peer> peers() {
    Peers now = peers;
    return now == null ? List.of() : now.connected();
  }

  @Override
  public CompletableFuture<Hash> broadcastBlock(Bytes block) {
    CompletableFuture<Hash> result = new CompletableFuture<>();
    var unused = run("broadcast", result, () -> imported(block));
    return result;
  }

  private Hash imported(Bytes bytes) throws IOException {
    Chain now = chain;
    if (now == null) {
      throw new IOException("the block cannot be imported: the node has no chain");
    }
    EncodedBlock block;
    try {
      block = EncodedBlock.codec(now.parameters()).decode(bytes.toByteArray());
    } catch (CodecException e) {
      throw new IOException(bytes.size() + " bytes are no block: " + e.getMessage(), e);
    }
    ImportResult result = now.importBlocks(List.of(block), new Origin(Optional.empty(), "program"));
    if (result.rejection().isPresent()) {
      ImportResult.Rejection rejection = result.rejection().get();
      throw new IOException(
          "block "
              + block.ref()
              + " is not accepted, "
              + rejection.reason()
              + ": "
              + rejection.detail());
    }
    return block.hash();
  }

  @Override
  public CompletableFuture<List<Bytes>> send(PeerId peer, int kind, List<Bytes> messages) {
    if (kind < FIRST_EPHEMERAL || kind > LAST_KIND || messages.isEmpty()) {
      throw new IllegalArgumentException(
          "send takes a stream kind from 128 to 255 and at least one message, not kind "
              + kind
              + " and "
              + messages.size()
              + " messages");
    }
    CompletableFuture<List<Bytes>> result = new CompletableFuture<>();
    Future<?> exchange = run("send", result, () -> Exchange.run(streams, peer, kind, messages));
    Future<?> limit = workers.startLater("send limit", longest, () -> end(exchange, result));
    return result.whenComplete((replies, failure) -> limit.cancel(true));
  }

  private void end(Future<?> exchange, CompletableFuture<?> result) {
    result.completeExceptionally(
        new StreamException(Fault.TIMEOUT, "the exchange is not over after " + longest));
    exchange.cancel(true);
  }

  private <T> Future<?> run(String name, CompletableFuture<T> result, Callable<T> work) {
    return workers.start(
        name,
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception e) { // whatever it is, the caller is told
            result.completeExceptionally(e);
          } finally {
            result.completeExceptionally(new IOException("the node stops"));
          }
        });
  }

  @Override
  public void addListener(PeerListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(PeerListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void connected(Peer peer) {
    tell(listener -> listener.connected(peer));
  }

  @Override
  public void disconnected(Peer peer, String reason) {
    tell(listener -> listener.disconnected(peer, reason));
  }

  /** A listener's failure is its own. */
  private void tell(Consumer<PeerListener> event) {
    for (PeerListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException failure) {
        LOG.error(
            "{} failed on a peer's event; the others are told",
            listener.getClass().getName(),
            failure);
      }
    }
  }
}
