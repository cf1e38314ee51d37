package io.tessera.net;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Whether this node takes part in a network; a service of the peer manager. Off, the node's {@link
 * NodeKey} is no service: transports, which cannot be without it, do not listen, connections end,
 * and discovery finds nobody to offer peers to. Safe from any thread.
 */
@ProviderType
public interface NetworkSwitch {

  /**
   * Framework property: {@value #MANUAL} when the network stays off until it is switched on, as in
   * a program that embeds the node.
   */
  String PROPERTY = "tessera.network";

  /** Value of {@link #PROPERTY}. */
  String MANUAL = "manual";

  /** Switches the network on; does nothing when it is. */
  void on();

  /**
   * Switches the network off; does nothing when it is. When it returns, transports have been told
   * to stop.
   */
  void off();

  /** Whether it is on. */
  boolean isOn();
}
