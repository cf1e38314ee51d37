package io.tessera.operator.shell;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * Remembers which bundle provided a service last: a component may register one by hand, of which no
 * manifest tells. Keeps names only.
 */
final class Providers implements AllServiceListener {
  private static final String OURS = "(objectClass=io.tessera.*)";

  private final Map<String, String> last = new ConcurrentHashMap<>();

  /** Begins to listen. */
  void start(BundleContext context) {
    try {
      context.addServiceListener(this, OURS);
      ServiceReference<?>[] there = context.getAllServiceReferences(null, OURS);
      for (ServiceReference<?> each : there == null ? new ServiceReference<?>[0] : there) {
        note(each);
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(OURS, e);
    }
  }

  void stop(BundleContext context) {
    context.removeServiceListener(this);
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    if (event.getType() == ServiceEvent.REGISTERED) {
      note(event.getServiceReference());
    }
  }

  private void note(ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    if (bundle != null && bundle.getSymbolicName() != null) {
      for (String type : (String[]) reference.getProperty(Constants.OBJECTCLASS)) {
        last.put(type, bundle.getSymbolicName());
      }
    }
  }

  /** Symbolic name of the bundle that registered a service of this type last. */
  Optional<String> of(String type) {
    return Optional.ofNullable(last.get(type));
  }
}
