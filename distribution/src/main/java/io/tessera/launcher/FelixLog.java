package io.tessera.launcher;

import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The framework's own messages, which would go to standard output, in our log. */
final class FelixLog extends Logger {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("org.apache.felix.framework");

  /** The raw type is the superclass's. */
  @Override
  @SuppressWarnings("rawtypes")
  protected void doLog(
      Bundle bundle, ServiceReference sr, int level, String message, Throwable cause) {
    String text = bundle == null ? message : bundle + ": " + message;
    Level of =
        switch (level) {
          case LOG_ERROR -> Level.ERROR;
          case LOG_WARNING -> Level.WARN;
          case LOG_INFO -> Level.DEBUG;
          default -> Level.TRACE;
        };
    OsgiLog.write(LOG, of, text, cause);
  }

  @Override
  protected void doLog(int level, String message, Throwable cause) {
    doLog(null, null, level, message, cause);
  }
}
