package io.tessera.chain;

import java.util.OptionalLong;

/**
 * How full a pool is: a service that each pool registers beside its own. Safe from any thread, and
 * quick: nothing is read or checked for it.
 */
public interface PoolUsage {

  /** Short name of the pool, such as {@code tickets}. */
  String pool();

  /** How many it holds. */
  int size();

  /** How many it would hold at most; empty where that depends on what they are. */
  OptionalLong bound();
}
