package io.tessera.core.sync;

import io.tessera.chain.SyncMode;
import io.tessera.net.NodeSettings;
import java.util.List;

/** Goes over to another mode by changing the setting that store and controller read. */
final class ModeSwitch {
  private static final String KEY = "network_config.sync_mode";

  private final NodeSettings settings;

  ModeSwitch(NodeSettings settings) {
    this.settings = settings;
  }

  /**
   * Goes over.
   *
   * @param from the mode that runs
   * @param installed the modes there are
   * @return what becomes of what is on disk
   */
  String to(String mode, String from, List<String> installed) {
    if (!installed.contains(mode)) {
      throw new IllegalArgumentException(
          "no mode '" + mode + "' is installed; there are " + String.join(", ", installed));
    }
    if (mode.equals(from)) {
      return "mode " + mode + " runs already";
    }
    settings.set(KEY, mode);
    return "mode " + mode + " from now on; " + onDisk(mode, from);
  }

  private static String onDisk(String mode, String from) {
    if (mode.equals(SyncMode.LIGHT)) {
      return "headers go to the folder headers, blocks and states stay in the folder blocks";
    }
    return from.equals(SyncMode.LIGHT)
        ? "mode light has kept no bodies and no state: it goes on from what the folder blocks holds,"
            + " or begins there; headers stay in the folder headers"
        : "it goes on from the same blocks and states";
  }
}
