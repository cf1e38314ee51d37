package io.tessera.transport.quic;

import io.tessera.net.PeerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Turns hosts into addresses: literals at once, DNS names on a few threads of its own, since a
 * lookup may take as long as the resolver likes.
 */
final class Names {
  /** A look-up of a name: the system's, or a test's. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] all(String name) throws UnknownHostException;
  }

  private static final int THREADS = 4;
  private static final int MAX_WAITING = 256;

  private final Resolver resolver;
  private final ScheduledExecutorService timer;
  private final Duration deadline;
  private final ThreadPoolExecutor executor;

  /**
   * No thread yet.
   *
   * @param timer tells when a lookup has taken too long
   * @param deadline for a lookup, its time in the queue included
   */
  Names(Resolver resolver, ScheduledExecutorService timer, Duration deadline) {
    this.resolver = resolver;
    this.timer = timer;
    this.deadline = deadline;
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
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

  /**
   * The address of a peer's host; an {@link IOException} when there is none in time.
   *
   * @param reachable which addresses are of use
   */
  CompletableFuture<InetAddress> resolve(PeerAddress address, Predicate<InetAddress> reachable) {
    Optional<InetAddress> literal = address.literal();
    if (literal.isPresent()) {
      return CompletableFuture.completedFuture(literal.get());
    }
    CompletableFuture<InetAddress> result = new CompletableFuture<>();
    try {
      var late =
          timer.schedule(
              () ->
                  result.completeExceptionally(
                      new IOException(
                          "looking up '" + address.host() + "' takes longer than " + deadline)),
              deadline.toMillis(),
              TimeUnit.MILLISECONDS);
      executor.execute(
          () -> {
            if (!result.isDone()) {
              lookUp(address, reachable, result);
              late.cancel(false);
            }
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(new IOException("too many names to look up, or stopped", e));
    }
    return result;
  }

  private void lookUp(
      PeerAddress address,
      Predicate<InetAddress> reachable,
      CompletableFuture<InetAddress> result) {
    try {
      Arrays.stream(resolver.all(address.host()))
          .filter(found -> address.family().includes(found) && reachable.test(found))
          .findFirst()
          .ifPresentOrElse(
              result::complete,
              () ->
                  result.completeExceptionally(
                      new IOException(
                          "'" + address.host() + "' has no " + wanted(address) + " to dial")));
    } catch (UnknownHostException e) {
      result.completeExceptionally(
          new IOException("no address is known for '" + address.host() + "'", e));
    }
  }

  private static String wanted(PeerAddress address) {
    return switch (address.family()) {
      case ANY -> "address";
      case IP4 -> "IPv4 address";
      case IP6 -> "IPv6 address";
    };
  }

  void close() {
    executor.shutdownNow();
  }
}
