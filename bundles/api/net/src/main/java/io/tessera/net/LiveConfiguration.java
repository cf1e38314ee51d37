package io.tessera.net;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The node's configuration, key by key, and changes of it that last: a service of core/config. What
 * holds is, from weakest to strongest, a component's default, the configuration file, the overlay
 * (what was changed here, kept in the data directory), and the command line. Safe from any thread.
 */
public interface LiveConfiguration {
  /** Name of the group of the keys that stand at the top of the file. */
  String TOP = "node";

  /**
   * Ends the description of an attribute in a component's metatype that cannot change while the
   * node runs: {@code description = "Directory of the node's data." + READ_AT_START}. A change of
   * such a key is refused as a whole, with a line that says so.
   */
  String READ_AT_START = " Read once, at start.";

  /**
   * A key as it is now.
   *
   * @param group where it stands in the file: {@code network_config}, {@link #TOP}, or the
   *     persistent identity of the component under {@code plugins}
   * @param name its name there
   * @param value what holds: a {@link String}, {@link Number}, {@link Boolean}, or a {@link List}
   *     of these; empty for none
   * @param standard its default, in the same types
   * @param origin where the value comes from: file and line, {@code command line}, or {@code
   *     default}
   * @param allowed what it may be, for people
   * @param options the values that it may have; empty when these are not few
   * @param readAtStart whether a change takes a restart of the node
   * @param description what it is for, for people
   */
  record ConfigKey(
      String group,
      String name,
      Optional<Object> value,
      Optional<Object> standard,
      String origin,
      String allowed,
      List<String> options,
      boolean readAtStart,
      String description) {}

  /**
   * What a change did, by names of components.
   *
   * @param restarted those that were deactivated and activated again
   * @param modified those that took the change while they run
   * @param started those that were not active before
   * @param stopped those that are not active any more
   */
  record Outcome(
      List<String> restarted, List<String> modified, List<String> started, List<String> stopped) {}

  /** All keys that the installed bundles read, and those of the file that wait for their plugin. */
  List<ConfigKey> keys();

  /**
   * Changes keys of a group in the overlay, and returns when all components concerned have taken
   * the change. Nothing is changed when it fails: the whole configuration that would result is
   * checked first, and when a component cannot work with it (a port that is in use), the one before
   * is put in force again.
   *
   * @param group see {@link ConfigKey#group}
   * @param values the new values by name as text, the elements of a list with commas between; empty
   *     to take a name out of the overlay, so that the file's value or the default holds again
   * @throws IllegalArgumentException saying in one line what is wrong, and what is allowed
   * @throws IOException when the overlay cannot be written
   * @throws InterruptedException when interrupted while components take the change; it is made
   */
  Outcome change(String group, Map<String, Optional<String>> values)
      throws IOException, InterruptedException;
}
