package io.tessera.transport.quic;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What a class logs from DEBUG on, for as long as this is open. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Logger logger;

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  static LogLines of(Class<?> type) {
    LogLines opened = new LogLines((Logger) LoggerFactory.getLogger(type));
    opened.start();
    opened.logger.setLevel(Level.DEBUG);
    opened.logger.addAppender(opened);
    return opened;
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getLevel() + " " + event.getFormattedMessage());
  }

  /** The next line of this level, with the level before it. */
  String next(Level level) throws InterruptedException {
    for (String line; (line = lines.poll(Node.SECONDS, TimeUnit.SECONDS)) != null; ) {
      if (line.startsWith(level + " ")) {
        return line;
      }
    }
    throw new AssertionError("no line at " + level);
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(null);
    stop();
  }
}
