package io.tessera.testing.itests;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** What is logged from INFO on, by all nodes of this JVM, for as long as it is open. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private record Waiter(Predicate<String> wanted, CompletableFuture<String> found) {}

  private final List<ILoggingEvent> events = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();

  private LogLines() {}

  static LogLines open() {
    LogLines lines = new LogLines();
    lines.start();
    root().addAppender(lines);
    return lines;
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Override
  protected synchronized void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
      events.add(event);
      waiters.forEach(
          waiter -> {
            if (waiter.wanted.test(event.getFormattedMessage())) {
              waiter.found.complete(event.getFormattedMessage());
            }
          });
    }
  }

  /** A line that is accepted; waits for it if it has not come yet. */
  String await(Predicate<String> wanted) throws InterruptedException {
    CompletableFuture<String> found = new CompletableFuture<>();
    synchronized (this) {
      waiters.add(new Waiter(wanted, found));
      events.stream()
          .map(ILoggingEvent::getFormattedMessage)
          .filter(wanted)
          .findFirst()
          .ifPresent(found::complete);
    }
    return Wait.until("the log's line", found);
  }

  /** A line that has all of these in it. */
  String awaitAll(String... parts) throws InterruptedException {
    return await(line -> List.of(parts).stream().allMatch(line::contains));
  }

  /** The lines with a text so far; a stack trace counts as a line of its own. */
  synchronized List<String> with(String text) {
    List<String> lines = new ArrayList<>();
    for (ILoggingEvent event : events) {
      if (event.getFormattedMessage().contains(text)) {
        lines.addAll(event.getFormattedMessage().lines().toList());
        if (event.getThrowableProxy() != null) {
          lines.add("stack trace of " + event.getThrowableProxy().getMessage());
        }
      }
    }
    return lines;
  }

  @Override
  public void close() {
    root().detachAppender(this);
    stop();
  }
}
