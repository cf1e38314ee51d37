package io.tessera.transport.quic;

import io.netty.util.collection.LongObjectMap;
import io.tessera.net.transport.Connection;
import java.lang.reflect.Field;
import java.util.concurrent.CompletableFuture;

/** Looks into the codec's table of streams. */
final class Table {
  private Table() {}

  /** Number of streams, after all that the event loop has to do now. */
  static int size(Connection connection) throws Exception {
    var channel = ((QuicConnection) connection).channel();
    Field field = channel.getClass().getDeclaredField("streams");
    field.setAccessible(true);
    CompletableFuture<Integer> size = new CompletableFuture<>();
    channel
        .eventLoop()
        .execute(
            () -> {
              try {
                size.complete(((LongObjectMap<?>) field.get(channel)).size());
              } catch (IllegalAccessException e) {
                size.completeExceptionally(e);
              }
            });
    return Node.get(size);
  }
}
