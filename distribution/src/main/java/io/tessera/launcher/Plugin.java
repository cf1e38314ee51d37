package io.tessera.launcher;

import io.tessera.launcher.PluginJar.Stamp;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One jar of a folder for plugins and the bundle that came from it. For one thread. */
final class Plugin {
  private static final Logger LOG = LoggerFactory.getLogger(Plugin.class);
  private static final long REFRESH_SECONDS = 10;

  final Path file;

  /** As it was in the last scan, and as it was when something was done about it. */
  Stamp seen;

  Stamp done;

  /** Another plugin's coming or going may change the outcome. */
  boolean waits;

  private final BundleContext context;
  private Bundle bundle;
  private String said = "";

  Plugin(BundleContext context, Path file) {
    this.context = context;
    this.file = file;
  }

  /** Whether a bundle of this name came from it and is still there. */
  boolean provides(String name) {
    return isInstalled() && bundle.getSymbolicName().equals(name);
  }

  boolean isInstalled() {
    return bundle != null && bundle.getState() != Bundle.UNINSTALLED;
  }

  /** Not a jar, or half of one. */
  void unreadable(IOException broken) {
    String line = Cause.oneLine(String.valueOf(broken.getMessage()));
    if (isNews(line)) {
      LOG.error("Plugin {} is no whole jar: {}; copy it again{}", file, line, stays());
    }
  }

  /** It cannot be taken as it is. */
  void refuse(String reason) {
    if (isNews(reason)) {
      LOG.error("Plugin {} is not taken: {}{}", file, reason, stays());
    }
  }

  /** What is not said twice in a row. */
  private boolean isNews(String line) {
    boolean news = !line.equals(said);
    said = line;
    return news;
  }

  private String stays() {
    return isInstalled() ? "; what came from it before stays: " + text() : "";
  }

  private String text() {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  /** Installs it, or updates the bundle that an earlier version of it became, and starts it. */
  void take(PluginJar jar) throws InterruptedException {
    waits = false;
    Optional<String> mistake = jar.mistake();
    if (mistake.isPresent()) {
      refuse(mistake.get());
      return;
    }
    if (isInstalled() && !bundle.getSymbolicName().equals(jar.name())) {
      remove();
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (isInstalled()) {
        bundle.stop(Bundle.STOP_TRANSIENT);
        bundle.update(in);
        refresh();
      } else {
        bundle = context.installBundle(file.toUri().toString(), in);
      }
    } catch (BundleException | IOException e) {
      LOG.debug("{}", file, e);
      refuse(Cause.line(e));
    }
    if (isInstalled()) {
      start();
    }
  }

  private void start() {
    try {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
      said = "";
      LOG.info("Plugin {} started: {}", file, text());
    } catch (BundleException e) {
      waits = e.getType() == BundleException.RESOLVE_ERROR;
      LOG.debug("{}", file, e);
      String reason = StartFailure.line(context, bundle, e);
      if (isNews(reason)) {
        LOG.error("Plugin {} ({}) does not start: {}", file, text(), reason);
      }
    }
  }

  /** Tries once more what another plugin has kept from starting; whether it runs now. */
  boolean startAgain() {
    waits = false;
    start();
    return bundle.getState() == Bundle.ACTIVE;
  }

  /** The jar is gone, or has become another bundle. */
  void remove() throws InterruptedException {
    if (!isInstalled()) {
      return;
    }
    String text = text();
    try {
      bundle.uninstall();
      refresh();
      LOG.info("Plugin {} is gone: {} is stopped and uninstalled", file, text);
    } catch (BundleException e) {
      LOG.debug("{}", file, e);
      LOG.error("Plugin {} is gone, but {} cannot be uninstalled: {}", file, text, Cause.line(e));
    }
    bundle = null;
  }

  /** The old classes go; a thread of the framework's does it. */
  private void refresh() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    context
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.of(bundle), event -> done.countDown());
    if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
      LOG.error("Plugin {}: its old classes are still in use after {} s", file, REFRESH_SECONDS);
    }
  }
}
