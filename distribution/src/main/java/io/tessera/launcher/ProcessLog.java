package io.tessera.launcher;

import java.nio.file.Path;
import java.util.List;

/**
 * Points Logback at its configuration; called before the first logger is made. The console's log
 * goes to standard error: standard output belongs to results.
 */
final class ProcessLog {
  private ProcessLog() {}

  static void configure(Path home, Path data, String command) {
    // An operator's own file wins.
    if (System.getProperty("logback.configurationFile") == null) {
      String file = List.of("key", "chain").contains(command) ? "logback-quiet.xml" : "logback.xml";
      System.setProperty(
          "logback.configurationFile", home.resolve("conf").resolve(file).toString());
    }
    System.setProperty("tessera.logs", data.resolve("logs").toString());
    if (System.getProperty("tessera.log.console") == null) {
      System.setProperty("tessera.log.console", command.equals("run") ? "INFO" : "WARN");
    }
  }
}
