package io.tessera.core.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sync modes that a running node can go over to. */
class InstalledModesTest {
  private static final SortedSet<String> MODES = new TreeSet<>(List.of("fast", "full", "warp"));

  private static Settings mode(String name) {
    Setting setting = new Setting(List.of("network_config", "sync_mode"), name, "f:2");
    return new Settings().with(List.of(setting));
  }

  @Test
  void aModeThatNobodyProvidesIsRefused() {
    String line =
        assertThrows(
                ConfigException.class,
                () -> InstalledModes.check(MODES, new Settings(), mode("fats")))
            .getMessage();
    assertEquals(
        "f:2: network_config.sync_mode = \"fats\": no such mode is installed; must be one of fast,"
            + " full, warp, or install its plugin first",
        line);
  }

  @Test
  void aPluginsModeIsAsGoodAsOurs() {
    assertDoesNotThrow(() -> InstalledModes.check(MODES, mode("full"), mode("warp")));
  }

  /** Its bundle may be about to be replaced: other changes do not wait for that. */
  @Test
  void aModeThatHoldsAlreadyMayBeMissing() {
    assertDoesNotThrow(() -> InstalledModes.check(MODES, mode("light"), mode("light")));
    assertDoesNotThrow(() -> InstalledModes.check(MODES, mode("light"), new Settings()));
  }
}
