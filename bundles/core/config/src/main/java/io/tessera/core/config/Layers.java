package io.tessera.core.config;

import java.util.List;

/**
 * Where settings come from, weakest first: each wins over those before it.
 *
 * @param file what the configuration file says
 * @param overlay what was set in the shell, in this run or before
 * @param commandLine what the node was started with
 * @param told what holds until the node ends
 */
record Layers(
    List<Setting> file, List<Setting> overlay, List<Setting> commandLine, List<Setting> told) {

  Settings merged() {
    return new Settings().with(file).with(overlay).with(commandLine).with(told);
  }

  Layers withFile(List<Setting> other) {
    return new Layers(List.copyOf(other), overlay, commandLine, told);
  }

  Layers withOverlay(List<Setting> other) {
    return new Layers(file, List.copyOf(other), commandLine, told);
  }

  Layers withTold(List<Setting> other) {
    return new Layers(file, overlay, commandLine, List.copyOf(other));
  }
}
