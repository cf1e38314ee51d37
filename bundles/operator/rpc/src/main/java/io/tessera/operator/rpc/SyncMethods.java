package io.tessera.operator.rpc;

import io.tessera.chain.Sync;
import io.tessera.net.Streams;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whether the node is synced. */
final class SyncMethods {
  private static final int BLOCK_ANNOUNCEMENT = 0;

  private final Node node;

  SyncMethods(Node node) {
    this.node = node;
  }

  /** {@code syncState}: a peer has one stream of UP 0. */
  Object state(Params none) throws RpcException {
    Streams streams = Node.require(node.streams, "streams");
    long peers =
        streams.protocols().stream()
            .filter(each -> each.kind() == BLOCK_ANNOUNCEMENT)
            .mapToLong(Streams.ProtocolInfo::active)
            .sum();
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("num_peers", peers);
    state.put("status", status());
    return state;
  }

  /** {@code subscribeSyncStatus}. */
  Watch watch(Params none) {
    return new Watch() {
      private String last = "";

      @Override
      public Optional<Object> poll() throws RpcException {
        String now = status();
        if (now.equals(last)) {
          return Optional.empty();
        }
        last = now;
        return Optional.of(now);
      }
    };
  }

  private String status() throws RpcException {
    Sync sync = Node.require(node.sync, "sync");
    return sync.status().state() == Sync.State.SYNCED ? "Completed" : "InProgress";
  }
}
