package org.apache.logging.log4j.util;

/**
 * What log4j's API calls a value that is made only when it is logged.
 *
 * @param <T> type of the value
 */
@FunctionalInterface
public interface Supplier<T> {

  /** Makes it. */
  T get();
}
