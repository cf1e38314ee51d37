package io.tessera.protocol.ce129;

import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateRequest;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateRange;
import io.tessera.net.Fault;
import io.tessera.net.MessageWriter;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Workers;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Serves state requests from the states that the chain holds. */
@Component(service = StreamProtocol.class, configurationPid = StateRequestConfig.PID)
@Designate(ocd = StateRequestConfig.class)
@StreamKind(StateRequestProtocol.KIND)
public final class StateRequestProtocol implements StreamProtocol {
  static final int KIND = 129;

  /** Bytes of a boundary node. */
  static final int NODE_SIZE = 64;

  /** The sizes before the two messages: whoever counts them in finds the maximum kept as well. */
  private static final int MESSAGE_SIZES = 2 * Integer.BYTES;

  /** A range costs more to find than to ask for. */
  private static final int STREAMS_OF_A_PEER = 4;

  private final Chain chain;
  private final Workers workers;
  private final int maxBytes;
  private final Limits limits;

  /** Serves the states of a chain. */
  @Activate
  public StateRequestProtocol(
      @Reference Chain chain, @Reference Workers workers, StateRequestConfig config) {
    this(chain, workers, config.max__bytes(), Duration.ofSeconds(config.timeout__seconds()));
  }

  StateRequestProtocol(Chain chain, Workers workers, int maxBytes, Duration timeout) {
    this.chain = chain;
    this.workers = workers;
    this.maxBytes = maxBytes;
    limits = new Limits(StateRequest.SIZE, timeout, STREAMS_OF_A_PEER);
  }

  @Override
  public String name() {
    return "CE 129 state request";
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    StateRequest request = stream.read(StateRequest.CODEC);
    stream.readFin();
    StateRange range = range(state(request.block()), request);
    try (MessageWriter nodes = stream.beginWrite((long) NODE_SIZE * range.boundary().size())) {
      for (Bytes node : range.boundary()) {
        nodes.write(node);
      }
    }
    long size = range.items().stream().mapToLong(StateRange::encodedSize).sum();
    try (MessageWriter items = stream.beginWrite(size)) {
      for (KeyValue item : range.items()) {
        items.write(KeyValue.CODEC, item);
      }
    }
    stream.finish();
  }

  /** What is known in part has no root that proves anything to others. */
  private BlockState state(Hash block) throws StreamException {
    return chain
        .state(block)
        .filter(state -> state.knowledge() == StateKnowledge.COMPLETE)
        .orElseThrow(
            () ->
                new StreamException(
                    Fault.UNAVAILABLE, "no whole state of block " + block.toShortHex() + " here"));
  }

  private StateRange range(BlockState state, StateRequest request) throws StreamException {
    long most = Math.min(request.maximumSize(), maxBytes) - MESSAGE_SIZES;
    try {
      return workers.compute(() -> state.ranges().range(request.start(), request.end(), most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while the range was read", e);
    }
  }
}
