package io.tessera.chain;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Time in slots since the beginning of the JAM Common Era (Gray Paper, section "Time"): a service
 * of core/chain for all that happens at a time of the chain's. Safe from any thread.
 *
 * <p>A program that embeds a node, and a test, can bring its own time: an {@link InstantSource} and
 * a {@link ScheduledExecutorService} that are services with the property {@link #PROPERTY} before
 * the node's bundles start.
 */
public final class SlotClock implements InstantSource {
  /** When slot 0 begins: 2025-01-01 12:00 UTC. */
  public static final Instant COMMON_ERA = Instant.parse("2025-01-01T12:00:00Z");

  /** Service property, of any value, of the two services that the time can be taken from. */
  public static final String PROPERTY = "tessera.clock";

  private final InstantSource source;
  private final ScheduledExecutorService timer;
  private final int slotSeconds;

  /**
   * A clock.
   *
   * @param source the time
   * @param timer waits by the same time; not shut down here
   * @param slotSeconds P: seconds in a slot
   */
  public SlotClock(InstantSource source, ScheduledExecutorService timer, int slotSeconds) {
    this.source = source;
    this.timer = timer;
    this.slotSeconds = slotSeconds;
  }

  @Override
  public Instant instant() {
    return source.instant();
  }

  /** The slot that has begun last; negative before the era. */
  public long slot() {
    return slotAt(instant(), slotSeconds);
  }

  /** The slot that has begun last at a time; negative before the era. */
  public static long slotAt(Instant time, int slotSeconds) {
    return Math.floorDiv(time.getEpochSecond() - COMMON_ERA.getEpochSecond(), (long) slotSeconds);
  }

  /** When a slot begins. */
  public Instant start(long slot) {
    return COMMON_ERA.plusSeconds(Math.multiplyExact(slot, slotSeconds));
  }

  /** How long it is until a slot begins; zero when it has begun. */
  public Duration until(long slot) {
    Duration left = Duration.between(instant(), start(slot));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Runs a task when the time has come; soon when it has come already. The timer and the clock are
   * two: by {@link #instant} it may be a little earlier still when the task runs.
   *
   * @param task quick, as other tasks wait for the same thread; an exception is the result's
   * @return to cancel it with
   */
  public Future<?> at(Instant time, Runnable task) {
    long nanos = Math.max(0, Duration.between(instant(), time).toNanos());
    return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }
}
