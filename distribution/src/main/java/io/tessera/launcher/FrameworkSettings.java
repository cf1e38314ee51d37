package io.tessera.launcher;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The framework's properties. */
final class FrameworkSettings {
  private FrameworkSettings() {}

  /** For one node. The logger is an object, hence the map's type. */
  static Map<String, Object> of(Options options, SharedPackages shared) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("org.osgi.framework.storage", options.cache().toString());
    // Nothing is kept between runs: the distribution's bundles and the configuration file are the
    // truth.
    settings.put("org.osgi.framework.storage.clean", "onFirstInit");
    settings.put("org.osgi.framework.system.packages.extra", logPackages() + shared.clause());
    settings.put("felix.log.logger", new FelixLog());
    settings.put("felix.log.level", "2");
    settings.put("ds.loglevel", "2");

    // The shell's profile is etc/gosh_profile there.
    settings.put("gosh.home", options.home().toString());
    if (!options.shell()) {
      settings.put("gosh.args", "--nointeractive");
    }
    settings.put("tessera.mode", options.mode());
    settings.put("tessera.data", options.data().toString());
    settings.put("tessera.root", options.root().toString());
    settings.put("tessera.overrides", options.overrides());
    settings.put("tessera.shell", Boolean.toString(options.shell()));
    options.config().ifPresent(file -> settings.put("tessera.config", file.toString()));
    settings.putAll(options.properties());
    return settings;
  }

  /** Bundles log through the launcher's SLF4J: one log, one configuration, no copy per bundle. */
  private static String logPackages() {
    String slf4j = LoggerFactory.class.getPackage().getImplementationVersion();
    String suffix = ";version=\"" + (slf4j == null ? "2.0.0" : slf4j) + "\",";
    return "org.slf4j"
        + suffix
        + "org.slf4j.event"
        + suffix
        + "org.slf4j.helpers"
        + suffix
        + "org.slf4j.spi"
        + suffix
        + "org.osgi.service.log;version=\"1.5.0\"";
  }
}
