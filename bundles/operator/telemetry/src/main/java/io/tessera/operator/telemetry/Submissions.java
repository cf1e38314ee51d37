package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which event began the submission of a work-package, by its hash: what a guarantor does with it
 * later refers to that. Safe from any thread.
 */
final class Submissions {
  /** The oldest is forgotten beyond these: packages are news for a minute. */
  static final int MOST = 1024;

  private final Map<Hash, Long> begun =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Long> eldest) {
          return size() > MOST;
        }
      };

  /** Of several submissions of one package the first counts. */
  synchronized void add(Hash workPackage, long event) {
    begun.putIfAbsent(workPackage, event);
  }

  synchronized OptionalLong of(Hash workPackage) {
    Long event = begun.get(workPackage);
    return event == null ? OptionalLong.empty() : OptionalLong.of(event);
  }
}
