package io.tessera.core.execution;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.ArrayList;
import java.util.List;

/** α' (Gray Paper, section "Authorization"). */
final class AuthorizersTransition {
  private AuthorizersTransition() {}

  /**
   * An authorizer that a report of the block used.
   *
   * @param core the report's core
   * @param authorizer the authorizer's hash
   */
  record Used(int core, Hash authorizer) {}

  /**
   * Takes used authorizers out of the pools and brings the next one of each queue in.
   *
   * @param pools α
   * @param queues φ', the posterior ones
   * @param slot τ'
   */
  static List<List<Hash>> apply(
      ProtocolParameters parameters,
      List<List<Hash>> pools,
      List<List<Hash>> queues,
      long slot,
      List<Used> used) {
    List<List<Hash>> posterior = new ArrayList<>(pools.size());
    for (int core = 0; core < pools.size(); core++) {
      List<Hash> pool = new ArrayList<>(pools.get(core));
      for (Used one : used) {
        if (one.core() == core) {
          // The oldest of equal ones: a list gives up its first.
          pool.remove(one.authorizer());
        }
      }
      List<Hash> queue = queues.get(core);
      pool.add(queue.get((int) (slot % queue.size())));
      int surplus = Math.max(0, pool.size() - parameters.authorizationsPoolSize());
      posterior.add(List.copyOf(pool.subList(surplus, pool.size())));
    }
    return posterior;
  }
}
