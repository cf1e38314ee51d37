package io.tessera.launcher;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches for services with the property {@code tessera.problem}: one line that says why a part of
 * the node cannot work. It ends a node that is starting; one that is up goes on, with the line in
 * its log. The property {@code tessera.status} (an {@link Integer}) gives another exit status than
 * 1; one with the property {@code tessera.goes_on} ends nothing, and is in the log already.
 */
final class ProblemWatch extends ServiceTracker<Object, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemWatch.class);

  /**
   * Components are activated by configurations, which arrive after the bundles have started: so
   * long after that a node is starting.
   */
  private static final Duration STARTING = Duration.ofSeconds(15);

  private final Consumer<Exit> end;
  private final LongSupplier nanoTime;

  /** When the boot ended; empty until then, however long it takes on a busy machine. */
  private volatile OptionalLong booted = OptionalLong.empty();

  ProblemWatch(BundleContext context, LongSupplier nanoTime, Consumer<Exit> end) {
    super(context, filter(context), null);
    this.nanoTime = nanoTime;
    this.end = end;
  }

  /** All bundles have been told to start. */
  void booted() {
    booted = OptionalLong.of(nanoTime.getAsLong());
  }

  private boolean isStarting() {
    OptionalLong since = booted;
    return since.isEmpty() || nanoTime.getAsLong() - since.getAsLong() < STARTING.toNanos();
  }

  private static Filter filter(BundleContext context) {
    try {
      return context.createFilter("(&(tessera.problem=*)(!(tessera.goes_on=true)))");
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Object addingService(ServiceReference<Object> reference) {
    String line = String.valueOf(reference.getProperty("tessera.problem"));
    if (isStarting()) {
      Object status = reference.getProperty("tessera.status");
      end.accept(new Exit(status instanceof Integer number ? number : 1, line));
    } else {
      LOG.error("A part of the node does not work: {}", line);
    }
    return reference; // the line is all that is wanted of it
  }

  @Override
  public void removedService(ServiceReference<Object> reference, Object service) {
    // Nothing was taken, so there is nothing to give back.
  }
}
