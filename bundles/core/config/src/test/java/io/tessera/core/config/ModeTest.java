package io.tessera.core.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose components are configured for what. */
class ModeTest {
  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"IMPORT", "KEY", "CHAIN"})
  void nothingOpensASocketUnlessTheNodeRuns(Mode mode) {
    for (String opens :
        List.of(
            "io.tessera.operator.metrics",
            "io.tessera.operator.rpc",
            "io.tessera.operator.ssh",
            "io.tessera.operator.telemetry",
            "io.tessera.operator.shell",
            "io.tessera.transport.quic",
            "io.tessera.discovery.mdns",
            "org.example.plugin")) {
      assertFalse(mode.wants(opens), opens);
      assertTrue(Mode.RUN.wants(opens), opens);
    }
  }

  @Test
  void importAndKeyHaveWhatTheyWorkWith() {
    assertTrue(Mode.IMPORT.wants("io.tessera.core.chain"));
    assertTrue(Mode.IMPORT.wants("io.tessera.store.rocksdb"));
    assertTrue(Mode.KEY.wants("io.tessera.core.peers"));
  }
}
