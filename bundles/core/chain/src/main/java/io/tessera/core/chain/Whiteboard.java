package io.tessera.core.chain;

import io.tessera.chain.Accumulator;
import io.tessera.chain.AuditRule;
import io.tessera.chain.ChainListener;
import io.tessera.chain.FinalityRule;
import io.tessera.net.TopologyListener;
import io.tessera.net.event.NodeEvents;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The services that others register for the chain. Tracked by hand: a declared reference would have
 * to be bound while the component registers the chain in its own activation, on which the listeners
 * in turn depend.
 */
final class Whiteboard implements AutoCloseable {
  private final BundleContext context;
  private volatile FinalityRule defaultRule;
  private final NodeEvents events;
  private final ServiceTracker<ChainListener, ChainListener> listeners;
  private final ServiceTracker<FinalityRule, FinalityRule> rules;
  private final ServiceTracker<AuditRule, AuditRule> audits;
  private final ServiceTracker<Accumulator, Accumulator> accumulators;
  private ServiceTracker<TopologyListener, TopologyListener> topologyListeners;

  Whiteboard(BundleContext context, FinalityRule defaultRule, NodeEvents events) {
    this.context = context;
    this.defaultRule = defaultRule;
    this.events = events;
    listeners = new ServiceTracker<>(context, ChainListener.class, null);
    rules = new ServiceTracker<>(context, FinalityRule.class, null);
    audits = new ServiceTracker<>(context, AuditRule.class, null);
    accumulators = new ServiceTracker<>(context, Accumulator.class, null);
  }

  /** Another rule for as long as none is registered; what is final stays final. */
  void defaultRule(FinalityRule rule) {
    defaultRule = rule;
  }

  /** Begins to track. */
  void open() {
    listeners.open();
    rules.open();
    audits.open();
    accumulators.open();
  }

  /** The listeners that are registered now. */
  private Collection<ChainListener> listeners() {
    return listeners.getTracked().values();
  }

  /** The registered rule of the highest ranking, or the default. */
  FinalityRule finality() {
    FinalityRule registered = rules.getService();
    return registered == null ? defaultRule : registered;
  }

  /** All that is registered, for the chain. */
  Plugins plugins() {
    return new Plugins(
        this::finality,
        () -> Objects.requireNonNullElse(audits.getService(), AuditRule.ASSUMED),
        () -> Optional.ofNullable(accumulators.getService()),
        this::listeners,
        events);
  }

  /** From now on the chain tells topology listeners, those that are registered already at once. */
  void publishTopology(ChainService chain) {
    topologyListeners =
        new ServiceTracker<>(context, TopologyListener.class, null) {
          @Override
          public TopologyListener addingService(ServiceReference<TopologyListener> reference) {
            TopologyListener listener = super.addingService(reference);
            if (listener != null) {
              chain.addTopologyListener(listener);
            }
            return listener;
          }

          @Override
          public void removedService(
              ServiceReference<TopologyListener> reference, TopologyListener listener) {
            chain.removeTopologyListener(listener);
            super.removedService(reference, listener);
          }
        };
    topologyListeners.open();
  }

  @Override
  public void close() {
    if (topologyListeners != null) {
      topologyListeners.close();
    }
    accumulators.close();
    audits.close();
    rules.close();
    listeners.close();
  }
}
