package io.tessera.launcher;

import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** The framework's own messages, which would go to standard output, in our log. */
final class FelixLog extends Logger {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("org.apache.felix.framework");

  /** The raw type is the superclass's. */
  @Override
  @SuppressWarnings("rawtypes")
  protected void doLog(
      Bundle bundle, ServiceReference sr, int level, String message, Throwable cause) {
    String text = bundle == null ? message : bundle + ": " + message;
    switch (level) {
      case LOG_ERROR -> LOG.error(text, cause);
      case LOG_WARNING -> LOG.warn(text, cause);
      case LOG_INFO -> LOG.debug(text, cause);
      default -> LOG.trace(text, cause);
    }
  }

  @Override
  protected void doLog(int level, String message, Throwable cause) {
    doLog(null, null, level, message, cause);
  }
}
