package org.apache.logging.log4j;

import org.slf4j.LoggerFactory;

/** Hands out loggers. */
public final class LogManager {
  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private LogManager() {}

  /** The logger of the calling class. */
  public static Logger getLogger() {
    return getLogger(CALLERS.getCallerClass());
  }

  /** The logger of a class. */
  public static Logger getLogger(Class<?> owner) {
    return new Logger.OnSlf4j(LoggerFactory.getLogger(owner));
  }
}
