package io.tessera.net;

import org.osgi.annotation.versioning.ProviderType;

/** Changes settings while the node runs; a service of core/config. Safe from any thread. */
@ProviderType
public interface NodeSettings {

  /**
   * Sets a key as if the configuration file had it, until the node ends; the file is not changed.
   * Returns at once: components whose configuration that changes are told, or restarted, then.
   *
   * @param key its keys from the outermost on, with dots between, such as {@code
   *     network_config.sync_mode}
   * @throws IllegalArgumentException saying in one line what is wrong with key or value; nothing is
   *     changed then
   */
  void set(String key, String value);
}
