package io.tessera.core.streams;

import io.tessera.net.PluginErrors;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.concurrent.Future;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** Each bundle's own {@link Workers}, closed when the bundle stops using them. */
@Component(service = Workers.class, scope = ServiceScope.BUNDLE)
public final class WorkersComponent implements Workers {
  private final BundleWorkers workers;

  /** The workers of the bundle that asks for the service. */
  @Activate
  public WorkersComponent(ComponentContext context, @Reference ErrorCounts errors) {
    String owner = context.getUsingBundle().getSymbolicName();
    workers =
        new BundleWorkers(
            owner,
            Thread::sleep,
            Settings.DEFAULT.drain(),
            () -> errors.add(owner, PluginErrors.Edge.TASK));
  }

  @Deactivate
  void stop() {
    workers.close();
  }

  @Override
  public Future<?> start(String name, Task task) {
    return workers.start(name, task);
  }

  @Override
  public Future<?> repeat(String name, Duration period, Task task) {
    return workers.repeat(name, period, task);
  }

  @Override
  public Future<?> startLater(String name, Duration pause, Task task) {
    return workers.startLater(name, pause, task);
  }

  @Override
  public <T, E extends Exception> T compute(Computation<T, E> work) throws E, InterruptedException {
    return workers.compute(work);
  }
}
