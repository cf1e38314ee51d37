package io.tessera.operator.rpc;

import io.tessera.chain.BlockRef;
import io.tessera.chain.PreimagePool;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.PreimageStatus;
import io.tessera.lib.codec.state.StateKeys;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.ServiceKeys;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What services have in the state, and what they ask for. */
final class ServiceMethods {
  /** More services than these are not listed: JIP-2 calls the list a best effort. */
  private static final int MOST_LISTED = 65_536;

  private static final int ACCOUNTS = 255;

  private final Node node;
  private final StateReader states;

  ServiceMethods(Node node, StateReader states) {
    this.node = node;
    this.states = states;
  }

  /**
   * Something of a service: which key it has, by the arguments from one on, and how it is shown.
   */
  enum Item {
    /** {@code serviceData}: id. */
    DATA(1),
    /** {@code serviceValue}: id, key. */
    VALUE(2),
    /** {@code servicePreimage}: id, hash. */
    PREIMAGE(2),
    /** {@code serviceRequest}: id, hash, len. */
    REQUEST(3);

    /** How many arguments name it. */
    private final int arguments;

    Item(int arguments) {
      this.arguments = arguments;
    }

    private Supplier<StateKey> key(Params params, int first) throws RpcException {
      long service = params.u32(first);
      return switch (this) {
        case DATA -> () -> StateKeys.account(service);
        case VALUE -> {
          Bytes key = params.blob(first + 1);
          yield () -> ServiceKeys.storage(service, key);
        }
        case PREIMAGE -> {
          Hash hash = params.hash(first + 1);
          yield () -> ServiceKeys.preimage(service, hash);
        }
        case REQUEST -> {
          Hash hash = params.hash(first + 1);
          long length = params.u32(first + 2);
          yield () -> ServiceKeys.request(service, hash, length);
        }
      };
    }

    private Function<Bytes, Object> shown() {
      return this == REQUEST ? ServiceMethods::slots : Values::base64;
    }
  }

  /** A method about an item: block, then what names the item. */
  Object item(Item item, Params params) throws RpcException, InterruptedException {
    Hash block = params.hash(0);
    return shown(item, states.value(block, item.key(params, 1)));
  }

  /** A subscription to an item: what names it, then whether finalized blocks count only. */
  Watch watch(Item item, Params params) throws RpcException {
    Supplier<StateKey> key = item.key(params, 0);
    return new StateWatch<>(
        node,
        params.bool(item.arguments),
        new StateWatch.Query<Optional<Bytes>>() {
          @Override
          public Optional<Bytes> at(BlockRef block) throws RpcException, InterruptedException {
            return states.value(block.hash(), key);
          }

          @Override
          public Object shown(Optional<Bytes> value) {
            return ServiceMethods.shown(item, value);
          }
        });
  }

  private static Object shown(Item item, Optional<Bytes> value) {
    return value.map(item.shown()).orElse(null);
  }

  /** A request's slots; the state has at most three. */
  private static Object slots(Bytes encoded) {
    try {
      return PreimageStatus.CODEC.decode(encoded.toByteArray()).slots();
    } catch (CodecException e) {
      throw new IllegalStateException("the state has a request that is none", e);
    }
  }

  /** {@code listServices}: by their accounts, which stand among items of some services. */
  Object listServices(Params params) throws RpcException, InterruptedException {
    byte[] first = new byte[StateKey.SIZE];
    first[0] = (byte) ACCOUNTS;
    byte[] last = new byte[StateKey.SIZE];
    Arrays.fill(last, (byte) 0xff);
    return states
        .range(
            params.hash(0),
            StateKey.wrap(first),
            StateKey.wrap(last),
            ServiceMethods::isAccount,
            MOST_LISTED)
        .stream()
        .map(item -> service(item.key()))
        .sorted()
        .toList();
  }

  private static boolean isAccount(KeyValue item) {
    return item.key().equals(StateKeys.account(service(item.key())));
  }

  private static long service(StateKey account) {
    long service = 0;
    for (int i = 3; i >= 0; i--) {
      service = service << 8 | account.get(1 + 2 * i);
    }
    return service;
  }

  /** {@code submitPreimage}. */
  Object submitPreimage(Params params) throws RpcException, InterruptedException {
    long service = params.u32(0);
    Bytes blob = params.blob(1);
    PreimagePool pool = Node.require(node.preimages, "pool of preimages");
    if (!pool.offer(new Preimage(service, blob), Optional.empty())) {
      throw RpcException.other(
          "service "
              + service
              + " does not ask for these "
              + blob.size()
              + " bytes in the head's state, or they are held already, or the pool is full");
    }
    return null;
  }
}
