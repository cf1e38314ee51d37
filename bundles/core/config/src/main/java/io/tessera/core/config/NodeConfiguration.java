package io.tessera.core.config;

import io.tessera.net.NodeSettings;
import io.tessera.net.Problem;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps Configuration Admin equal to the file, for as long as the node runs. */
@Component(immediate = true, service = NodeSettings.class)
public final class NodeConfiguration implements NodeSettings {
  private static final Logger LOG = LoggerFactory.getLogger(NodeConfiguration.class);
  private static final int WRONG_USAGE = 2;

  private final ConfigurationAdmin admin;
  private final Source source;
  private final Metatypes metatypes;
  private final Set<String> configured = new HashSet<>();
  private final Set<String> mentioned = new HashSet<>();
  private final Map<List<String>, Setting> told = new LinkedHashMap<>();
  private Settings settings = new Settings();
  private boolean started;
  private FileWatch watch;

  /** A component that has read nothing yet. */
  @Activate
  public NodeConfiguration(BundleContext context, @Reference ConfigurationAdmin admin) {
    this.admin = admin;
    this.source = Source.of(context::getProperty);
    String mode = context.getProperty("tessera.mode");
    this.metatypes =
        new Metatypes(context, Mode.of(mode == null ? "run" : mode), this::bundlesChanged);
  }

  /**
   * Reads the file and configures; with a mistake in it nothing is configured and the node ends.
   * Not in the constructor, see ADR 4.
   */
  @Activate
  void activate(BundleContext context) {
    metatypes.open();
    try {
      begin();
    } catch (ConfigException e) {
      Problem problem = e::getMessage;
      context.registerService(
          Problem.class,
          problem,
          FrameworkUtil.asDictionary(
              Map.of(Problem.LINE, e.getMessage(), "tessera.status", WRONG_USAGE)));
    }
  }

  private synchronized void begin() throws ConfigException {
    apply(source.read());
    started = true;
    if (source.file().isPresent()) {
      try {
        watch = new FileWatch(source.file().get(), this::fileChanged);
      } catch (IOException e) {
        LOG.warn(
            "Changes of {} are not noticed until the next start: {}",
            source.file().get(),
            e.toString());
      }
    }
  }

  /** Applied again with every reading of the file. */
  @Override
  public synchronized void set(String key, String value) {
    Setting setting = new Setting(List.of(key.split("\\.", -1)), value, "told while the node runs");
    try {
      apply(settings.with(List.of(setting)));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    told.put(setting.path(), setting);
  }

  private synchronized void fileChanged() {
    try {
      apply(source.read().with(told.values()));
      LOG.info("Configuration read again from {}", source.file().get());
    } catch (ConfigException e) {
      LOG.error("{}; the last good configuration stays", e.getMessage());
    }
  }

  private synchronized void bundlesChanged() {
    if (!started) {
      return;
    }
    try {
      apply(settings);
    } catch (ConfigException e) {
      LOG.error("{}; the last good configuration stays", e.getMessage());
    }
  }

  /** All or nothing: every slice is made before the first one is handed out. */
  private void apply(Settings candidate) throws ConfigException {
    Schema schema = new Schema(metatypes.byPid());
    List<Setting> waiting = schema.check(candidate.all());
    Map<String, Map<String, Object>> slices = new HashMap<>();
    for (String pid : metatypes.wanted()) {
      if (candidate.enabled(pid, schema.enabledByDefault(pid))) {
        slices.put(pid, schema.slice(pid, candidate));
      }
    }
    for (Setting setting : waiting) {
      if (mentioned.add(setting.path().get(1))) {
        LOG.warn(
            "{}: {} is not installed; its settings wait for it",
            setting.origin(),
            setting.path().get(1));
      }
    }
    settings = candidate;
    try {
      publish(slices);
    } catch (IOException e) {
      LOG.error("Configuration Admin cannot store the settings; restart the node", e);
    }
  }

  private void publish(Map<String, Map<String, Object>> slices) throws IOException {
    for (Map.Entry<String, Map<String, Object>> slice : slices.entrySet()) {
      admin
          .getConfiguration(slice.getKey(), "?")
          .updateIfDifferent(FrameworkUtil.asDictionary(slice.getValue()));
      configured.add(slice.getKey());
    }
    for (String pid : Set.copyOf(configured)) {
      if (!slices.containsKey(pid)) {
        admin.getConfiguration(pid, "?").delete();
        configured.remove(pid);
      }
    }
  }

  @Deactivate
  void deactivate() throws IOException {
    metatypes.close();
    if (watch != null) {
      watch.close();
    }
  }
}
