package io.tessera.core.peers;

import io.tessera.net.NetworkSwitch;
import io.tessera.net.NodeKey;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Switches the network by showing and hiding the node's key. */
final class KeySwitch implements NetworkSwitch {
  private final BundleContext context;
  private final NodeKey key;
  private final ReentrantLock lock = new ReentrantLock();
  private ServiceRegistration<NodeKey> shown;

  KeySwitch(BundleContext context, NodeKey key) {
    this.context = context;
    this.key = key;
  }

  @Override
  public void on() {
    lock.lock();
    try {
      if (shown == null) {
        shown = context.registerService(NodeKey.class, key, null);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void off() {
    lock.lock();
    try {
      if (shown != null) {
        shown.unregister();
        shown = null;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isOn() {
    lock.lock();
    try {
      return shown != null;
    } finally {
      lock.unlock();
    }
  }
}
