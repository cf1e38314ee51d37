package io.tessera.chain;

/**
 * A way to catch up with the chain and to follow it: the plugin interface, registered as a service
 * with the property {@code sync.mode}. One instance; the sync controller runs the one that the
 * configuration names.
 */
public interface SyncMode {
  /** Name of the service property: {@code full}, {@code fast} or {@code light}. */
  String PROPERTY = "sync.mode";

  /** The mode that keeps headers only: the store and the chain are other ones then. */
  String LIGHT = "light";

  /**
   * Syncs until interrupted, first to catch up, then to follow. Runs on a virtual thread of the
   * controller's; may be stopped at any moment and run again, by this or an updated plugin.
   */
  void run(SyncContext context) throws InterruptedException;
}
