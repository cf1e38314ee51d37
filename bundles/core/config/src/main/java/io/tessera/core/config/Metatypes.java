package io.tessera.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metatypes of the installed bundles, kept up to date. Safe from any thread. */
final class Metatypes extends BundleTracker<Bundle> {
  private static final Logger LOG = LoggerFactory.getLogger(Metatypes.class);
  static final String FOLDER = "OSGI-INF/metatype/";

  private static final int INSTALLED =
      Bundle.INSTALLED | Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING;

  private final Map<Long, Map<String, Metatype>> byBundle = new ConcurrentHashMap<>();
  private final Mode mode;
  private final Runnable changed;

  /**
   * Opened by the owner.
   *
   * @param changed is called after a bundle with a metatype has come, gone or been updated
   */
  Metatypes(BundleContext context, Mode mode, Runnable changed) {
    super(context, INSTALLED, null);
    this.mode = mode;
    this.changed = changed;
  }

  /** What the components of the bundles read, by PID. */
  Map<String, Metatype> byPid() {
    Map<String, Metatype> all = new HashMap<>();
    byBundle.values().forEach(all::putAll);
    return all;
  }

  /** The PIDs of those bundles that the node's mode has use for. */
  List<String> wanted() {
    return byBundle.entrySet().stream()
        .filter(entry -> mode.wants(symbolicName(entry.getKey())))
        .flatMap(entry -> entry.getValue().keySet().stream())
        .sorted()
        .toList();
  }

  private String symbolicName(long id) {
    Bundle bundle = context.getBundle(id);
    return bundle == null ? "" : bundle.getSymbolicName();
  }

  @Override
  public Bundle addingBundle(Bundle bundle, BundleEvent event) {
    read(bundle);
    return bundle;
  }

  @Override
  public void modifiedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {
    if (event != null && event.getType() == BundleEvent.UPDATED) {
      read(bundle);
    }
  }

  @Override
  public void removedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {
    if (bundle.getState() == Bundle.UNINSTALLED && byBundle.remove(bundle.getBundleId()) != null) {
      changed.run();
    }
  }

  private void read(Bundle bundle) {
    Map<String, Metatype> found = new HashMap<>();
    // getEntryPaths, not findEntries: that one would try to resolve the bundle.
    Enumeration<String> paths = bundle.getEntryPaths(FOLDER);
    while (paths != null && paths.hasMoreElements()) {
      String path = paths.nextElement();
      URL entry = path.endsWith(".xml") ? bundle.getEntry(path) : null;
      if (entry == null) {
        continue;
      }
      try (InputStream xml = entry.openStream()) {
        found.putAll(MetatypeXml.read(xml));
      } catch (IOException e) {
        LOG.error(
            "Metatype {} of bundle {} cannot be read: {}",
            path,
            bundle.getSymbolicName(),
            e.getMessage());
      }
    }
    Map<String, Metatype> before =
        found.isEmpty()
            ? byBundle.remove(bundle.getBundleId())
            : byBundle.put(bundle.getBundleId(), found);
    if (before != null || !found.isEmpty()) {
      changed.run();
    }
  }
}
