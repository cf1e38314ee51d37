package io.tessera.testing.bench;

/** Something to be timed. */
@FunctionalInterface
interface Work {
  void run() throws Exception;
}
