package io.tessera.core.config;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Which sync modes a running node can be told to go over to. They come with plugins, so that no
 * list of them is written anywhere, and while a node starts nobody knows them all.
 */
final class InstalledModes {
  /** The property of {@code io.tessera.chain.SyncMode} that holds its name. */
  private static final String NAME = "sync.mode";

  private static final List<String> KEY = List.of(Shape.NETWORK, "sync_mode");

  private InstalledModes() {}

  /** The names that plugins give their modes. */
  static SortedSet<String> in(BundleContext context) {
    try {
      SortedSet<String> names = new TreeSet<>();
      ServiceReference<?>[] modes = context.getAllServiceReferences(null, "(" + NAME + "=*)");
      if (modes != null) {
        for (ServiceReference<?> mode : modes) {
          names.add(String.valueOf(mode.getProperty(NAME)));
        }
      }
      return names;
    } catch (InvalidSyntaxException e) {
      throw new AssertionError("the filter is right", e);
    }
  }

  /**
   * Refuses to go over to a mode that is not there: the sync would end, and nothing else would say
   * so. One that holds already may be missing, as while its bundle is replaced.
   *
   * @param installed all modes; where there are none, one is as good as another
   */
  static void check(SortedSet<String> installed, Settings now, Settings then)
      throws ConfigException {
    Optional<Setting> wanted = then.at(KEY);
    if (wanted.isEmpty() || installed.isEmpty()) {
      return;
    }
    Object mode = wanted.get().value();
    if (!installed.contains(mode.toString())
        && !now.at(KEY).map(Setting::value).equals(Optional.of(mode))) {
      throw wanted
          .get()
          .wrong(
              "no such mode is installed; must be one of "
                  + String.join(", ", installed)
                  + ", or install its plugin first");
    }
  }
}
