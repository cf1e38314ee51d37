package io.tessera.operator.rpc;

import io.tessera.chain.BlockState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.RecentBlock;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.TestState;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A node of fakes with the methods on it, without a socket. */
final class Bed implements AutoCloseable {
  static final ProtocolParameters TINY = ProtocolParameters.TINY;

  /** Generous bounds. */
  static final Limits LIMITS =
      new Limits(4, 64 * 1024, 2, 4, 3, Duration.ofSeconds(20), Duration.ofSeconds(20), List.of());

  /** Who cannot subscribe. */
  static final Subscriber NOBODY = new Nobody();

  final ChainBuilder builder = ChainBuilder.tiny(7);
  final List<EncodedBlock> blocks = builder.chain(6);
  final MemoryChain chain = new MemoryChain(builder, 2);
  final BundleWorkers workers = new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(5));
  final Node node = new Node(workers);
  final RecentReports reports = new RecentReports(300);
  final Map<String, Method> methods = Methods.of(node, reports);
  final Dispatcher dispatcher = new Dispatcher(methods, LIMITS.batch());

  /** A chain of six blocks, of which the last but two is final, and no states. */
  Bed() {
    node.chain = chain;
    chain.importBlocks(blocks, Origin.FILE);
  }

  EncodedBlock head() {
    return blocks.getLast();
  }

  /** Lets this be all of the state after a block. */
  void know(EncodedBlock block, StateTrie state) {
    chain.know(block.hash(), BlockState.of(StateKnowledge.COMPLETE, state));
  }

  /** A state with what the chain's methods look at, after the head. */
  StateTrie state() {
    List<ValidatorData> validators = TestState.validators(0, TINY.validators());
    RecentBlock recent = new RecentBlock(head().hash(), hash(0xbe), Hash.ZERO, List.of());
    StateTrie state =
        StateTrie.EMPTY.put(StateComponent.STATISTICS.key(), Bytes.fromHex("00112233"));
    state = with(state, StateComponent.SLOT, head().ref().slot());
    state = with(state, StateComponent.ACTIVE_SET, validators);
    state = with(state, StateComponent.PREVIOUS_SET, TestState.validators(6, TINY.validators()));
    return with(
        state, StateComponent.RECENT_HISTORY, new RecentHistory(List.of(recent), List.of()));
  }

  static <T> StateTrie with(StateTrie state, StateComponent<T> component, T value) {
    return state.put(component.key(), Bytes.wrap(component.codec(TINY).encode(value)));
  }

  static StateTrie with(StateTrie state, StateKey key, String hex) {
    return state.put(key, Bytes.fromHex(hex));
  }

  /** 32 times a byte. */
  static Hash hash(int fill) {
    return Hash.fromHex("%02x".formatted(fill).repeat(Hash.SIZE));
  }

  /** As RFC 4648 says, by the JDK: in quotes. */
  static String base64(Bytes bytes) {
    return '"' + Base64.getEncoder().encodeToString(bytes.toByteArray()) + '"';
  }

  static String block(EncodedBlock block) {
    return "{\"header_hash\":" + base64(block.hash()) + ",\"slot\":" + block.ref().slot() + "}";
  }

  /** What a request with id 1 is answered with. */
  String ask(String method, Object... params) throws InterruptedException {
    return answer(request(method, params));
  }

  /** A request with id 1; the arguments are JSON. */
  static String request(String method, Object... params) {
    List<String> texts = java.util.Arrays.stream(params).map(Object::toString).toList();
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
        + method
        + "\",\"params\":["
        + String.join(",", texts)
        + "]}";
  }

  /** The answer with a result to a request with id 1. */
  static String result(String json) {
    return "{\"jsonrpc\":\"2.0\",\"result\":" + json + ",\"id\":1}";
  }

  /** The beginning of an answer with an error to a request with id 1. */
  static String error(int code, String message) {
    return "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":" + code + ",\"message\":\"" + message;
  }

  /** What a message is answered with; empty for nothing. */
  String answer(String message) throws InterruptedException {
    return dispatcher.answer(message, NOBODY).orElse("");
  }

  @Override
  public void close() {
    workers.close();
  }

  private static final class Nobody implements Subscriber {
    @Override
    public long subscribe(String method, Watch watch) {
      throw new AssertionError("a subscription");
    }

    @Override
    public boolean unsubscribe(String method, long id) {
      return false;
    }

    @Override
    public boolean hold(String answer) {
      return true;
    }
  }
}
