package io.tessera.core.chain;

import io.tessera.lib.codec.Hash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the blocks that break a rule, so that they and their descendants are refused at the
 * price of a look-up. Bounded; forgets the oldest. Confined to the import thread.
 *
 * <p>Not for a body that is another than its header says: one hash can come with many bodies, and a
 * wrong one must not bar the right one.
 */
final class BadBlocks {
  private static final int MOST = 1024;

  private final Map<Hash, String> reasons =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, String> eldest) {
          return size() > MOST;
        }
      };

  void add(Hash block, String reason) {
    reasons.put(block, reason);
  }

  Optional<String> reason(Hash block) {
    return Optional.ofNullable(reasons.get(block));
  }
}
