package org.apache.logging.log4j;

import java.util.Arrays;
import org.apache.logging.log4j.util.Supplier;

/**
 * Those of log4j's methods that the library calls; a call of another one fails at run time, and
 * {@code LogBridgeTest} finds it before. What the library wants an operator to see is told by this
 * bundle itself, so its INFO is DEBUG here; its WARN and ERROR are about packets of others, or
 * about mistakes, and stay.
 */
@SuppressWarnings("MissingSummary")
public interface Logger {
  /** Logs at DEBUG. */
  default void debug(String message) {
    target().debug(message);
  }

  /** Logs at DEBUG. */
  default void debug(String message, Object a, Object b) {
    target().debug(message, a, b);
  }

  /** Logs at DEBUG. */
  default void debug(String message, Object a, Object b, Object c) {
    target().debug(message, a, b, c);
  }

  /** Logs at DEBUG. */
  default void debug(String message, Throwable cause) {
    target().debug(message, cause);
  }

  /** Logs at DEBUG. */
  default void debug(String message, Supplier<?>... values) {
    if (target().isDebugEnabled()) {
      target().debug(message, Arrays.stream(values).map(Supplier::get).toArray());
    }
  }

  /** Logs at ERROR. */
  default void error(String message, Object a) {
    target().error(message, a);
  }

  /** Logs at ERROR. */
  default void error(String message, Throwable cause) {
    target().error(message, cause);
  }

  /** Logs at DEBUG. */
  default void info(String message) {
    target().debug(message);
  }

  /** Logs at DEBUG. */
  default void info(String message, Object a) {
    target().debug(message, a);
  }

  /** Logs at TRACE. */
  default void trace(String message) {
    target().trace(message);
  }

  /** Logs at TRACE. */
  default void trace(String message, Object a) {
    target().trace(message, a);
  }

  /** Logs at TRACE. */
  default void trace(String message, Object a, Object b) {
    target().trace(message, a, b);
  }

  /** Logs at TRACE. */
  default void trace(String message, Object a, Object b, Object c) {
    target().trace(message, a, b, c);
  }

  /** Logs at TRACE. */
  default void trace(String message, Object a, Object b, Object c, Object d, Object e) {
    target().trace(message, a, b, c, d, e);
  }

  /** Logs at TRACE. */
  default void trace(String message, Throwable cause) {
    target().trace(message, cause);
  }

  /** Logs at TRACE. */
  default void trace(Supplier<?> message) {
    if (target().isTraceEnabled()) {
      target().trace(String.valueOf(message.get()));
    }
  }

  /** Logs at TRACE. */
  default void trace(Supplier<?> message, Throwable cause) {
    if (target().isTraceEnabled()) {
      target().trace(String.valueOf(message.get()), cause);
    }
  }

  /** Logs at WARN. */
  default void warn(String message) {
    target().warn(message);
  }

  /** Logs at WARN. */
  default void warn(String message, Object a, Object b, Object c) {
    target().warn(message, a, b, c);
  }

  /** Where it goes. */
  org.slf4j.Logger target();

  /**
   * The one implementation.
   *
   * @param target where it goes
   */
  record OnSlf4j(org.slf4j.Logger target) implements Logger {}
}
