package io.tessera.transport.quic;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Turns hosts into addresses: literals at once, DNS names on a thread of its own. */
final class Names {
  private static final int MAX_WAITING = 256;

  private final ThreadPoolExecutor executor;

  Names() {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "tessera-quic-dns");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  CompletableFuture<InetAddress> resolve(String host) {
    if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      return CompletableFuture.completedFuture(NetUtil.createInetAddressFromIpAddressString(host));
    }
    CompletableFuture<InetAddress> result = new CompletableFuture<>();
    try {
      executor.execute(() -> lookUp(host, result));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(new IOException("too many names to look up, or stopped", e));
    }
    return result;
  }

  private static void lookUp(String host, CompletableFuture<InetAddress> result) {
    try {
      result.complete(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      result.completeExceptionally(new IOException("no address is known for '" + host + "'", e));
    }
  }

  void close() {
    executor.shutdownNow();
  }
}
