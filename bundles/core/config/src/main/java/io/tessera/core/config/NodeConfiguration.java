package io.tessera.core.config;

import io.tessera.net.LiveConfiguration;
import io.tessera.net.NodeSettings;
import io.tessera.net.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Configuration Admin equal to file, overlay and command line, for as long as the node runs.
 */
@Component(
    immediate = true,
    service = {NodeSettings.class, LiveConfiguration.class})
public final class NodeConfiguration implements NodeSettings, LiveConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(NodeConfiguration.class);
  private static final int WRONG_USAGE = 2;

  /** A component that takes longer to stop and start is stuck. */
  private static final long PATIENCE_SECONDS = 60;

  private final BundleContext context;
  private final ServiceComponentRuntime runtime;
  private final Source source;
  private final Overlay overlay;
  private final Metatypes metatypes;
  private final Publication publication;
  private final Planner planner;

  /**
   * One change at a time, until all have taken it: what it did is seen by what is different then.
   */
  private final ReentrantLock changing = new ReentrantLock();

  private Layers layers = new Layers(List.of(), List.of(), List.of(), List.of());
  private boolean started;
  private String lastTold = "";
  private Optional<FileWatch> watch = Optional.empty();
  private ServiceRegistration<ConfigurationListener> listening;

  /** A component that has read nothing yet. */
  @Activate
  public NodeConfiguration(
      BundleContext context,
      @Reference ConfigurationAdmin admin,
      @Reference ServiceComponentRuntime runtime) {
    this.context = context;
    this.runtime = runtime;
    source = Source.of(context::getProperty);
    overlay = new Overlay(Path.of(source.data().orElse("data")));
    String mode = context.getProperty("tessera.mode");
    metatypes = new Metatypes(context, Mode.of(mode == null ? "run" : mode), this::bundlesChanged);
    publication = new Publication(admin);
    planner = new Planner(metatypes::byPid, metatypes::wanted, publication);
  }

  /**
   * Reads the file and configures; with a mistake in it nothing is configured and the node ends.
   * Not in the constructor, see ADR 4.
   */
  @Activate
  void activate() {
    listening = context.registerService(ConfigurationListener.class, publication, null);
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
    watch = source.file().map(file -> new FileWatch(file, this::fileChanged));
    List<Setting> inFile = source.readFile();
    List<Setting> set = overlay.read();
    enact(planner.strict(new Layers(inFile, set, source.readCommandLine(inFile), List.of())));
    started = true;
    watch.ifPresent(FileWatch::start);
  }

  /** What can be said only while the node runs is checked too. */
  private Planner.Plan live(Layers wanted) throws ConfigException {
    Planner.Plan plan = planner.strict(wanted);
    InstalledModes.check(InstalledModes.in(context), layers.merged(), wanted.merged());
    return plan;
  }

  private void enact(Planner.Plan plan) {
    plan.notices().forEach(line -> LOG.warn("Configuration: {}", line));
    layers = plan.layers();
    planner.holds(layers.merged());
    try {
      publication.publish(plan.slices());
    } catch (IOException e) {
      LOG.error("Configuration Admin cannot store the settings; restart the node", e);
    }
  }

  /** Applied again with every reading of the file. */
  @Override
  public synchronized void set(String key, String value) {
    Setting setting = new Setting(List.of(key.split("\\.", -1)), value, "told while the node runs");
    List<Setting> told = new ArrayList<>(layers.told());
    told.removeIf(it -> it.path().equals(setting.path()));
    told.add(setting);
    try {
      enact(live(layers.withTold(told)));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public synchronized List<ConfigKey> keys() {
    return Keys.of(planner.schema(), layers.merged());
  }

  @Override
  public Outcome change(String group, Map<String, Optional<String>> values)
      throws IOException, InterruptedException {
    changing.lockInterruptibly();
    try {
      Running before = Running.now(context, runtime);
      Layers held = write(group, values);
      Running after = settled();
      List<String> wrong = after.wrongSince(before);
      if (!wrong.isEmpty()) {
        back(held);
        settled();
        throw new IllegalArgumentException(
            "config: " + wrong.getFirst() + "; what held before is in force again");
      }
      return after.since(before);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } finally {
      changing.unlock();
    }
  }

  /** Writes the overlay once all of it is known to be right, and hands it out; what held before. */
  private synchronized Layers write(String group, Map<String, Optional<String>> values)
      throws ConfigException {
    Layers held = layers;
    Layers wanted = Edit.of(planner.schema(), held, group, values);
    Planner.Plan plan = live(wanted);
    enact(plan.with(wanted.withOverlay(overlay.write(wanted.overlay()))));
    return held;
  }

  private synchronized void back(Layers held) throws ConfigException {
    Layers before = layers.withTold(held.told());
    enact(planner.strict(before.withOverlay(overlay.write(held.overlay()))));
  }

  private Running settled() throws IOException, InterruptedException {
    if (!publication.await(PATIENCE_SECONDS)) {
      throw new IOException(
          "a component has not taken its configuration within "
              + PATIENCE_SECONDS
              + " s; the log says which one does not end");
    }
    return Running.now(context, runtime);
  }

  private void fileChanged() {
    changing.lock();
    try {
      Running before = Running.now(context, runtime);
      List<String> changes = reread();
      Running after = settled();
      tell(
          "Configuration read again from %s: %s"
              .formatted(source.file().get(), Lines.of(changes, after.since(before))));
    } catch (ConfigException e) {
      warn(e.getMessage() + "; the last good configuration stays until this is right");
    } catch (IOException e) {
      warn(source.file().get() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the node ends
    } finally {
      changing.unlock();
    }
  }

  private synchronized List<String> reread() throws ConfigException {
    Settings old = layers.merged();
    enact(live(layers.withFile(source.readFile())));
    return old.changesTo(layers.merged());
  }

  private synchronized void tell(String line) {
    lastTold = line;
    LOG.info(line);
  }

  /** Several events for one save, or a check in between, make one line. */
  private synchronized void warn(String line) {
    if (!line.equals(lastTold)) {
      lastTold = line;
      LOG.warn("Configuration: {}", line);
    }
  }

  private synchronized void bundlesChanged() {
    if (started) {
      enact(planner.lenient(layers));
    }
  }

  @Deactivate
  void deactivate() {
    metatypes.close();
    listening.unregister();
    watch.ifPresent(FileWatch::close);
  }
}
