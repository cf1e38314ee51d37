package io.tessera.core.chain;

import io.tessera.chain.SlotClock;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The node's time: the system's, unless whoever started the node has brought another. */
final class Time implements AutoCloseable {
  private static final String BROUGHT = "(" + SlotClock.PROPERTY + "=*)";

  private final InstantSource source;
  private final ScheduledExecutorService timer;
  private final Optional<ScheduledExecutorService> own;

  /** What is there now; looked up once. */
  Time(BundleContext context) {
    source = find(context, InstantSource.class).orElse(Clock.systemUTC());
    Optional<ScheduledExecutorService> brought = find(context, ScheduledExecutorService.class);
    own = brought.isPresent() ? Optional.empty() : Optional.of(timer());
    timer = brought.or(() -> own).orElseThrow();
  }

  private static <T> Optional<T> find(BundleContext context, Class<T> type) {
    try {
      Collection<ServiceReference<T>> found = context.getServiceReferences(type, BROUGHT);
      return found.stream().findFirst().map(context::getService);
    } catch (InvalidSyntaxException bug) {
      throw new IllegalStateException(bug);
    }
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("tessera-clock").factory());
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  InstantSource source() {
    return source;
  }

  /** A clock of this time. */
  SlotClock clock(int slotSeconds) {
    return new SlotClock(source, timer, slotSeconds);
  }

  /** Nothing that waits runs any more. */
  @Override
  public void close() {
    own.ifPresent(ScheduledExecutorService::shutdownNow);
  }
}
