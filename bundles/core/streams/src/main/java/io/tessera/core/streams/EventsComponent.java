package io.tessera.core.streams;

import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.NodeEventListener;
import io.tessera.net.event.NodeEvents;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The {@link EventHub} in the container; immediate, and needs nothing, so that everything that has
 * something to tell can ask for it without a circle.
 */
@Component(service = NodeEvents.class, immediate = true)
public final class EventsComponent implements NodeEvents {
  private final EventHub hub = new EventHub();

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "unbindListener")
  void bindListener(NodeEventListener listener) {
    hub.add(listener);
  }

  void unbindListener(NodeEventListener listener) {
    hub.remove(listener);
  }

  @Override
  public boolean heard() {
    return hub.heard();
  }

  @Override
  public void tell(NodeEvent event) {
    hub.tell(event);
  }
}
